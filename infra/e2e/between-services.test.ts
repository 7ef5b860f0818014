import { campaignDetail, inspectionList } from "@shuangsui/contracts";
import { v5 as uuidv5, v7 as uuidv7 } from "uuid";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { connected } from "../embedded/database.ts";
import { ok } from "../sample/officials.ts";
import { keyOf, personAt, type Answer, type Person } from "../sample/people.ts";
import { campaignBodies, inspectionBodies } from "./command-bodies.ts";
import { authority, startProxied, type Proxied } from "./proxied.ts";
import type { Passed } from "./proxy.ts";

let system: Proxied;
beforeAll(async () => {
  system = await startProxied(new Date("2026-10-12T01:00:00Z"), "0.17");
}, 180_000);
afterAll(() => system.close());
afterEach(() => system.passes());

const act = async (id: string, type: string, body: object) =>
  ok(await system.officer.act(id, type, body), type);
/** The requests whose path has that in it. */
const on = (part: string) => (request: Passed) => request.path.includes(part);
const reused = { status: 409, body: { code: "command/key-reused" } };

describe("a key of the services' own, posted by an official before they use it", () => {
  it("suppresses no result at disclosure (article 30)", async () => {
    // Given contents and a publishing that wait for disclosure.
    const { officer, before, came, aMinute, published } = system;
    const id = await system.handled();
    const publication = await system.publicationOf(id);
    const commands = on(`${publication}/commands/`);
    before("disclosure").fateOf = (request) => (commands(request) ? "away" : "passes");
    ok(await officer.report(id), "report");
    ok(await officer.feedback(id), "feedback");
    await act(id, "publish", {});
    const [content] = await came("disclosure", on(`${publication}/commands/content`));
    const publish = uuidv5(`publishEarly/${await owedRevision(id, "publishEarly")}`, uuidv5(id, keySpace));

    // When an official of the authority has used the keys of both, of which anybody can compute one.
    const publishing = `/api/v1/publications/${publication}/commands/publish`;
    for (const key of [content?.key ?? "", publish])
      expect(
        await personAt(system.whole.disclosure, system.whole.people, authority).post(publishing, {}, key),
      ).toMatchObject({
        status: 409,
        body: { code: "publication/nothing-to-publish" },
      });

    // Then both come under them all the same.
    system.passes();
    await aMinute();
    await published(id);
    const taken = before("disclosure").came.filter((one) => commands(one) && one.status === 200);
    expect(taken.map(({ key }) => key)).toEqual([content?.key, publish]);
  }, 60_000);

  it("holds up no notice at the inspection service, which hears of the version once it is there again", async () => {
    // Given a result that is published while the inspection service answers no notice.
    const { officer, before, came } = system;
    const id = await system.fedBack();
    const notices = on(`${await system.publicationOf(id)}/published`);
    before("inspection").fateOf = (request) => (notices(request) ? "away" : "passes");
    await act(id, "publish", {});
    const [notice] = await came("inspection", notices, 3);
    expect(await system.page(id)).toContain("未发现问题");
    expect((await officer.read(id)).state).toBe("fed-back");

    // When officials of this and of another authority have used the notice's key.
    const key = notice?.key ?? "";
    const cancel = `/api/v1/inspections/${id}/commands/cancel`;
    expect((await system.official.post(cancel, { reason: "改期" }, key)).status).toBe(409);
    expect((await drafted("533102", "2026年度计划", key)).status).toBe(201);

    // Then the notice comes under it.
    system.passes();
    await system.aMinute();
    const published = await system.published(id);
    expect(published.events.filter(({ type }) => type === "published")).toHaveLength(1);
    expect(before("inspection").came.findLast(notices)).toMatchObject({ key, status: 200 });
  }, 60_000);
});

/** The name space of the keys under which services hand over what they owe. */
const keySpace = "9d2f1f38-1b0a-5b7e-8a9c-3f4e5d6c7b8a";

function owedRevision(id: string, deed: string): Promise<number> {
  const query = "select revision from inspection.outbox where matter_id = $1 and deed = $2";
  return connected(
    system.whole.superUrl,
    async (client) => (await client.query<{ revision: number }>(query, [id, deed])).rows[0]?.revision ?? 0,
  );
}

