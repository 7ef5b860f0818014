import { proposalView } from "@shuangsui/contracts";
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { z } from "zod";
import { makeCreditCode } from "../../../../../infra/sample/codes.ts";
import { startRegistry, type TestRegistry } from "../../testing/service.ts";

let registry: TestRegistry;
beforeAll(async () => {
  registry = await startRegistry();
});
afterAll(() => registry.close());

const [mangshi, ruili, lianghe, yingjiang, prefecture] = ["533103", "533102", "533122", "533123", "533100"];
type Proposal = z.output<typeof proposalView>;

let serial = 0;
/** An entity that these have registered; gives its address. Its version is as many as they are. */
async function supervisedBy(...supervisors: string[]) {
  const creditCode = makeCreditCode("533103", 720_000 + (serial += 1));
  const one = { creditCode, url: `/api/v1/entities/${creditCode}` };
  for (const as of supervisors) await join(one, as);
  return one;
}
type Entity = Awaited<ReturnType<typeof supervisedBy>>;
async function join({ creditCode }: Entity, as: string): Promise<void> {
  const body = {
    creditCode,
    name: "甲公司",
    address: "芒市勐焕街道",
    legalRepresentative: "刀某",
    category: "builder",
    contactName: "岳某",
    contactPhone: "17900000001",
  };
  expect(await registry.call("POST", "/api/v1/entities", { as, body })).toMatchObject({ status: 201 });
}
const read = async ({ url }: Entity, as = mangshi) => (await registry.call("GET", url, { as })).body;
const change = async (one: Entity, as: string, fields: object) =>
  registry.call("PATCH", one.url, {
    as,
    body: { version: (await read(one, as))["version"], reason: "变更", ...fields },
  });
const ask = (one: Entity, as: string, fields: object, key: string = randomUUID()) =>
  registry.call("POST", `${one.url}/proposals`, {
    as,
    body: { reason: "营业执照已变更", ...fields },
    actor: `clerk-${as}`,
    headers: { "idempotency-key": key },
  });
/** 芒市 proposes another name; gives the proposal. */
async function proposed(one: Entity, fields: object = { name: "乙公司" }, as = mangshi): Promise<Proposal> {
  const answer = await ask(one, as, { version: (await read(one, as))["version"], ...fields });
  expect(answer, answer.text).toMatchObject({ status: 201 });
  return proposalView.parse(answer.body);
}
const answer = (one: Entity, { id }: Proposal, as: string, consent: boolean, reason?: string) =>
  registry.call("POST", `${one.url}/proposals/${id}/answer`, {
    as,
    body: { consent, ...(reason === undefined ? {} : { reason }) },
  });
const historyOf = async ({ url }: Entity, as = mangshi) =>
  (await registry.call("GET", `${url}/history`, { as })).body["items"] as object[];
const listOf = async ({ url }: Entity, as: string, query = "") =>
  (await registry.call("GET", `${url}/proposals${query}`, { as })).body["items"] as Proposal[];

