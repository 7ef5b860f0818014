import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { connected } from "./database.ts";
import { startPostgres, temporaryFolder } from "./postgres.ts";
import { createSupervisor, type Supervisor } from "./processes.ts";

const folders: string[] = [];
let supervisor: Supervisor;
beforeEach(() => {
  const run = mkdtempSync(join(tmpdir(), "shuangsui-run-"));
  folders.push(run);
  supervisor = createSupervisor({ runDir: run, log: () => undefined });
});
afterEach(async () => {
  await supervisor.stopAll();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** Starts on that data, asks one question, and stops. Gives where the data is. */
async function answersOn(dataDir: string, password: string): Promise<string> {
  const { url, dataDir: place } = await startPostgres({
    supervisor,
    dataDir,
    password,
    logFile: `${dirname(dataDir)}.log`,
    settings: { fsync: "off" },
    log: () => undefined,
  });
  folders.push(`${dirname(dataDir)}.log`);
  await connected(url, async (client) =>
    expect((await client.query("select 1 as one")).rows).toEqual([{ one: 1 }]),
  );
  await supervisor.stop("postgres");
  return place;
}

it("makes its cluster anew where an earlier start was killed in the middle of making it", async () => {
  const folder = temporaryFolder();
  folders.push(folder);
  const left = join(folder, "postgres.unfinished-abc123");
  mkdirSync(left);
  writeFileSync(join(left, "PG_VERSION"), "18\n");

  await answersOn(join(folder, "postgres"), "first");

  expect(readdirSync(folder)).toEqual(["postgres"]);
});

it.runIf(process.getuid?.() === 0)(
  "begins anew with new data where the old is out of the checkout, and goes on where the checkout stands",
  async () => {
    // As root's home: the user `postgres` cannot enter it.
    const checkout = mkdtempSync(join(tmpdir(), "shuangsui-checkout-"));
    folders.push(checkout);
    const wish = join(checkout, ".data", "postgres");
    const first = await answersOn(wish, "first");
    expect(first.startsWith(checkout)).toBe(false);
    expect(await answersOn(wish, "first")).toBe(first);

    rmSync(join(checkout, ".data"), { recursive: true });
    const second = await answersOn(wish, "second");
    folders.push(dirname(second));

    expect(second).not.toBe(first);
    expect(existsSync(first)).toBe(false);
  },
);
