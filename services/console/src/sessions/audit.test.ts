import { auditPage, type AuditEntry, type Role } from "@shuangsui/contracts";
import { createLogger, startAuditLinker, type AuditLinker } from "@shuangsui/service-kit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startSampleClock } from "../../../../infra/embedded/clock.ts";
import { startConsole, type TestConsole } from "../testing/console.ts";

let console: TestConsole;
let linker: AuditLinker;
beforeAll(async () => {
  console = await startConsole({ inspectionUrl: "http://127.0.0.1:1" });
  linker = startAuditLinker(
    { database: console.database, logger: createLogger("test", "silent") },
    { restsMs: 20 },
  );
});
afterAll(async () => {
  await linker.stop();
  await console.close();
});

async function found(query: Record<string, string>, atLeast: number): Promise<AuditEntry[]> {
  const token = await console.issuer.tokenFor({ authority: "533100", actor: "auditor", roles: ["auditor"] });
  const url = `/api/v1/audit?${new URLSearchParams(query).toString()}`;
  let items: AuditEntry[] = [];
  const read = async () => {
    const answer = await console.app.inject({ url, headers: { authorization: `Bearer ${token}` } });
    items = auditPage.parse(answer.json()).items;
    return items.length;
  };
  await expect.poll(read, { timeout: 10_000 }).toBeGreaterThanOrEqual(atLeast);
  return items;
}
const signOut = (cookie: string, origin: string) =>
  console.app.inject({
    method: "POST",
    url: "/sign-out",
    headers: { cookie, origin, "content-type": "application/x-www-form-urlencoded" },
    payload: "",
  });

describe("the console's audit trail (articles 32, 33)", () => {
  it("has who signed in and out", async () => {
    const cookie = await console.cookieOf({ authority: "533103", actor: "official-7" });
    await signOut(cookie, "http://127.0.0.1:9");
    const entries = await found({ actor: "official-7" }, 2);
    expect(entries.map(({ action, authority, subject }) => ({ action, authority, subject }))).toEqual([
      { action: "session/signed-in", authority: "533103", subject: "official-7" },
      { action: "session/signed-out", authority: "533103", subject: "official-7" },
    ]);
  });

  it("has them also on a demonstration's clock, with the time on the wall", async () => {
    const sample = await startSampleClock(console.fresh.superUrl, {
      start: "2020-01-01T00:00:00Z",
      rate: 1,
    });
    await console.cookieOf({ authority: "533103", actor: "official-6" });
    const [signedIn] = await found({ actor: "official-6" }, 1);
    await sample.stop();
    expect(signedIn?.action).toBe("session/signed-in");
    expect(signedIn?.at.slice(0, 4)).not.toBe("2020");
  });

  it("has a form that came from elsewhere, which signed nobody out", async () => {
    const cookie = await console.cookieOf({ actor: "official-8" });
    expect((await signOut(cookie, "https://evil.example")).statusCode).toBe(403);
    expect(await found({ action: "request/refused" }, 1)).toMatchObject([
      { code: "caller/from-elsewhere", after: { method: "POST", route: "/sign-out" } },
    ]);
    expect(await found({ actor: "official-8" }, 1)).toHaveLength(1);
  });

  it("is read by its pages through the console, in the name of whoever is signed in", async () => {
    const url = await console.app.listen({ host: "127.0.0.1", port: 0 });
    const read = async (roles: Role[]) => {
      const cookie = await console.cookieOf({ authority: "533103", roles });
      return fetch(`${url}/api/console/api/v1/audit?order=newest`, { headers: { cookie } });
    };
    expect((await read(["officer"])).status).toBe(403);
    await found({ action: "session/signed-in" }, 1);
    const { items } = auditPage.parse(await (await read(["auditor"])).json());
    expect(items.map(({ action }) => action)).toContain("session/signed-in");
  });

  it("is read by a token of whoever may, not by a session of the pages, and not without", async () => {
    const token = await console.issuer.tokenFor({ authority: "533103", actor: "x", roles: ["officer"] });
    const status = async (headers: Record<string, string>) =>
      (await console.app.inject({ url: "/api/v1/audit", headers })).statusCode;
    expect(await status({ authorization: `Bearer ${token}` })).toBe(403);
    expect(await status({ cookie: await console.cookieOf() })).toBe(401);
    expect(await status({})).toBe(401);
  });
});
