import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { connected } from "../../../../infra/embedded/database.ts";
import { migratedDatabase, type FreshDatabase } from "../../../../infra/embedded/test-database.ts";
import { sampleAuthorities } from "../../../../infra/sample/authorities.ts";
import { migrations as consoleMigrations } from "../../../../services/console/src/migrations/index.ts";
import { migrations as identityMigrations } from "../../../../services/identity/src/migrations/index.ts";

let fresh: FreshDatabase;
let file: string;
const folder = mkdtempSync(join(tmpdir(), "authorities-"));
beforeAll(async () => {
  fresh = await migratedDatabase({ identity: identityMigrations, console: consoleMigrations });
  file = join(folder, "authorities.json");
});
afterAll(async () => {
  await fresh.drop();
  rmSync(folder, { recursive: true });
});

function shuangsui(...args: string[]) {
  const child = spawn(process.execPath, [join(import.meta.dirname, "..", "main.ts"), "authorities", ...args]);
  const said = { stdout: "", stderr: "" };
  child.stdout.on("data", (data: Buffer) => (said.stdout += data.toString()));
  child.stderr.on("data", (data: Buffer) => (said.stderr += data.toString()));
  return new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, ...said }));
  });
}
const apply = (given: unknown, database = fresh.superUrl) => {
  writeFileSync(file, typeof given === "string" ? given : JSON.stringify(given));
  return shuangsui(file, "--database", database);
};
const seenBy = (code: string) =>
  connected(fresh.superUrl, async (client) => {
    const { rows } = await client.query<{ seen: string[] }>(
      `select sees as seen from identity.authority where code = $1
       union all select sees from console.authority where code = $1`,
      [code],
    );
    return rows.map(({ seen }) => seen);
  });
const town = { ...sampleAuthorities[2], code: "533181", parent: "533102", level: "township" };

describe("shuangsui authorities (articles 34, 35)", () => {
  it("keeps the authorities of a file in all services' tables at once", async () => {
    expect(await apply([...sampleAuthorities, town])).toEqual({
      code: 0,
      stdout: "kept in console, identity\n",
      stderr: "",
    });
    expect(await seenBy("533102")).toEqual([
      ["533102", "533181"],
      ["533102", "533181"],
    ]);
  });

  it("says in one line what is wrong, and changes nothing", async () => {
    const refused = [
      [await apply("{"), "is not JSON"],
      [
        await apply([...sampleAuthorities, { ...town, parent: "533199" }]),
        "533199, its parent, is not there",
      ],
      [await apply(sampleAuthorities), "533181: left out"],
      [await apply([...sampleAuthorities, town], fresh.urls.identity.app), "the database refused it (42501)"],
    ] as const;
    for (const [{ code, stdout, stderr }, says] of refused) {
      expect({ code, stdout, lines: stderr.split("\n").length }).toEqual({ code: 1, stdout: "", lines: 2 });
      expect(stderr).toContain(says);
    }
    expect(await shuangsui(file)).toMatchObject({ code: 2 });
    expect(await seenBy("533102")).toEqual([
      ["533102", "533181"],
      ["533102", "533181"],
    ]);
  });

  it("leaves each authority that came or changed in the audit trails, once", async () => {
    const renamed = { ...town, name: "弄岛镇住房和城乡建设所" };
    expect(await apply([...sampleAuthorities, renamed])).toMatchObject({ code: 0 });
    expect(await apply([...sampleAuthorities, renamed])).toMatchObject({ code: 0 });
    const noted = await connected(fresh.superUrl, async (client) => {
      const { rows } = await client.query<{ action: string; was: string | null; is: string }>(
        `select action, actor, subject, before ->> 'name' as was, after ->> 'name' as is
         from identity.audit where action like 'authority/%' order by n`,
      );
      return rows;
    });
    const by = { actor: "operator", subject: "533181" };
    expect(noted).toEqual([
      { ...by, action: "authority/made", was: null, is: town.name },
      { ...by, action: "authority/changed", was: town.name, is: renamed.name },
    ]);
  });
});