describe("a change of what several authorities share, by a proposal (articles 5, 15)", () => {
  test("is written when the last of all others consents, in the name of the proposer and of who consented", async () => {
    const one = await supervisedBy(mangshi, ruili, lianghe);
    const proposal = await proposed(one, { name: "乙公司", address: "芒市勐焕街道", category: "developer" });
    expect(proposal).toMatchObject({
      authority: mangshi,
      changes: { name: "乙公司", category: "developer" },
      before: { name: "甲公司", category: "builder" },
      status: "open",
      waitsFor: [ruili, lianghe],
    });
    expect(proposal.changes).not.toHaveProperty("address");
    expect(await answer(one, proposal, ruili, true)).toMatchObject({
      status: 200,
      body: { status: "open", waitsFor: [lianghe], answers: [{ authority: ruili, consent: true }] },
    });
    expect(await read(one)).toMatchObject({ name: "甲公司", version: 3 });

    expect(await answer(one, proposal, lianghe, true)).toMatchObject({
      status: 200,
      body: { status: "applied", appliedVersion: 4, waitsFor: [] },
    });
    for (const as of [mangshi, ruili, lianghe])
      expect(await read(one, as)).toMatchObject({
        name: "乙公司",
        category: "developer",
        contactName: "岳某",
      });
    const itsVersion = { version: 4, authority: mangshi, consentedBy: [ruili, lianghe] };
    const shown = { ...itsVersion, actor: `clerk-${mangshi}`, reason: "营业执照已变更" };
    expect((await historyOf(one)).at(-1)).toMatchObject(shown);
    // Everybody may know which authorities it was; who and why, their own people.
    expect((await historyOf(one, "533124")).at(-1)).toMatchObject({
      ...itsVersion,
      actor: null,
      reason: null,
    });
  });

  test("is seen, open and ended, by all that supervise the entity and by their superior, by nobody else", async () => {
    const one = await supervisedBy(mangshi, ruili);
    const first = await proposed(one);
    await answer(one, first, ruili, false, "执照未变更");
    const second = await proposed(one, { address: "芒市风平镇" });
    for (const as of [mangshi, ruili, prefecture]) {
      expect(await listOf(one, as)).toMatchObject([
        { id: first.id, status: "refused", answers: [{ authority: ruili, reason: "执照未变更" }] },
        { id: second.id, status: "open" },
      ]);
      expect((await listOf(one, as, "?status=open")).map(({ id }) => id)).toEqual([second.id]);
    }
    expect(await listOf(one, lianghe)).toEqual([]);
    const alone = (as: string) => registry.call("GET", `/api/v1/proposals/${second.id}`, { as });
    expect(await alone(ruili)).toMatchObject({ status: 200, body: { id: second.id, waitsFor: [ruili] } });
    expect(await alone(lianghe)).toMatchObject({ status: 404, body: { code: "not-found" } });
    expect(await answer(one, second, lianghe, true)).toMatchObject({ status: 404 });
    const page = await registry.call("GET", `${one.url}/proposals?limit=1`, { as: ruili });
    const rest = await registry.call("GET", `${one.url}/proposals?after=${String(page.body["next"])}`, {
      as: ruili,
    });
    expect([page.body["items"], rest.body["items"]]).toMatchObject([[{ id: first.id }], [{ id: second.id }]]);
  });

  test("ends with the first refusal, and the entity stays as it is", async () => {
    const one = await supervisedBy(mangshi, ruili, lianghe);
    const proposal = await proposed(one);
    await answer(one, proposal, ruili, true);
    expect(await answer(one, proposal, lianghe, false)).toMatchObject({ body: { status: "refused" } });
    expect(await answer(one, proposal, prefecture, true)).toMatchObject({
      status: 409,
      body: { code: "proposal/over" },
    });
    expect(await read(one)).toMatchObject({ name: "甲公司", version: 3 });
  });

  test("is withdrawn by who proposed it, and by nobody consented to after that", async () => {
    const one = await supervisedBy(mangshi, ruili);
    const proposal = await proposed(one);
    expect(await answer(one, proposal, mangshi, true)).toMatchObject({
      body: { status: "open", answers: [] },
    });
    expect(await answer(one, proposal, mangshi, false)).toMatchObject({ body: { status: "withdrawn" } });
    expect(await answer(one, proposal, ruili, true)).toMatchObject({ body: { code: "proposal/over" } });
    expect(await read(one)).toMatchObject({ name: "甲公司", version: 2 });
  });
});

describe("the superior of those that share an entity (articles 3, 5)", () => {
  test("finds what is open in its list, and consents in the place of all", async () => {
    const one = await supervisedBy(mangshi, ruili, lianghe);
    const proposal = await proposed(one);
    const open = await registry.call("GET", "/api/v1/proposals?status=open&limit=500", { as: prefecture });
    expect(open.body["items"]).toContainEqual(expect.objectContaining({ id: proposal.id }));
    expect(await answer(one, proposal, prefecture, true)).toMatchObject({
      status: 200,
      body: { status: "applied", appliedVersion: 4 },
    });
    expect((await historyOf(one)).at(-1)).toMatchObject({ authority: mangshi, consentedBy: [prefecture] });
    expect(await read(one, ruili)).toMatchObject({ name: "乙公司" });
    const after = await registry.call("GET", "/api/v1/proposals?status=open&limit=500", { as: prefecture });
    expect(JSON.stringify(after.body)).not.toContain(proposal.id);
  });

  test("refuses it, whoever has consented", async () => {
    const one = await supervisedBy(mangshi, ruili, lianghe);
    const proposal = await proposed(one);
    await answer(one, proposal, ruili, true);
    expect(await answer(one, proposal, prefecture, false)).toMatchObject({ body: { status: "refused" } });
    expect(await read(one)).toMatchObject({ name: "甲公司" });
  });
});

