import { keyIdOf, sealingKeys } from "@shuangsui/sealing";
import { createLogger, openDatabase, openKeyring, systemScope } from "@shuangsui/service-kit";
import { spawn } from "node:child_process";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { connected } from "../../../../infra/embedded/database.ts";
import { makeIdNumber, makePhone } from "../../../../infra/sample/codes.ts";
import type { Tables } from "../tables.ts";
import { fieldKey, startRegistry, type TestRegistry } from "../testing/service.ts";
import { rotateIndex, rotateSealing } from "./rotation.ts";

let registry: TestRegistry;
beforeEach(async () => {
  registry = await startRegistry("2026-11-02T02:00:00.000Z");
});
afterEach(() => registry.close());

const master = sealingKeys.parse(fieldKey);
const ahead = { aheadMs: 1_000 };
const inspector = (serial: number) => ({
  ...{ kind: "officer", name: `线某${serial}`, types: ["quality"], specialties: [] },
  ...{ idNumber: makeIdNumber("1980-02-29", serial), phone: makePhone(serial) },
  certificateNumber: `YN-Z-533103-8${serial}`,
  ...{ certificateValidFrom: "2024-01-01", certificateValidTo: "2028-12-31" },
  unit: "芒市住房和城乡建设局",
});
const register = (serial: number) => registry.call("POST", "/api/v1/inspectors", { body: inspector(serial) });
async function registered(serials: readonly number[]): Promise<Map<number, string>> {
  const urls = new Map<number, string>();
  for (const serial of serials) {
    const { body } = await register(serial);
    urls.set(serial, `/api/v1/inspectors/${String(body["id"])}`);
  }
  return urls;
}
const rotating = () => ({ database: registry.database, keyring: registry.keyring, master });
/** Under which keys the columns of inspectors lie. */
async function keysInUse(): Promise<Set<string>> {
  const rows = await registry.database.as(systemScope, (work) =>
    work.selectFrom("inspector").select(["id_number", "phone"]).execute(),
  );
  return new Set(
    rows.flatMap((row) => [row.id_number, row.phone].map((text) => keyIdOf(Buffer.from(text, "base64")))),
  );
}
const keyIds = (usedFor: "sealing" | "index") =>
  registry.database.as(systemScope, async (work) =>
    (await work.selectFrom("data_key").select("id").where("used_for", "=", usedFor).execute()).map(
      ({ id }) => id,
    ),
  );

