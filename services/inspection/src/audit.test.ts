import {
  auditActionText,
  auditPage,
  campaignCommands,
  inspectionCommands,
  planCommands,
  publicationCommands,
  registerKind,
  settingSources,
  wordsOf,
  type FoundAuditEntry,
} from "@shuangsui/contracts";
import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { builders } from "./testing/campaigns.ts";
import { sampleHeld } from "./testing/fake-registry.ts";
import { startInspectionHarness, type InspectionHarness } from "./testing/harness.ts";
import { drawnInspections, inspecting } from "./testing/inspections.ts";

let harness: InspectionHarness;
/** A drawn campaign with its inspections, of which everybody's part is on record. */
let campaignId: string;
let inspections: string[];
beforeAll(async () => {
  harness = await startInspectionHarness(sampleHeld(160), new Date("2026-09-14T01:00:00Z"));
  const drawn = await drawnInspections(harness, builders, undefined, { confirmed: false });
  inspections = drawn.map(({ id }) => id);
  campaignId = drawn[0]?.campaignId ?? "";
}, 180_000);
afterAll(() => harness.close());

/** What is on record and found by a query, as 芒市's auditor sees it. */
async function found(query: Record<string, string>): Promise<FoundAuditEntry[]> {
  await harness.linkNow();
  const search = new URLSearchParams({ limit: "500", ...query });
  return auditPage.parse((await harness.ask("GET", `/api/v1/audit?${search.toString()}`)).body).items;
}
const actionsOf = async (subject: string) => (await found({ subject })).map(({ action }) => action);
const put = (path: string, body: object, options: object = {}) =>
  harness.ask("PUT", `/api/v1/${path}`, { body, ...options });