describe("a proposal whose entity changes meanwhile (articles 5, 15)", () => {
  test("is outdated once what is shared has changed otherwise: no consent writes it", async () => {
    const one = await supervisedBy(mangshi, ruili);
    const proposal = await proposed(one);
    const other = await proposed(one, { address: "瑞丽市" }, ruili);
    expect(await change(one, prefecture, { name: "丙公司" })).toMatchObject({ status: 200 });
    for (const [its, as] of [
      [proposal, ruili],
      [other, mangshi],
    ] as const)
      expect(await answer(one, its, as, true)).toMatchObject({
        status: 409,
        body: { code: "proposal/outdated", article: 5 },
      });
    expect(await read(one)).toMatchObject({ name: "丙公司", address: "芒市勐焕街道", version: 3 });
  });

  test("is outdated by another one that is written first", async () => {
    const one = await supervisedBy(mangshi, ruili);
    const proposal = await proposed(one);
    const other = await proposed(one, { name: "丁公司" }, ruili);
    await answer(one, other, mangshi, true);
    expect(await answer(one, proposal, ruili, true)).toMatchObject({ body: { code: "proposal/outdated" } });
    expect(await read(one)).toMatchObject({ name: "丁公司" });
    expect(await listOf(one, mangshi)).toMatchObject([{ status: "outdated" }, { status: "applied" }]);
  });

  test("stays where only a contact or a status changes", async () => {
    const one = await supervisedBy(mangshi, ruili);
    const proposal = await proposed(one);
    await change(one, ruili, { contactName: "线某" });
    expect(await answer(one, proposal, ruili, true)).toMatchObject({
      body: { status: "applied", appliedVersion: 4 },
    });
    expect(await read(one, ruili)).toMatchObject({ name: "乙公司", contactName: "线某" });
  });

  test("waits for whoever begins to supervise it in between as well", async () => {
    const one = await supervisedBy(mangshi, ruili);
    const proposal = await proposed(one);
    await join(one, lianghe);
    expect(await answer(one, proposal, ruili, true)).toMatchObject({
      body: { status: "open", waitsFor: [lianghe] },
    });
    expect(await answer(one, proposal, lianghe, true)).toMatchObject({ body: { status: "applied" } });
  });

  test("does not wait for whoever supervises it no longer: the last to leave has it written", async () => {
    const one = await supervisedBy(mangshi, ruili, lianghe);
    const proposal = await proposed(one);
    await change(one, lianghe, { status: "deregistered", removalGround: "moved-away" });
    expect(await listOf(one, mangshi)).toMatchObject([{ status: "open", waitsFor: [ruili] }]);
    expect(await answer(one, proposal, lianghe, false)).toMatchObject({
      status: 403,
      body: { code: "authority/not-yours" },
    });
    expect(await change(one, ruili, { status: "deregistered", removalGround: "moved-away" })).toMatchObject({
      status: 200,
      body: { name: "乙公司", status: "deregistered", version: 6 },
    });
    expect(await read(one)).toMatchObject({ name: "乙公司", status: "active", version: 6 });
    expect((await historyOf(one)).at(-1)).toMatchObject({ version: 6, authority: mangshi });
    // Alone, it needs no proposal any more.
    expect(await change(one, mangshi, { name: "戊公司" })).toMatchObject({ status: 200 });
  });

  test("is written once, however many consent at the same moment", async () => {
    const one = await supervisedBy(mangshi, ruili, lianghe, yingjiang);
    const proposal = await proposed(one);
    const answers = await Promise.all(
      [ruili, lianghe, yingjiang].map((as) => answer(one, proposal, as, true)),
    );
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(answers.filter(({ body }) => body["status"] === "applied")).toHaveLength(1);
    expect(await read(one)).toMatchObject({ name: "乙公司", version: 5 });
  });
});

