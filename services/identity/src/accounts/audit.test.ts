import { auditPage, type AuditEntry } from "@shuangsui/contracts";
import { createLogger, startAuditLinker, type AuditLinker } from "@shuangsui/service-kit";
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { refreshTokenGrant } from "openid-client";
import { Secret, TOTP } from "otpauth";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { connected } from "../../../../infra/embedded/database.ts";
import { expectPolicy } from "../../../../infra/embedded/test-policy.ts";
import {
  beginSignIn,
  Browser,
  operatorSecret,
  rightPassword,
  signedIn,
  startIdentity,
  type TestIdentity,
} from "../testing/service.ts";

const run = promisify(execFile);
let identity: TestIdentity;
let linker: AuditLinker;
beforeAll(async () => {
  identity = await startIdentity();
  linker = startAuditLinker(
    { database: identity.database, logger: createLogger("test", "silent") },
    { restsMs: 20 },
  );
});
afterAll(async () => {
  await linker.stop();
  await identity.close();
});

let addresses = 0;
const browser = () => new Browser(identity.issuer, `198.51.100.${++addresses}`);
const get = async (path: string, token: string) => {
  const response = await fetch(new URL(path, identity.issuer), {
    headers: { authorization: `Bearer ${token}` },
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
};
/** What an auditor finds, once there is as much. */
async function found(
  query: Record<string, string>,
  atLeast: number,
  authority = "533103",
): Promise<AuditEntry[]> {
  const token = await identity.operatorToken("auditor", authority);
  const path = `/api/v1/audit?${new URLSearchParams(query).toString()}`;
  let items: AuditEntry[] = [];
  await expect
    .poll(async () => (items = auditPage.parse((await get(path, token)).body).items).length, {
      timeout: 10_000,
    })
    .toBeGreaterThanOrEqual(atLeast);
  return items;
}
const told = (entries: readonly AuditEntry[]) =>
  entries.map(({ action, code }) => (code === null ? action : `${action} ${code}`));

describe("identity's audit trail (articles 32, 33)", () => {
  it("has who signed in, from where and by what, and who was refused or has to wait; never what was typed", async () => {
    const { id, login } = await identity.person();
    const itsBrowser = browser();
    await signedIn(identity, itsBrowser, login);
    expect(await found({ subject: id }, 1)).toMatchObject([
      { action: "session/signed-in", actor: id, after: { by: ["pwd"] }, remote: `198.51.100.${addresses}` },
    ]);
    for (let tried = 0; tried < 6; tried += 1) {
      const own = browser();
      const { page } = await beginSignIn(identity, own);
      await own.submit(page, { login, password: "a wrong password" });
    }
    const entries = await found({ subject: id, action: "session/refused" }, 6);
    expect(told(entries)).toEqual(
      expect.arrayContaining(["session/refused sign-in/refused", "session/refused sign-in/locked"]),
    );
    expect(JSON.stringify(await found({}, 6, "533100"))).not.toMatch(new RegExp(`${login}|a wrong password`));
  });

  it("has an account's making, its first password and second factor, its changes, its reset and its signing out", async () => {
    const administrator = await identity.person({ roles: ["administrator"] });
    const token = await identity.personsToken(administrator.id, "533103", ["administrator"]);
    const send = async (method: string, path: string, body?: object, version?: number) => {
      const response = await fetch(new URL(`/api/v1/accounts${path}`, identity.issuer), {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          ...(body === undefined ? {} : { "content-type": "application/json" }),
          ...(version === undefined ? {} : { "if-match": `"${version}"` }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      return (await response.json()) as Record<string, unknown>;
    };
    const login = "audited";
    const made = await send("POST", "", {
      login,
      name: "岳某",
      authority: "533103",
      roles: ["administrator"],
      inspector: null,
    });
    const { id } = made["account"] as { id: string };
    const own = browser();
    const { page } = await beginSignIn(identity, own);
    const choosing = await own.submit(page, { login, password: String(made["initialPassword"]) });
    const password = "a password of its own, long";
    const enrolling = await own.submit(choosing, { login, password, again: password });
    const [, secret = ""] = /class="secret">([A-Z2-7 ]+)</.exec(enrolling.text) ?? [];
    const code = new TOTP({ secret: Secret.fromBase32(secret.replaceAll(" ", "")) }).generate();
    await own.submit(enrolling, { code });
    const version = Number((await get(`/api/v1/accounts/${id}`, token)).body["version"]);
    await send("PATCH", `/${id}`, { roles: ["officer"] }, version);
    await send("POST", `/${id}/reset`, {});
    const entries = await found({ subject: id }, 7);
    expect(told(entries).toSorted()).toEqual([
      ...["account/changed", "account/enrolled", "account/made", "account/password-chosen", "account/reset"],
      ...["session/signed-in", "session/signed-out"],
    ]);
    const change = entries.find(({ action }) => action === "account/changed");
    expect(change).toMatchObject({
      actor: administrator.id,
      before: { roles: ["administrator"], hasSecondFactor: true },
      after: { roles: ["officer"], hasSecondFactor: true },
    });
    expect(JSON.stringify(entries)).not.toContain("岳某");
  });

  it("has a code that was shown again, and a refresh token that was used twice", async () => {
    const [one, other] = [await identity.person(), await identity.person()];
    const own = browser();
    const { page, tokens } = await beginSignIn(identity, own);
    const returned = await own.submit(page, { login: one.login, password: rightPassword });
    await tokens(returned);
    await expect(tokens(returned)).rejects.toMatchObject({ error: "invalid_grant" });
    const replayed = { action: "session/replayed" };
    expect(told(await found({ subject: one.id, ...replayed }, 1))).toEqual(["session/replayed code"]);
    const session = await signedIn(identity, browser(), other.login);
    const [first = ""] = [session.tokens.refresh_token];
    await refreshTokenGrant(session.configuration, first);
    await expect(refreshTokenGrant(session.configuration, first)).rejects.toMatchObject({
      error: "invalid_grant",
    });
    expect(told(await found({ subject: other.id, ...replayed }, 1))).toEqual([
      "session/replayed refresh-token",
    ]);
  });

  it("has a rotation of the keys that sign tokens, an operator's token, and who asked for one without the secret", async () => {
    const kid = await identity.keys.rotate();
    expect(await found({ subject: kid }, 1, "533100")).toMatchObject([
      { action: "signing-key/rotated", after: { leaked: false } },
    ]);
    await identity.operatorToken("planner", "533103");
    const given = await found({ action: "operator/token-given" }, 1);
    expect(given.map(({ after }) => after)).toContainEqual({ roles: ["auditor"] });
    await fetch(new URL("/operator/tokens", identity.issuer), {
      method: "POST",
      headers: { authorization: `Bearer ${operatorSecret}?`, "content-type": "application/json" },
      body: "{}",
    });
    const refused = await found({ action: "request/refused" }, 1, "533100");
    expect(refused.map(({ code }) => code)).toContain("operator/not-yours");
  });

  it("is read by whom the policy lets read it", async () => {
    await expectPolicy(
      "audit.read",
      { method: "GET", path: "/api/v1/audit" },
      async (_method, path, { as, roles }) => {
        const [role = "auditor"] = roles;
        if (role === "service" || role === "inspected")
          return { status: 403, body: { code: "caller/not-allowed" } };
        return get(path, await identity.operatorToken(role, as));
      },
    );
  });

  it("is verified by the command line, which finds an entry that was changed", async () => {
    const command = join(import.meta.dirname, "../../../../packages/cli/src/main.ts");
    const verify = () =>
      run(process.execPath, [
        command,
        "audit",
        "verify",
        "--service",
        "identity",
        "--database",
        identity.fresh.urls.identity.owner,
      ]);
    expect((await verify()).stdout).toMatch(/identity: \d+ links[^]* {2}verified, head/);
    await connected(identity.fresh.superUrl, (client) =>
      client.query(
        "update identity.audit set actor = 'nobody' where id = (select entry_id from identity.audit_link where seq = 1)",
      ),
    );
    await expect(verify()).rejects.toMatchObject({ code: 1 });
  });
});
