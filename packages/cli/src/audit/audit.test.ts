import { createLogger, startAuditLinker } from "@shuangsui/service-kit";
import { spawn } from "node:child_process";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { connected } from "../../../../infra/embedded/database.ts";
import { Usage } from "../terminal.ts";
import { audit } from "./audit.ts";
import { startRegistry, type TestRegistry } from "../../../../services/registry/src/testing/service.ts";

let registry: TestRegistry;
let url: string;
/** What was printed when all was well: the head, to be kept. */
let head = "";

const item = (code: string) => ({
  ...{ code, name: "建筑施工许可检查", legalBasis: "《建筑法》第七条", legalBasisValidFrom: "2019-04-23" },
  ...{ legalBasisValidTo: null, subject: "住房和城乡建设局", content: "施工许可证", method: "现场检查" },
  ...{ officerTypes: ["quality"], specialties: [], targetKind: "entity" },
  ...{ validFrom: "2025-01-01", validTo: null },
});

beforeAll(async () => {
  registry = await startRegistry();
  url = await registry.app.listen({ host: "127.0.0.1", port: 0 });
  for (const as of ["533103", "533102", "533103"])
    for (const n of [1, 2])
      await registry.call("POST", "/api/v1/items", {
        as,
        body: item(`${as}-A-${n}-${Math.random()}`.replace(".", "")),
      });
  const logger = createLogger("test", "silent");
  const linker = startAuditLinker({ database: registry.database, logger });
  await linker.once();
  await linker.stop();
});
afterAll(() => registry.close());

function shuangsui(
  token: string,
  ...args: string[]
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const main = join(import.meta.dirname, "..", "main.ts");
  const child = spawn(process.execPath, [main, "audit", "verify", ...args], {
    stdio: "pipe",
    env: { ...process.env, SHUANGSUI_TOKEN: token },
  });
  const said = { stdout: "", stderr: "" };
  child.stdout.on("data", (data: Buffer) => (said.stdout += data.toString()));
  child.stderr.on("data", (data: Buffer) => (said.stderr += data.toString()));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, ...said }));
  });
}
const byApi = async (authority: string, ...more: string[]) =>
  shuangsui(
    await registry.issuer.tokenFor({ authority, actor: "auditor-1", roles: ["auditor"] }),
    "--service",
    "registry",
    "--url",
    url,
    "--authority",
    authority,
    ...more,
  );
const byDatabase = (database: string, ...more: string[]) =>
  shuangsui("", "--service", "registry", "--database", database, ...more);
const asSuperuser = (statement: string) =>
  connected(registry.fresh.superUrl, (client) => client.query(statement));

describe("shuangsui audit verify (articles 32, 33)", () => {
  it("verifies a chain by the API with the entries that the auditor may see, and prints its head", async () => {
    const prefecture = await byApi("533100");
    expect(prefecture).toMatchObject({ code: 0, stderr: "" });
    expect(prefecture.stdout).toContain("registry: 6 links, of 6 of which the entry could be read");
    head = /head (6:[0-9a-f]{64})\n$/.exec(prefecture.stdout)?.[1] ?? "";
    const county = await byApi("533103", "--head", head);
    expect(county).toMatchObject({ code: 0, stderr: "" });
    expect(county.stdout).toContain("registry: 6 links, of 4 of which the entry could be read");
    expect(county.stdout).toContain(`verified, head ${head}`);
  });

  it("verifies it in the database, by the service's role, its owner's and a superuser's", async () => {
    const { app, owner } = registry.fresh.urls.registry;
    for (const database of [app, owner, registry.fresh.superUrl]) {
      const { code, stdout } = await byDatabase(database, "--head", head);
      expect(stdout).toContain("registry: 6 links, of 6 of which the entry could be read");
      expect(code).toBe(0);
    }
  });

  it("finds by either what a superuser changed", async () => {
    await asSuperuser(`update registry.audit set actor = 'nobody'
      where id = (select entry_id from registry.audit_link where seq = 1)`);
    for (const ran of [await byApi("533103"), await byDatabase(registry.fresh.superUrl)]) {
      expect(ran.code).toBe(1);
      expect(ran.stdout).toContain("FAILED: the entry of link 1 was changed or moved");
      expect(ran.stdout).toMatch(/refused\n$/);
    }
    // Whoever may not see the entry cannot tell, and still verifies the chain.
    expect((await byApi("533102")).code).toBe(0);
    await asSuperuser("update registry.audit set actor = 'official-1' where actor = 'nobody'");
    expect((await byApi("533103")).code).toBe(0);
  });

  it("finds what was removed, and by a kept head what was cut off", async () => {
    await asSuperuser(
      "delete from registry.audit where id = (select entry_id from registry.audit_link where seq = 3)",
    );
    expect((await byApi("533102")).stdout).toContain("FAILED: the entry of link 3 was removed");
    await asSuperuser("delete from registry.audit_link where seq >= 3");
    expect(await byApi("533100")).toMatchObject({ code: 0 });
    const cut = await byDatabase(registry.fresh.superUrl, "--head", head);
    expect(cut.stdout).toContain("FAILED: the chain ends before the kept head 6");
    expect(cut.stdout).toContain("3 entries wait for their link");
  });

  it.each([
    ["nothing to do", []],
    ["another service", ["verify", "--service", "console", "--url", "http://127.0.0.1"]],
    ["no place", ["verify", "--service", "registry"]],
    ["no authority", ["verify", "--service", "registry", "--url", "http://127.0.0.1"]],
    ["a head that is none", ["verify", "--service", "registry", "--database", "postgres://x", "--head", "6"]],
    ["an unknown option", ["verify", "--service", "registry", "--everything"]],
  ])("is called wrongly with %s", (_, args) => expect(audit(args)).rejects.toThrow(Usage));

  it("says in one line that it could not read", async () => {
    const run = (...place: string[]) => audit(["verify", "--service", "registry", ...place]);
    const asked = ["--authority", "533100", "--url"];
    await expect(run(...asked, "http://127.0.0.1:9")).rejects.toThrow("can't be read");
    await expect(run(...asked, `${url}/nowhere`)).rejects.toThrow("answered 404");
    const away = await byDatabase("postgres://nobody@127.0.0.1:9/x");
    expect(away).toMatchObject({ code: 1, stdout: "" });
    expect(away.stderr).toMatch(/^shuangsui: the audit trail can't be read from the database.*\n$/);
  });
});
