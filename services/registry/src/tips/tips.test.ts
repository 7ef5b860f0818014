import { createHash } from "node:crypto";
import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { connected } from "../../../../infra/embedded/database.ts";
import { makeCreditCode } from "../../../../infra/sample/codes.ts";
import { startRegistry, type TestRegistry } from "../testing/service.ts";

const as = "533103";
const code = makeCreditCode(as, 1);
let registry: TestRegistry;
let serial = 0;
beforeAll(async () => {
  registry = await startRegistry("2026-11-02T02:00:00.000Z");
  const entity = {
    ...{ creditCode: code, name: "勐焕建筑工程有限公司", address: "团结大街", legalRepresentative: "刀某" },
    ...{ category: "builder", contactName: "岳某", contactPhone: "17900000001" },
  };
  expect((await registry.call("POST", "/api/v1/entities", { as, body: entity })).status).toBe(201);
});
afterAll(() => registry.close());

const tip = (changes: object = {}) => ({
  origin: "complaint",
  target: { kind: "entity", code },
  source: "12345热线",
  document: `〔2026〕${(serial += 1)}号`,
  receivedOn: "2026-11-01",
  statement: "住在对面的线某反映夜间施工",
  evidence: [{ name: "录音", sha256: "a".repeat(64), from: "12345热线" }],
  complainant: { name: "线某", phone: "17900000009" },
  ...changes,
});
const post = (body: object) => registry.call("POST", "/api/v1/tips", { as, body });
const read = async (id: unknown, who: object = {}) =>
  (await registry.call("GET", `/api/v1/tips/${String(id)}`, { as, ...who })).body;
const patch = (id: unknown, body: object) =>
  registry.call("PATCH", `/api/v1/tips/${String(id)}`, { as, body: { reason: "核实", ...body } });
const inspected = (id: unknown, inspectionId: string) =>
  registry.call("PUT", `/api/v1/tips/${String(id)}/inspection`, {
    as,
    service: true,
    body: { inspectionId },
  });

test("a tip keeps who complained and of what sealed, and shows it to those alone who take it in or decide (article 2)", async () => {
  const { status, body } = await post(tip());
  expect(status).toBe(201);
  const told = {
    statement: "住在对面的线某反映夜间施工",
    complainant: { name: "线某", phone: "17900000009", phoneDialled: ["17900000009"] },
  };
  expect(await read(body["id"], { roles: ["approver"] })).toMatchObject({
    ...told,
    status: "open",
    inspection: null,
  });
  for (const who of [{ roles: ["planner"] }, { roles: ["officer"] }, { as: "533100" }])
    expect(await read(body["id"], who)).toMatchObject({
      source: "12345热线",
      statement: null,
      complainant: null,
    });
  expect((await registry.call("GET", `/api/v1/tips/${String(body["id"])}`, { as: "533102" })).status).toBe(
    404,
  );
  const card = await registry.call("GET", `/api/v1/tips/${String(body["id"])}/card`, { as, service: true });
  expect(card.body).toEqual({
    id: body["id"],
    origin: "complaint",
    target: { kind: "entity", code },
    status: "open",
  });
  await connected(registry.fresh.superUrl, async (client) => {
    const { rows } = await client.query<{ held: string }>(
      "select (select string_agg(t::text, '') from registry.tip t) || (select string_agg(v::text, '') from registry.version v where register = 'tips') as held",
    );
    for (const secret of ["线某", "夜间施工", "17900000009"]) expect(rows[0]?.held).not.toContain(secret);
  });
});

test("a tip is registered once, about a target that there is", async () => {
  const body = tip({ document: "〔2026〕77号" });
  expect((await post(body)).status).toBe(201);
  expect(await post(body)).toMatchObject({ status: 409, body: { code: "registry/duplicate" } });
  const unknown = { kind: "entity", code: makeCreditCode(as, 99) };
  expect(await post(tip({ target: unknown }))).toMatchObject({
    status: 422,
    body: { errors: [{ path: "/target/code", fault: "unknown-target" }] },
  });
});

test("a tip shows the one inspection that it brought about and what that entered into credit; it is not dismissed any more", async () => {
  const { body } = await post(tip({ origin: "data-alert", complainant: null }));
  const id = body["id"];
  expect(await patch(id, { version: 1, status: "dismissed" })).toMatchObject({
    body: { status: "dismissed", version: 2 },
  });
  expect(await patch(id, { version: 2, status: "open" })).toMatchObject({
    body: { status: "open", version: 3 },
  });
  const inspection = uuidv7();
  expect((await inspected(id, inspection)).status).toBe(200);
  expect((await inspected(id, inspection)).status).toBe(200);
  expect(await inspected(id, uuidv7())).toMatchObject({ status: 409, body: { code: "tip/used" } });
  expect(await read(id)).toMatchObject({ version: 4, inspection: { id: inspection, credit: null } });
  expect(await patch(id, { version: 4, status: "dismissed" })).toMatchObject({
    status: 409,
    body: { code: "tip/used" },
  });
  const credit = {
    targetCode: code,
    targetKind: "entity",
    origin: "data-alert",
    outcome: "violation",
    on: "2026-11-02",
    revision: 9,
  };
  await registry.call("PUT", `/api/v1/credit-records/inspections/${inspection}`, {
    as,
    service: true,
    body: credit,
  });
  expect(await read(id)).toMatchObject({ inspection: { id: inspection, credit: "violation" } });
});