function drafted(whose: string, title: string, key: string, actor?: string): Promise<Answer> {
  const draft = { year: 2026, title, entries: [] };
  return personAt(system.whole.inspection, system.whole.people, whose, actor).post(
    "/api/v1/plans",
    draft,
    key,
  );
}

describe("a key", () => {
  const renewed = () =>
    personAt(system.whole.inspection, system.whole.people, authority, "official-1.renewed");
  let ended: string;
  beforeAll(async () => {
    ended = system.fresh();
    await act(ended, "cancel", { reason: "企业停业整顿" });
  });

  it("is each authority's own: what one has used is new to another", async () => {
    const key = uuidv7();
    const ids: unknown[] = [];
    for (const whose of [authority, "533102", "533122"]) {
      const answer = await drafted(whose, `${whose}的计划`, key);
      expect(answer).toMatchObject({ status: 201, body: { title: `${whose}的计划`, authority: whose } });
      ids.push(answer.body["id"]);
    }
    expect(new Set(ids).size).toBe(3);
  });

  // The inspected alone says that it received something.
  it.each(inspectionBodies.filter(([type]) => type !== "receive"))(
    "of %s is not for another body, and answers the same under a renewed login",
    async (type, body, another) => {
      const at = `/api/v1/inspections/${ended}/commands/${type}`;
      const key = uuidv7();
      const first = await system.official.post(at, body, key);
      expect(first.body).toMatchObject({
        code: expect.stringMatching(/^(inspection|objection|credit|signature)\//),
      });
      expect(first.location).toMatch(/^\/api\/v1\/commands\//);
      for (const person of [system.official, renewed()])
        expect(await person.post(at, another, key)).toMatchObject(reused);
      const { status, location, body: problem } = await renewed().post(at, body, key);
      expect([status, location, problem["code"]]).toEqual([first.status, first.location, first.body["code"]]);
    },
  );

  it.each(campaignBodies)("of a campaign's %s is not for another body", async (address, body, another) => {
    const at = `/api/v1/campaigns/${system.campaignId}/${address}`;
    const official = personAt(
      system.whole.inspection,
      system.whole.people,
      address === "commands/redraw" ? "533100" : authority,
    );
    // Nobody who holds an office there may witness.
    const who =
      address === "witnesses"
        ? official.as("witness-1", { roles: ["witness"], witness: { name: "丙", unit: "公证处" } })
        : official;
    const key = uuidv7();
    const first = await who.post(at, body, key);
    expect(first.status).toBe(409);
    expect(await who.post(at, another, key)).toMatchObject(reused);
    expect((await who.post(at, body, key)).body["code"]).toBe(first.body["code"]);
  });

  it("of a command without a body is not for one on something else", async () => {
    const key = uuidv7();
    const publishing = (id: string) => `/api/v1/inspections/${id}/commands/publish`;
    expect(await system.official.post(publishing(ended), {}, key)).toMatchObject({
      body: { code: "inspection/wrong-state" },
    });
    for (const path of [publishing(system.fresh()), `/api/v1/campaigns/${system.campaignId}/commands/reveal`])
      expect(await system.official.post(path, {}, key)).toMatchObject(reused);
  });

  it("of a campaign's trigger is not for another title", async () => {
    const { body } = await system.official.get(`/api/v1/campaigns/${system.campaignId}`);
    const { planId, entryId } = campaignDetail.parse(body);
    const key = keyOf("campaign", entryId);
    const trigger = (person: Person, asked: object) =>
      person.post(`/api/v1/plans/${planId}/entries/${entryId}/campaigns`, asked, key);
    expect(await trigger(system.official, { title: "另一任务" })).toMatchObject(reused);
    expect(await trigger(renewed(), {})).toMatchObject({ status: 201, body: { id: system.campaignId } });
  });

  it("of a plan's draft is not for another draft, and of what is asked of it not for anything else", async () => {
    const key = uuidv7();
    const first = await drafted(authority, "补充计划", key);
    expect(first.status).toBe(201);
    expect(await drafted(authority, "另一计划", key)).toMatchObject(reused);
    expect((await drafted(authority, "补充计划", key, "official-2")).body["id"]).toBe(first.body["id"]);

    const at = `/api/v1/plans/${String(first.body["id"])}/commands`;
    const adjustment = { title: "补充计划", entries: [], reason: "调整" };
    const wrongState = { body: { code: "plan/wrong-state" } };
    const second = uuidv7();
    expect(await system.official.command(`${at}/adjust`, adjustment, second)).toMatchObject(wrongState);
    for (const [path, body] of [
      [`${at}/adjust`, { ...adjustment, reason: "再调" }],
      [`${at}/publish`, {}],
    ] as const)
      expect(await renewed().post(path, body, second)).toMatchObject(reused);
    expect(await renewed().post(`${at}/adjust`, adjustment, second)).toMatchObject(wrongState);
  });
});

describe("a publishing that an official asks for right after the contents are given (article 30)", () => {
  it("comes after them, in twenty inspections at the same time, though disclosure is too busy at first", async () => {
    const { officer, before } = system;
    const ids = await Promise.all(Array.from({ length: 20 }, () => system.handled()));
    const publications = await Promise.all(ids.map(system.publicationOf));
    const seen = new Set<string>();
    before("disclosure").fateOf = ({ path }) => {
      if (!path.endsWith("/commands/content") || seen.has(path)) return "passes";
      seen.add(path);
      return "away";
    };
    await Promise.all(
      ids.map(async (id) => {
        ok(await officer.report(id), "report");
        ok(await officer.feedback(id), "feedback");
        await act(id, "publish", {});
        await system.published(id);
      }),
    );
    const handedOver = before("disclosure").came.filter(({ path }) =>
      publications.some(
        (id) => path.includes(`${id}/commands/content`) || path.includes(`${id}/commands/publish`),
      ),
    );
    const answers = Map.groupBy(handedOver, ({ status }) => status);
    expect(answers.get(503)).toHaveLength(20);
    expect(answers.get(200)?.length).toBeGreaterThanOrEqual(40);
    expect(new Set(answers.keys())).toEqual(new Set([200, 503]));
    for (const id of ids) expect(await system.page(id)).toContain("未发现问题");
  }, 120_000);

  it("is done when disclosure says so, not when it has taken it: 202 is asked after, in both directions", async () => {
    const { before } = system;
    const id = await system.handled();
    const publication = await system.publicationOf(id);
    const seen = new Set<string>();
    for (const service of ["disclosure", "inspection"] as const)
      before(service).fateOf = ({ path }) => {
        if (!path.includes(publication) || seen.has(path)) return "passes";
        seen.add(path);
        return "taken";
      };
    ok(await system.officer.report(id), "report");
    ok(await system.officer.feedback(id), "feedback");
    await act(id, "publish", {});
    await system.published(id);
    const answersTo = (service: "disclosure" | "inspection", command: string) =>
      before(service)
        .came.filter(on(`${publication}/${command}`))
        .map(({ status }) => status);
    expect(answersTo("disclosure", "commands/content")).toEqual([202, 200]);
    expect(answersTo("disclosure", "commands/publish")).toEqual([202, 200]);
    expect(answersTo("inspection", "published")).toEqual([202, 200]);
  }, 60_000);
});

describe("an outage", () => {
  it("of the registry, which does not tell a target's name, hides no answer to an objection (article 30)", async () => {
    // Given an alternate, which takes the place of a target that is gone while the registry knows no targets.
    const { officer, before } = system;
    before("registry").fateOf = ({ path }) => (path.startsWith("/api/v1/targets/") ? "away" : "passes");
    const gone = system.fresh();
    const known = new Set((await officer.all(system.campaignId)).map(({ id }) => id));
    await act(gone, "gone", { statement: "企业已注销", evidenceSha256: "a".repeat(64) });
    const alternate = (await officer.all(system.campaignId)).find(({ id }) => !known.has(id));
    const id = await system.fedBack(alternate?.id);
    await act(id, "publish", {});
    await system.published(id);
    await act(id, "object", { statement: "对第一项有异议" });
    await act(id, "answer", { statement: "经复核，维持原结果", upheld: false });
    const { stuck } = await system.stuck(id);
    expect(stuck).toMatchObject([{ kind: "deed", name: "identifyTarget", code: "unavailable" }]);
    await expect.poll(() => system.page(id)).toContain("经复核，维持原结果");

    system.passes();
    await system.aMinute();
    const named = await system.stuckNoMore(id);
    expect(named.targetName).not.toBe(named.targetCode);
  }, 60_000);

  it("of the services' token at disclosure loses nothing: what waits is shown as stuck, and handed over later", async () => {
    const { officer, before } = system;
    const id = await system.handled();
    const its = on(await system.publicationOf(id));
    before("disclosure").fateOf = (request) => (its(request) ? "wrong-token" : "passes");
    ok(await officer.report(id), "report");
    ok(await officer.feedback(id), "feedback");
    await act(id, "publish", {});
    const waits = await system.stuck(id);
    expect(waits).toMatchObject({
      state: "fed-back",
      stuck: [{ kind: "deed", name: "giveContent", code: "caller/token-invalid" }],
    });
    await act(id, "object", { statement: "对第一项有异议" });
    expect(await stuckOnes()).toContain(id);
    expect(before("disclosure").came.findLast(its)?.status).toBe(401);

    system.passes();
    await system.aMinute();
    const published = await system.published(id);
    await expect.poll(() => system.page(id)).toContain("对第一项有异议");
    expect(published.events.map(({ type }) => type)).not.toContain("delivery-refused");
    await system.stuckNoMore(id);
    expect(await stuckOnes()).not.toContain(id);
  }, 60_000);

  it("of the services' token at the registry loses no credit record, and an objection is answered meanwhile (articles 30, 31)", async () => {
    const { officer, before, whole } = system;
    const id = await system.fedBack();
    await act(id, "object", { statement: "对第一项有异议" });
    const credit = on(`/credit-records/inspections/${id}`);
    before("registry").fateOf = (request) => (credit(request) ? "wrong-token" : "passes");
    const { dueAt } = await officer.read(id);
    await whole.skipTo(new Date(Date.parse(dueAt ?? "") + 1_000));
    const waits = await system.stuck(id);
    expect(waits).toMatchObject({
      state: "published",
      stuck: [{ kind: "deed", name: "enterCredit", code: "caller/token-invalid" }],
    });
    await act(id, "answer", { statement: "经复核，维持原结果", upheld: false });
    await expect.poll(() => system.page(id)).toContain("经复核，维持原结果");

    system.passes();
    await system.aMinute();
    const closed = await system.reached(id, ({ state }) => state === "closed", "the end");
    expect(closed.events.filter(({ type }) => type === "credited")).toHaveLength(1);
    expect(closed.events.map(({ type }) => type)).not.toContain("delivery-refused");
  }, 60_000);
});

describe("a leave that is entered at the registry", () => {
  it("takes the officer out of the teams whose checks have not begun (article 15)", async () => {
    const { officer, whole } = system;
    const id = await system.confirmed();
    const before = await officer.read(id);
    const [member] = before.team;
    const entry = `${whole.registry}/api/v1/inspectors/${member?.inspectorId}`;
    const answer = await fetch(entry, {
      method: "PATCH",
      headers: {
        "content-type": "application/json",
        authorization: `Bearer ${await system.whole.people.tokenFor({ authority, actor: "official-1" })}`,
      },
      body: JSON.stringify({
        version: 1,
        reason: "请假",
        leaves: [{ from: "2026-10-12", until: "2027-10-12" }],
      }),
    });
    expect(answer.status).toBe(200);
    const isOut = ({ team }: typeof before) => team.every(({ number }) => number !== member?.number);
    const after = await system.reached(id, isOut, "the replacement");
    expect(after.team).toHaveLength(before.team.length);
    // Each team that it leaves shows that it changed, and the one that was asked, why.
    const all = await Promise.all((await officer.all(system.campaignId)).map((one) => officer.read(one.id)));
    const left = all.flatMap(({ events }) => events.filter(({ type }) => type === "member-left"));
    expect(left).toMatchObject([{ actor: "system", facts: { number: member?.number, reason: "leave" } }]);
    expect(after.events.map(({ type }) => type)).toContain("team-changed");
  }, 60_000);
});

async function stuckOnes(): Promise<string[]> {
  const { body } = await system.official.get("/api/v1/inspections?attention=stuck&limit=500");
  return inspectionList.parse(body).items.map(({ id }) => id);
}
