import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createRemoteJWKSet, jwtVerify } from "jose";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  operatorSecret,
  startIdentity,
  type TestIdentity,
} from "../../../../services/identity/src/testing/service.ts";

let identity: TestIdentity;
let folder = "";
beforeAll(async () => {
  identity = await startIdentity();
  folder = await mkdtemp(join(tmpdir(), "shuangsui-token-"));
});
afterAll(async () => {
  await identity.close();
  await rm(folder, { recursive: true });
});

/** Runs the command as a process of its own. */
function shuangsui(environment: Record<string, string>, ...args: string[]) {
  const child = spawn(process.execPath, [join(import.meta.dirname, "..", "main.ts"), "token", ...args], {
    env: { PATH: process.env["PATH"], NODE_COMPILE_CACHE: process.env["NODE_COMPILE_CACHE"], ...environment },
  });
  const said = { stdout: "", stderr: "" };
  child.stdout.on("data", (data: Buffer) => (said.stdout += data.toString()));
  child.stderr.on("data", (data: Buffer) => (said.stderr += data.toString()));
  return new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, ...said }));
  });
}

const asked = ["--role", "planner", "--authority", "533103"];
const claimsOf = async (token: string) =>
  (
    await jwtVerify(token, createRemoteJWKSet(new URL("/oidc/jwks", identity.issuer)), {
      issuer: identity.issuer,
      audience: "shuangsui",
      algorithms: ["ES256"],
      typ: "at+jwt",
    })
  ).payload;

describe("shuangsui token", () => {
  it("prints a token that holds for ten minutes, of the system that the data folder names", async () => {
    await writeFile(join(folder, "endpoints.json"), JSON.stringify({ identity: identity.issuer }));
    await writeFile(join(folder, "secrets.json"), JSON.stringify({ operatorSecret }));
    const { code, stdout, stderr } = await shuangsui({ SHUANGSUI_DATA: folder }, ...asked);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const claims = await claimsOf(stdout.trim());
    expect(claims).toMatchObject({ authority: "533103", roles: ["planner"], client_id: "operator" });
    expect((claims.exp ?? 0) - (claims.iat ?? 0)).toBe(600);
  });

  it("takes address and secret from the environment, and is one person for a role and another for another", async () => {
    const environment = { ISSUER_URL: identity.issuer, OPERATOR_SECRET: operatorSecret };
    const subjectOf = async (role: string) => {
      const { stdout } = await shuangsui(environment, "--role", role, "--authority", "533103");
      return (await claimsOf(stdout.trim())).sub;
    };
    const subjects = [await subjectOf("drawer"), await subjectOf("drawer"), await subjectOf("witness")];
    expect(subjects[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8/);
    expect([subjects[0] === subjects[1], subjects[0] === subjects[2]]).toEqual([true, false]);
  });

  it("says in one line what is wrong, and shows no secret", async () => {
    const wrong = { ISSUER_URL: identity.issuer, OPERATOR_SECRET: "another secret of thirty-two characters" };
    const failing = [
      await shuangsui(wrong, ...asked),
      await shuangsui({ SHUANGSUI_DATA: join(folder, "nowhere") }, ...asked),
      await shuangsui({ ISSUER_URL: "http://127.0.0.1:9", OPERATOR_SECRET: operatorSecret }, ...asked),
    ];
    for (const { code, stdout, stderr } of failing) {
      expect({ code, stdout, lines: stderr.split("\n").length }).toEqual({ code: 1, stdout: "", lines: 2 });
      expect(stderr).not.toMatch(/secret of thirty|only this test/);
    }
    expect(await shuangsui(wrong, "--role", "king", "--authority", "533103")).toMatchObject({ code: 2 });
  });
});