test("tips are listed by origin and status, the newest first, page by page", async () => {
  const list = async (query: string) => (await registry.call("GET", `/api/v1/tips?${query}`, { as })).body;
  for (let one = 0; one < 3; one += 1) await post(tip({ origin: "referral", complainant: null }));
  const first = await list("origin=referral&limit=2");
  const second = await list(`origin=referral&limit=2&after=${String(first["next"])}`);
  const documents = [
    ...(first["items"] as { document: string }[]),
    ...(second["items"] as { document: string }[]),
  ].map((one) => one.document);
  expect(documents).toEqual(documents.toSorted((a, b) => Number(b.slice(6, -1)) - Number(a.slice(6, -1))));
  expect(documents).toHaveLength(3);
});

test("tips are counted, and sorted by when they changed, page by page", async () => {
  const list = async (query: string) =>
    (await registry.call("GET", `/api/v1/tips?origin=assignment&${query}`, { as })).body;
  const ids: unknown[] = [];
  for (let one = 0; one < 3; one += 1)
    ids.push((await post(tip({ origin: "assignment", complainant: null }))).body["id"]);
  // Those of one moment stand by their ids.
  const first = await list("count=true&sort=updatedAt&limit=2");
  expect(first["count"]).toEqual({ number: 3, isMore: false });
  const second = await list(`sort=updatedAt&limit=2&after=${String(first["next"])}`);
  const listed = [...(first["items"] as { id: string }[]), ...(second["items"] as { id: string }[])];
  expect(listed.map(({ id }) => id)).toEqual(ids);
  expect(((await list("sort=-updatedAt"))["items"] as { id: string }[]).map(({ id }) => id)).toEqual(
    ids.toReversed(),
  );
  expect(await registry.call("GET", "/api/v1/tips?counted=true", { as })).toMatchObject({
    status: 422,
    body: { errors: [{ path: "/counted", fault: "unknown-field" }] },
  });
});

describe("the file of a tip's evidence (article 2)", () => {
  const pdf = Buffer.concat([Buffer.from("%PDF-1.7\n"), Buffer.alloc(1_500_000, "证")]);
  const hashOf = (bytes: Buffer) => createHash("sha256").update(bytes).digest("hex");
  const withEvidence = async (bytes: Buffer) => {
    const evidence = [{ name: "现场照片", sha256: hashOf(bytes), from: "12345热线" }];
    return String((await post(tip({ evidence }))).body["id"]);
  };
  const put = (
    id: string,
    bytes: Buffer,
    { sha256 = hashOf(bytes), type = "application/pdf", by = as } = {},
  ) =>
    registry.call("PUT", `/api/v1/tips/${id}/evidence/${sha256}`, {
      ...{ as: by, raw: bytes, headers: { "content-type": type } },
    });

  test("is kept sealed under its hash, listed, and downloaded by whoever sees what the tip says, which leaves a trace", async () => {
    const id = await withEvidence(pdf);
    const url = `/api/v1/tips/${id}/evidence`;
    expect(await registry.call("GET", url, { as })).toMatchObject({ status: 200, body: { items: [] } });
    const kept = await put(id, pdf);
    const file = { sha256: hashOf(pdf), type: "application/pdf", bytes: pdf.length, actor: "official-1" };
    expect(kept, kept.text).toMatchObject({ status: 200, body: { items: [file] } });
    expect((await put(id, pdf)).body["items"]).toHaveLength(1);

    const download = async (who: object) =>
      registry.app.inject({
        method: "GET",
        url: `${url}/${hashOf(pdf)}`,
        headers: await registry.signedIn({ authority: as, ...who }),
      });
    const got = await download({ roles: ["approver"] });
    expect(got.headers["content-type"]).toBe("application/pdf");
    expect(got.headers["content-disposition"]).toMatch(/^attachment/);
    expect(hashOf(got.rawPayload)).toBe(hashOf(pdf));
    // The superior and a planner see the tip, not what it says; others do not see that there is one.
    for (const who of [{ roles: ["planner"] }, { authority: "533100" }])
      expect((await download(who)).statusCode).toBe(403);
    expect((await download({ authority: "533102" })).statusCode).toBe(404);
    await connected(registry.fresh.superUrl, async (client) => {
      const { rows } = await client.query<{ pieces: string; readable: boolean; acts: string[] }>(
        `select (select count(*) from registry.tip_file_piece) as pieces,
          (select bool_or(position('%PDF'::bytea in piece) > 0) from registry.tip_file_piece) as readable,
          (select array_agg(action) from registry.audit where subject = $1 and action = 'tips/file-stored') as acts`,
        [id],
      );
      expect(rows).toEqual([{ pieces: "2", readable: false, acts: ["tips/file-stored"] }]);
    });
  });

  test("is taken only where it is what the tip names, of a type that its bytes show, no larger than 10 MiB, and by its own authority", async () => {
    const id = await withEvidence(pdf);
    const other = Buffer.from("%PDF-1.4 another");
    const zip = Buffer.from("PK\u0003\u0004 no pdf");
    const ofZip = await withEvidence(zip);
    const large = Buffer.alloc(10 * 1024 * 1024 + 1, 1);
    for (const [answer, status, refusal] of [
      [await put(id, other), 404, "not-found"],
      [await put(id, other, { sha256: hashOf(pdf) }), 422, "tip/file-differs"],
      [await put(ofZip, zip), 422, "tip/file-differs"],
      [await put(id, pdf, { type: "application/zip" }), 415, "body/media-type"],
      [await put(await withEvidence(large), large), 413, "tip/file-too-large"],
      [await put(id, pdf, { by: "533100" }), 403, "authority/not-yours"],
      [await put(id, pdf, { by: "533102" }), 404, "not-found"],
    ] as const)
      expect(answer, answer.text).toMatchObject({ status, body: { code: refusal } });
    expect((await registry.call("GET", `/api/v1/tips/${id}/evidence`, { as })).body["items"]).toEqual([]);
  });
});
