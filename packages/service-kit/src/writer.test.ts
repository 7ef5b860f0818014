import type { Role } from "@shuangsui/contracts";
import { sql } from "kysely";
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { callerOf } from "./access/caller.ts";
import { tokenVerifier } from "./access/tokens.ts";
import { createApp, type App } from "./app.ts";
import { createAuditor } from "./audit/auditor.ts";
import { recordAudit, type NewAuditEntry } from "./audit/entries.ts";
import type { FrameWork } from "./frame-tables.ts";
import { inRequest, noteCaller } from "./request-scope.ts";
import { startIssuer, type TestIssuer } from "./testing/issuer.ts";
import { openPermitOffice, type PermitOffice } from "./testing/permits.ts";

let office: PermitOffice;
let issuer: TestIssuer;
let app: App;
beforeAll(async () => {
  office = await openPermitOffice();
  issuer = await startIssuer();
  const tokens = tokenVerifier(issuer.url);
  app = await createApp({ name: "test", title: "test", logger: office.logger, ready: {}, tokens });
  app.get("/own", { config: { action: "plan.read" } }, async (request) =>
    office.database.as(callerOf(request).authority, async (work) => {
      const { rows } = await sql`select current_setting('shuangsui.person') as person,
        current_setting('shuangsui.roles') as roles, inspection.writer() as writer`.execute(work);
      return rows[0];
    }),
  );
});
afterAll(async () => {
  await app.close();
  await issuer.close();
  await office.close();
});

const entry = (actor: string, action = "permit/grant"): NewAuditEntry => ({
  ...{ at: new Date(), authority: "533103", callerAuthority: "533103", actor, action, subject: null },
  ...{ code: null, before: null, after: null, remote: null, requestId: null },
});
/** Does it in the transaction of a request of that caller. */
const asCaller = (actor: string, roles: readonly Role[], work: (work: FrameWork) => Promise<void>) =>
  inRequest(randomUUID(), () => {
    noteCaller({ actor, roles });
    return office.database.as("533103", work);
  });

describe("a transaction of a request", () => {
  it("knows the person and the roles that the token says", async () => {
    const token = await issuer.tokenFor({ authority: "533103", actor: "p-1", roles: ["planner", "officer"] });
    const response = await app.inject({ url: "/own", headers: { authorization: `Bearer ${token}` } });
    expect(response.json()).toEqual({ person: "p-1", roles: "planner,officer", writer: "p-1" });
  });

  it("of a service writes in the name of whom it names, and so in anybody's", async () => {
    const token = await issuer.credentials("disclosure").token();
    const headers = { authorization: `Bearer ${token}`, "x-authority": "533103", "x-actor": "p-2" };
    expect((await app.inject({ url: "/own", headers })).json()).toMatchObject({
      person: "service:disclosure",
      writer: "",
    });
    await asCaller("service:disclosure", ["service"], (work) => recordAudit(work, [entry("p-2")]));
  });
});

describe("what a person asks for (articles 32, 33)", () => {
  it("is on record in that person's name, and beside it what time has done", async () => {
    await asCaller("p-1", ["approver"], (work) =>
      recordAudit(work, [entry("p-1"), entry("system", "permit/time")]),
    );
  });

  it.each([
    ["the audit trail", (work: FrameWork) => recordAudit(work, [entry("p-2")])],
    [
      "events",
      async (work: FrameWork) => {
        const row = { matter_type: "permit", matter_id: randomUUID(), authority: "533103", seq: 1 };
        const event = { type: "granted", state: "granted", at: new Date(), actor: "p-2", facts: "{}" };
        await work
          .insertInto("event")
          .values({ ...row, ...event, request_id: null })
          .execute();
      },
    ],
  ])("is never written in another person's name: %s", async (_name, write) => {
    await expect(asCaller("p-1", ["approver"], write)).rejects.toThrow("row-level security");
    // What runs by itself decides commands of many.
    await office.database.as("533103", write);
  });

  it("and is refused by another is noted of each, whoever's request writes it down", async () => {
    const auditor = createAuditor(office);
    await inRequest(randomUUID(), async () => {
      noteCaller({ actor: "p-3", roles: ["officer"] });
      for (const actor of ["p-3", "p-4"]) auditor.note(entry(actor, "access/refused"));
      await auditor.flush();
    });
    const noted = await office.database.as("533103", (work) =>
      work
        .selectFrom("audit")
        .select("actor")
        .where("action", "=", "access/refused")
        .orderBy("actor")
        .execute(),
    );
    expect(noted).toEqual([{ actor: "p-3" }, { actor: "p-4" }]);
  });
});