describe("a rotation of the keys of ID numbers and phones (articles 13, 14)", () => {
  it("seals all rows anew while others read and write, of whom none fails and none is lost", async () => {
    const urls = await registered([1, 2, 3, 4, 5, 6]);
    const [before] = await keyIds("sealing");
    let over = false;
    const answers: number[] = [];
    const reading = (async () => {
      for (let round = 0; !over; round += 1)
        answers.push((await registry.call("GET", urls.get((round % 6) + 1) ?? "")).status);
    })();
    const phones = new Map<number, string>();
    const writing = (async () => {
      for (let version = 1; !over; version += 1)
        for (const serial of [1, 2, 3]) {
          const phone = makePhone(1_000 + version * 10 + serial);
          const body = { version, reason: "换号", phone };
          answers.push((await registry.call("PATCH", urls.get(serial) ?? "", { body })).status);
          phones.set(serial, phone);
        }
    })();
    const { key } = await rotateSealing(rotating(), ahead);
    over = true;
    await Promise.all([reading, writing]);
    expect(new Set(answers)).toEqual(new Set([200]));
    expect(await keysInUse()).toEqual(new Set([key]));
    expect(key).not.toBe(before);
    for (const [serial, url] of urls)
      expect((await registry.call("GET", url)).body).toMatchObject({
        idNumber: inspector(serial).idNumber,
        phone: phones.get(serial) ?? inspector(serial).phone,
      });
  });

  it("is taken up by another copy of the registry, which is told of the key", async () => {
    const logger = createLogger("registry", "silent");
    const database = openDatabase<Tables>(registry.fresh.urls.registry.app, { logger });
    const copy = await openKeyring({ database, logger }, master);
    const { key } = await rotateSealing(rotating(), ahead);
    await expect.poll(() => copy.sealing.current.id).toBe(key);
    await copy.stop();
    await database.close();
  });

  it("is gone on with where it was killed in the middle", async () => {
    await registered(Array.from({ length: 250 }, (_, index) => index + 1));
    const { kill, killed } = rotateInAProcess();
    await expect.poll(async () => (await keysInUse()).size, { timeout: 60_000, interval: 5 }).toBe(2);
    kill();
    await killed;
    expect((await keysInUse()).size).toBe(2);
    const { key } = await rotateSealing(rotating(), { resume: true });
    expect(await keysInUse()).toEqual(new Set([key]));
    expect(await keyIds("sealing")).toHaveLength(2);
  }, 120_000);

  it("keeps a key as long as a version lies under it, and removes it when nothing does", async () => {
    const [first] = await keyIds("sealing");
    const urls = await registered([1]);
    const { removed } = await rotateSealing(rotating(), { ...ahead, unusedMs: 0 });
    expect(removed).toEqual([]);
    expect(await keyIds("sealing")).toContain(first);
    expect((await registry.call("GET", `${urls.get(1) ?? ""}/history`)).body["items"]).toMatchObject([
      { entry: { idNumber: inspector(1).idNumber } },
    ]);
    await connected(registry.fresh.superUrl, (client) => client.query("delete from registry.version"));
    const again = await rotateSealing(rotating(), { ...ahead, unusedMs: 0 });
    expect(again.removed).toContain(first);
  });

  it("is on record, and wraps the keys anew that lie under an earlier master key", async () => {
    const next = `k2:${"ff".repeat(32)},k1:${fieldKey}`;
    await registry.startAgain(next);
    const { key } = await rotateSealing({ ...rotating(), master: sealingKeys.parse(next) }, ahead);
    await registry.startAgain(`k2:${"ff".repeat(32)}`);
    expect(registry.keyring.sealing.current.id).toBe(key);
    const entries = await registry.database.as("533100", (work) =>
      work
        .selectFrom("audit")
        .select(["action", "subject", "actor"])
        .where("action", "=", "data-key/rotated")
        .execute(),
    );
    expect(entries).toEqual([{ action: "data-key/rotated", subject: key, actor: "operator" }]);
  });
});

describe("a rotation of the key by which ID numbers are found (article 14)", () => {
  it("leaves nobody to be registered twice: not after it, and not by a copy that still has the replaced key", async () => {
    await registered([1, 2]);
    const logger = createLogger("registry", "silent");
    const database = openDatabase<Tables>(registry.fresh.urls.registry.app, { logger });
    const own = await openKeyring({ database, logger }, master);
    const stale = registry.keyring.index.id;
    // This copy is not told of the key: whoever asks it is served by the new one at the second time.
    await registry.keyring.stop();
    const { key, made } = await rotateIndex({ database, keyring: own, master });
    expect({ made, keys: await keyIds("index") }).toEqual({ made: 2, keys: [key] });
    expect(registry.keyring.index.id).toBe(stale);
    const again = { ...inspector(1), certificateNumber: "YN-Z-533103-7000" };
    const registerAgain = () => registry.call("POST", "/api/v1/inspectors", { body: again });
    const refused = await registerAgain();
    expect(refused).toMatchObject({ status: 503, headers: { "retry-after": "2" } });
    expect(await registerAgain()).toMatchObject({ status: 409, body: { code: "registry/duplicate" } });
    expect(await register(3)).toMatchObject({ status: 201 });
    await own.stop();
    await database.close();
  });
});

/** The operator's command, in a process that a test kills. */
function rotateInAProcess() {
  const child = spawn(process.execPath, [join(import.meta.dirname, "..", "rotate-keys.ts")], {
    env: {
      PATH: process.env["PATH"],
      NODE_COMPILE_CACHE: process.env["NODE_COMPILE_CACHE"],
      DATABASE_URL: registry.fresh.urls.registry.app,
      FIELD_KEY: fieldKey,
      LOG_LEVEL: "silent",
    },
    stdio: "ignore",
  });
  const killed = new Promise<void>((resolve) => child.on("close", () => resolve()));
  return { kill: () => child.kill("SIGKILL"), killed };
}
