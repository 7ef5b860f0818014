import { campaignDetail, planDetail } from "@shuangsui/contracts";
import { makeSecret, witnessHash } from "@shuangsui/lottery";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sampleHeld } from "../testing/registry-side.ts";
import { startStand, until, type Stand } from "../testing/stand.ts";

let stand: Stand;
const window = { from: "2026-09-01", to: "2026-12-31" };
const targets = 2_000;

beforeAll(async () => {
  stand = await startStand(sampleHeld(targets), new Date("2026-09-15T01:00:00Z"), "testing/starts-only");
}, 180_000);
afterAll(() => stand.close());

describe("a campaign of many inspections", () => {
  it("starts each once, a bounded number a run, and continues as new on the way", async () => {
    const at = {
      title: "抽查",
      items: ["I1"],
      scope: { targetKind: "entity", categories: [] },
      inspectors: { officers: 2 },
      frequency: 1,
      window,
    };
    await stand.call("PUT", "/api/v1/settings/caps", { body: { ratio: "1", frequency: 1 } });
    const approval = { documentNumber: "1号", approvedOn: "2026-01-05", scanSha256: "a".repeat(64) };
    await stand.call("PUT", "/api/v1/settings/draw-venue", { body: { venue: "local", approval } });
    const half = { A: "0.6", B: "0.6", C: "0.6", D: "0.6" };
    const draft = planDetail.parse(
      (
        await stand.call("POST", "/api/v1/plans", {
          body: { year: 2026, title: "计划", entries: [{ ...at, ratios: half }] },
        })
      ).body,
    );
    expect(
      (await stand.call("POST", `/api/v1/plans/${draft.id}/commands/publish`, { body: {} })).status,
    ).toBe(200);
    await until(
      () => stand.call("GET", `/api/v1/plans/${draft.id}`),
      (plan) => plan.body["state"] === "published",
    );
    const campaign = campaignDetail.parse(
      (
        await stand.call("POST", `/api/v1/plans/${draft.id}/entries/${draft.entries[0]?.id}/campaigns`, {
          body: {},
        })
      ).body,
    );
    const path = `/api/v1/campaigns/${campaign.id}`;
    const read = async () => campaignDetail.parse((await stand.call("GET", path)).body);

    await stand.call("PUT", `${path}/scheme`, {
      body: {
        procedure: "检查",
        content: "内容",
        window,
        beacon: { kind: "witness", revealWithinHours: 48 },
      },
    });
    const witnesses = ["甲", "乙"].map((name) => ({ name, contribution: makeSecret() }));
    for (const { name, contribution } of witnesses)
      await stand.call("POST", `${path}/witnesses`, {
        body: { name, unit: `${name}单位`, hash: witnessHash(campaign.drawId, name, contribution) },
      });
    expect((await stand.call("POST", `${path}/commands/commit`, { body: {} })).status).toBe(200);
    await until(read, (seen) => seen.draw.announcedAt !== null);
    for (const body of witnesses)
      expect((await stand.call("POST", `${path}/contributions`, { body })).status).toBe(200);
    const running = await until(read, (seen) => seen.state === "running", 2_000);
    expect(running.inspections).toBe(1_200);

    const { client } = stand.environment;
    const { raw } = await client.workflow.getHandle(`campaign/${campaign.id}`).describe();
    const last = raw.workflowExecutionInfo;
    const firstRun = client.workflow.getHandle(`campaign/${campaign.id}`, last?.firstRunId ?? "");
    expect(last?.firstRunId).not.toBe(last?.execution?.runId);
    const started: string[] = [];
    let runs = 0;
    for (let run: typeof firstRun | undefined = firstRun; run !== undefined; runs += 1) {
      const { events } = await run.fetchHistory();
      const ids = (events ?? []).flatMap(
        (event) => event.startChildWorkflowExecutionInitiatedEventAttributes?.workflowId ?? [],
      );
      expect(ids.length).toBeLessThanOrEqual(550);
      started.push(...ids);
      const next: string | null | undefined =
        events?.at(-1)?.workflowExecutionContinuedAsNewEventAttributes?.newExecutionRunId;
      run =
        next === null || next === undefined
          ? undefined
          : client.workflow.getHandle(`campaign/${campaign.id}`, next);
    }
    expect(runs).toBeGreaterThanOrEqual(3);
    expect(started).toHaveLength(1_200);
    expect(new Set(started).size).toBe(1_200);
  }, 170_000);
});
