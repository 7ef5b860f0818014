import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { connect } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeCreditCode } from "../../../../infra/sample/codes.ts";
import { meanwhile } from "../testing/meanwhile.ts";
import { startRegistry, type TestRegistry } from "../testing/service.ts";

const header = "creditCode,name,address,legalRepresentative,category,contactName,contactPhone";
const line = (serial: number) =>
  `${makeCreditCode("533103", serial)},芒市第${serial}建筑工程有限公司,芒市勐焕街道,刀某,builder,岳某,17900000001`;
const lines = (from: number, count: number) => Array.from({ length: count }, (_, i) => line(from + i));
const csv = (...rows: string[]) => `${[header, ...rows].join("\n")}\n`;

/** How long the service's other statements may wait for a lock, in milliseconds. */
const lockMs = 1_000;

let registry: TestRegistry;
let port: number;
beforeAll(async () => {
  registry = await startRegistry("2026-11-02T02:00:00.000Z", {
    silentUploadMs: 2_000,
    limits: { statement: 30_000, lock: lockMs, idleInTransaction: 60_000 },
  });
  port = Number(new URL(await registry.app.listen({ host: "127.0.0.1", port: 0 })).port);
});
afterAll(() => registry.close());

const count = async (as: string) =>
  (await registry.call("GET", "/api/v1/snapshot/targets?kind=entity", { as, service: true })).text.split("\n")
    .length - 1;

/** Announces an upload of so many bytes, and sends none of them. */
const announce = async (bytes: number, headers: string) => {
  const socket = connect(port, "127.0.0.1");
  await once(socket, "connect");
  socket.write(
    `POST /api/v1/imports?register=entities&apply=all HTTP/1.1\r\nhost: x\r\ncontent-type: text/csv\r\n${headers}content-length: ${bytes}\r\n\r\n`,
  );
  return socket;
};
const official = async () => `authorization: ${(await registry.signedIn()).authorization}\r\n`;

/** Begins an upload of more than it sends, as a client does whose network fails. */
const begin = async (part: string, headers = "") => {
  const key = headers === "" ? `idempotency-key: ${randomUUID()}\r\n` : headers;
  const socket = await announce(Buffer.byteLength(part) + 1000, (await official()) + key);
  await new Promise((resolve) => socket.write(part, resolve));
  return socket;
};

test("an upload of nobody is refused at its headers, before anything of it came", async () => {
  const named = await announce(60 * 1024 * 1024, await official());
  let answered = false;
  named.once("data", () => (answered = true));
  const anonymous = await announce(60 * 1024 * 1024, "");
  const [answer] = await once(anonymous, "data");
  expect(String(answer)).toMatch(/^HTTP\/1.1 401 [^]*"code":"caller\/missing"/);
  expect(answered).toBe(false);
  for (const socket of [named, anonymous]) socket.destroy();
});

describe("two imports of the same entities in another order", () => {
  test("both come in, whoever is first: neither waits for the other for ever (article 5)", async () => {
    const [one, other] = [lines(1000, 1000), lines(2000, 1000)];
    const answers = await Promise.all([
      registry.importFile("entities", csv(...one, ...other), { as: "533123" }),
      registry.importFile("entities", csv(...other, ...one), { as: "533124" }),
    ]);
    for (const answer of answers) expect(answer, answer.text).toMatchObject({ body: { imported: 2000 } });
    expect([await count("533123"), await count("533124")]).toEqual([2000, 2000]);
  });
});

test("an import waits for the one before it longer than other statements may", async () => {
  const before = await meanwhile(registry);
  await before.write("select pg_advisory_xact_lock(hashtextextended('import entities', 0))");
  const waiting = registry.importFile("entities", csv(line(6000)), { as: "533122" });
  await before.waitedFor(1);
  await delay(lockMs * 1.5);
  await before.commit();
  expect(await waiting).toMatchObject({ status: 200, body: { imported: 1 } });
});

describe("an upload whose client goes silent", () => {
  test("holds up nobody, and is refused with nothing written", async () => {
    const socket = await begin(csv(...lines(3000, 1001)));
    let answered = false;
    const answer = once(socket, "data").then(([data]) => {
      answered = true;
      return String(data);
    });
    // Another authority registers one of its entities meanwhile.
    const other = await registry.importFile("entities", csv(line(3000)), { as: "533102" });
    expect(other).toMatchObject({ status: 200, body: { imported: 1 } });
    expect(answered).toBe(false);
    expect(await answer).toMatch(/^HTTP\/1.1 408 [^]*"code":"request\/too-slow"/);
    await once(socket, "close");
    expect(await count("533103")).toBe(0);
  });

  test("does not hold up the same import sent again under its key", async () => {
    const key = "019a0000-0000-7000-8000-00000000dcba";
    const before = await count("533103");
    const socket = await begin(csv(line(4000)), `idempotency-key: ${key}\r\n`);
    const answer = once(socket, "data");
    let answered = false;
    void answer.then(() => (answered = true));
    const again = () =>
      registry.importFile("entities", csv(line(4000)), { headers: { "idempotency-key": key } });
    expect(await again()).toMatchObject({ status: 200, body: { imported: 1 } });
    expect(answered).toBe(false);
    expect(String((await answer)[0])).toContain("request/too-slow");
    expect(await again()).toMatchObject({ status: 200, body: { imported: 1 } });
    expect(await count("533103")).toBe(before + 1);
  });
});

test("an upload that breaks off in the middle leaves nothing, and its place to others", async () => {
  const before = await count("533103");
  for (let i = 0; i < 12; i += 1) {
    const socket = await begin(csv(...lines(5000, 1001)));
    socket.destroy();
    await once(socket, "close");
  }
  for (;;) {
    const answer = await registry.importFile("entities", csv());
    if (answer.status === 200) break;
    expect(answer.body["code"]).toBe("unavailable");
    await delay(20);
  }
  expect(await count("533103")).toBe(before);
});