describe("a proposal or an answer that comes again", () => {
  test("under the same key is the same proposal; with other contents the key is refused", async () => {
    const one = await supervisedBy(mangshi, ruili);
    const key = randomUUID();
    const first = await ask(one, mangshi, { version: 2, name: "乙公司" }, key);
    expect((await ask(one, mangshi, { version: 2, name: "乙公司" }, key)).body).toEqual(first.body);
    expect(await ask(one, mangshi, { version: 2, name: "丙公司" }, key)).toMatchObject({
      status: 409,
      body: { code: "command/key-reused" },
    });
    expect(await listOf(one, ruili)).toHaveLength(1);
    expect(
      await registry.call("POST", `${one.url}/proposals`, { body: { version: 2, reason: "x", name: "丁" } }),
    ).toMatchObject({ status: 400, body: { code: "command/key-missing" } });
  });

  test("changes nothing where it is the same answer, and is refused where it is another", async () => {
    const one = await supervisedBy(mangshi, ruili, lianghe);
    const proposal = await proposed(one);
    const first = await answer(one, proposal, ruili, true);
    expect((await answer(one, proposal, ruili, true)).body).toEqual(first.body);
    expect(await answer(one, proposal, ruili, false)).toMatchObject({
      status: 409,
      body: { code: "proposal/answered" },
    });
    const last = await answer(one, proposal, lianghe, true);
    expect((await answer(one, proposal, lianghe, true)).body).toEqual(last.body);
    expect(await read(one)).toMatchObject({ version: 4 });
  });
});

describe("what is refused when it is proposed (articles 3, 5)", () => {
  test("is what nobody else has to consent to", async () => {
    const alone = await supervisedBy(mangshi);
    const notNeeded = { status: 409, body: { code: "proposal/not-needed" } };
    expect(await ask(alone, mangshi, { version: 1, name: "乙公司" })).toMatchObject(notNeeded);
    const one = await supervisedBy(mangshi, ruili);
    expect(await ask(one, prefecture, { version: 2, name: "乙公司" })).toMatchObject(notNeeded);
  });

  test("is what somebody proposes that does not supervise the entity", async () => {
    const one = await supervisedBy(mangshi, ruili);
    const notYours = { status: 403, body: { code: "authority/not-yours" } };
    expect(await ask(one, lianghe, { version: 2, name: "乙公司" })).toMatchObject(notYours);
    await change(one, mangshi, { status: "deregistered", removalGround: "moved-away" });
    expect(await ask(one, mangshi, { version: 3, name: "乙公司" })).toMatchObject(notYours);
    const nowhere = { creditCode: "x", url: "/api/v1/entities/91533103XN00000004" };
    expect(await ask(nowhere, mangshi, { version: 1, name: "乙公司" })).toMatchObject({ status: 404 });
  });

  test("is a change of nothing, of what is not shared, without a reason, or of another version", async () => {
    const one = await supervisedBy(mangshi, ruili);
    for (const fields of [
      { version: 2, name: "甲公司" },
      { version: 2 },
      { version: 2, name: "乙公司", status: "deregistered" },
      { version: 2, name: "乙公司", reason: "" },
    ])
      expect(await ask(one, mangshi, fields)).toMatchObject({ status: 422, body: { code: "body/invalid" } });
    expect(await ask(one, mangshi, { version: 1, name: "乙公司" })).toMatchObject({
      status: 409,
      body: { code: "registry/version-conflict" },
    });
    expect(await listOf(one, mangshi)).toEqual([]);
  });

  test("leaves the direct change refused, which names the other way; so does an import", async () => {
    const one = await supervisedBy(mangshi, ruili);
    expect(await change(one, mangshi, { name: "乙公司" })).toMatchObject({
      status: 403,
      body: { code: "registry/shared", titleZh: expect.stringContaining("/api/v1/entities/{ref}/proposals") },
    });
    const csv = `统一社会信用代码,名称,地址,法定代表人,类别,联系人,联系电话\n${one.creditCode},乙公司,芒市勐焕街道,刀某,建筑施工企业,岳某,17900000001\n`;
    const imported = await registry.importFile("entities", csv, { as: lianghe });
    expect(imported).toMatchObject({ status: 422, body: { code: "import/rows-refused" } });
    expect(imported.text).toContain("提出变更建议");
    expect(await read(one)).toMatchObject({ name: "甲公司", version: 2 });
  });
});