describe("the audit trail of the inspection service (articles 32, 33)", () => {
  it("has each step of a campaign by its command or its deed, and the draw as the system's doing", async () => {
    const actions = await actionsOf(campaignId);
    const asked = ["trigger", "scheme", "witness", "witness", "commit", "contribution", "contribution"];
    expect(actions.filter((action) => !/\/(deed|time)$/.test(action))).toEqual(
      asked.map((act) => `campaign/${act}`),
    );
    const deeds = await found({ subject: campaignId, action: "campaign/deed" });
    expect(deeds.map(({ after }) => after?.["events"])).toContainEqual(["drawn"]);
    expect(deeds.every(({ actor }) => actor === "system")).toBe(true);
  });

  it("has a setting with what it was before and is now, and no setting that is refused", async () => {
    const caps = { ratio: "0.5", frequency: 3 };
    expect((await put("settings/caps", caps)).status).toBe(200);
    expect((await put("settings/caps", { ...caps, frequency: 4 })).status).toBe(200);
    expect((await put("settings/caps", { ratio: "2", frequency: 4 })).status).toBe(422);
    const value = (one: object) => ({ value: JSON.stringify(one) });
    const entries = await found({ subject: "caps" });
    expect(entries).toMatchObject([
      { action: "setting/changed", before: null, after: value(caps), remote: "127.0.0.1" },
      { before: value(caps), after: value({ ...caps, frequency: 4 }) },
    ]);
  });

  it("is narrowed to a kind and an authority, the newest first, and names what its entries are about", async () => {
    const newest = await found({ kind: "campaign", order: "newest", authority: "533103", limit: "3" });
    const oldest = await found({ kind: "campaign" });
    expect(newest).toEqual(oldest.toReversed().slice(0, 3));
    expect(new Set(newest.map(({ action }) => action.split("/")[0]))).toEqual(new Set(["campaign"]));
    const { body } = await harness.ask("GET", `/api/v1/campaigns/${campaignId}`);
    const names = { subjects: `${campaignId},caps,${uuidv7()}` };
    const named = (as: string) =>
      harness.ask("GET", `/api/v1/audit/names?${new URLSearchParams(names).toString()}`, { as });
    expect((await named("533103")).body).toEqual({ items: [{ subject: campaignId, name: body["title"] }] });
    expect((await named("533102")).body).toEqual({ items: [] });
    const after = String(newest.at(-1)?.seq);
    expect((await found({ kind: "campaign", order: "newest", after }))[0]).toEqual(oldest.at(-4));
    expect(await found({ authority: "533102" })).toEqual([]);
  });

  it("goes out as a workbook as well, and that is on record", async () => {
    const file = await fetch(new URL("/api/v1/audit?format=xlsx&kind=setting", harness.url), {
      headers: {
        authorization: `Bearer ${await harness.issuer.tokenFor({ authority: "533103", actor: "auditor-1" })}`,
      },
    });
    expect(file.headers.get("content-type")).toContain("spreadsheetml");
    expect(
      Buffer.from(await file.arrayBuffer())
        .subarray(0, 2)
        .toString(),
    ).toBe("PK");
    await expect
      .poll(() => found({ action: "audit/exported" }))
      .toMatchObject([{ after: { kind: "setting" } }]);
  });

  it("has a prefecture's setting that moves deadlines, seen by the prefecture", async () => {
    const set = () => put("settings/local-holidays", { stopDeadlines: false }, { as: "533100" });
    expect((await set()).status).toBe(200);
    expect((await set()).status).toBe(200);
    await harness.linkNow();
    const url = "/api/v1/audit?subject=local-holidays";
    const { items } = auditPage.parse((await harness.ask("GET", url, { as: "533100" })).body);
    expect(items).toMatchObject([{ after: { value: '{"stopDeadlines":false}' } }]);
    expect(await found({ subject: "local-holidays" })).toEqual([]);
    // Each says where what holds comes from, here the prefecture, and since when.
    const sources = settingSources.parse((await harness.ask("GET", "/api/v1/settings")).body).items;
    const since = expect.any(String);
    expect(sources).toEqual([
      { name: "caps", authority: "533103", since },
      { name: "visit-cap", authority: null, since: null },
      { name: "draw-venue", authority: "533103", since },
      { name: "local-holidays", authority: "533100", since },
    ]);
  });

  it("has a draft's making, change and deletion", async () => {
    const body = { year: 2026, title: "草稿", entries: [builders] };
    const drafted = await harness.ask("POST", "/api/v1/plans", { body });
    const id = String(drafted.body["id"]);
    const changed = await put(`plans/${id}`, { ...body, title: "改" }, { ifMatch: drafted.body["version"] });
    await put(`plans/${id}`, { ...body, title: "迟" }, { ifMatch: drafted.body["version"] });
    await harness.ask("DELETE", `/api/v1/plans/${id}`, { ifMatch: Number(changed.body["version"]) });
    expect(await actionsOf(id)).toEqual(["plan/draft", "plan/redraft", "plan/delete"]);
  });

  it("has an approval and a notice of days off once, whatever is sent again", async () => {
    const approval = { number: "芒建检批〔2026〕99号", approver: "局长", approvedOn: "2026-09-14" };
    const asked = { body: approval, key: uuidv7() };
    const approve = () => harness.ask("POST", `/api/v1/campaigns/${campaignId}/approvals`, asked);
    const { body } = await approve();
    expect(await approve()).toMatchObject({ body });
    expect(await actionsOf(String(body["id"]))).toEqual(["approval/approve"]);
    expect(JSON.stringify(await found({ subject: String(body["id"]) }))).not.toContain("局长");
  });

  it("has a reused key, and no refusal for an ordinary reason", async () => {
    const key = uuidv7();
    const [first = "", second = ""] = inspections;
    const confirm = (id: string, actor: string) => {
      const path = `/api/v1/inspections/${id}/commands/confirm`;
      return harness.ask("POST", path, { body: { statement: "均无利害关系" }, key, actor });
    };
    expect((await confirm(first, "reuser")).status).toBe(200);
    expect(await confirm(second, "reuser")).toMatchObject({ body: { code: "command/key-reused" } });
    const report = await inspecting(harness).report(second);
    expect(report.status).toBe(409);
    await expect
      .poll(() => found({ actor: "reuser" }), { timeout: 10_000 })
      .toMatchObject([
        { action: "inspection/confirm", subject: first, code: null },
        { action: "request/refused", subject: second, code: "command/key-reused" },
      ]);
    expect(await found({ action: "inspection/report" })).toEqual([]);
  });

  it("has an entry for each inspection that is cancelled with its campaign", async () => {
    const cancelling = { body: { reason: "工作调整" } };
    const answer = await harness.call("POST", `/api/v1/campaigns/${campaignId}/commands/cancel`, cancelling);
    expect(answer, JSON.stringify(answer.body)).toMatchObject({ status: 200 });
    const cancelled = async () =>
      (await found({ action: "inspection/end-with-campaign" }))
        .map(({ subject }) => subject ?? "")
        .toSorted();
    await expect.poll(cancelled, { timeout: 20_000 }).toEqual(inspections.toSorted());
  });
});

describe("what an act is called", () => {
  it.each(["zh", "en"] as const)("has a word for every act there is, in %s", (language) => {
    const acts = {
      plan: [...Object.keys(planCommands), "published", "draft", "redraft", "delete", "time", "deed"],
      campaign: [...Object.keys(campaignCommands), "trigger", "scheme", "witness", "time", "deed"],
      inspection: [...Object.keys(inspectionCommands), "published", "end-with-campaign", "change-with-draw"],
      publication: [...Object.keys(publicationCommands), "open", "opened", "time", "deed"],
      approval: ["approve"],
      "calendar-notice": ["enter"],
      setting: ["changed"],
      draw: ["changed", "file-stored"],
      authority: ["made", "changed"],
      account: ["made", "changed", "reset", "enrolled", "password-chosen"],
      session: ["signed-in", "signed-out", "refused", "replayed"],
      "signing-key": ["rotated"],
      operator: ["token-given"],
      "data-key": ["rotated", "removed"],
      payload: ["decoded"],
      request: ["refused"],
      audit: ["exported", "left-out"],
      ...Object.fromEntries(
        registerKind.options.map((kind) => [
          kind,
          ["registered", "changed", "proposed", "answered", "looked"],
        ]),
      ),
    };
    for (const [kind, names] of Object.entries(acts))
      for (const name of names)
        expect(auditActionText(wordsOf(language), `${kind}/${name}`), `${kind}/${name}`).not.toMatch(/[“”]/);
  });
});
