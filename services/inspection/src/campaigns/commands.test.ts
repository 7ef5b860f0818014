import { Problem } from "@shuangsui/contracts";
import { H, makeSecret, readCommitment } from "@shuangsui/lottery";
import type { Command } from "@shuangsui/service-kit";
import { describe, expect, it } from "vitest";
import {
  approvedVenue,
  campaignIn,
  commitKnown,
  committedAt,
  contributions,
  preparedCommit,
  revealBy,
  revealed,
} from "../testing/campaign-matters.ts";
import { schemeBody } from "../testing/campaigns.ts";
import { decideAnnounced } from "./deeds.ts";
import { withDecision } from "./lifecycle.ts";
import { decideCommit, type CommitKnown } from "./commands/commit.ts";
import { decideContribution } from "./commands/contribution.ts";
import { decideRedraw } from "./commands/redraw.ts";
import { decideReveal } from "./commands/reveal.ts";
import { decideScheme } from "./commands/scheme.ts";
import { decideWitness } from "./commands/witness.ts";

const at = new Date("2026-09-17T01:00:00Z");
function commandOf<Body>(body: Body, receivedAt = at, callerAuthority = "533103"): Command<Body> {
  return {
    id: "01890000-0000-7000-8000-0000000000cc",
    body,
    act: { at: receivedAt, actor: "official-1", requestId: null },
    callerAuthority,
  };
}
const codeOf = (decide: () => unknown): string => {
  try {
    decide();
  } catch (error) {
    if (error instanceof Problem) return error.code;
    throw error;
  }
  return "done";
};

describe("the scheme (article 22)", () => {
  const scheme = { ...schemeBody, beacon: { kind: "witness" as const, revealWithinHours: 48 } };
  it("sets the campaign's window, within the plan's", () => {
    const entry = { window: { from: "2026-09-01", to: "2026-12-31" } };
    expect(decideScheme(campaignIn("draft"), commandOf(scheme), entry)).toEqual({
      patch: { scheme, state: "scheme", window_from: "2026-09-15", window_to: "2026-10-30" },
      events: [{ type: "scheme-set", facts: { from: "2026-09-15", to: "2026-10-30" } }],
    });
    const narrow = { window: { from: "2026-09-16", to: "2026-12-31" } };
    expect(codeOf(() => decideScheme(campaignIn("draft"), commandOf(scheme), narrow))).toBe(
      "campaign/outside-window",
    );
  });
});

describe("a witness (article 23)", () => {
  const campaign = campaignIn("scheme");
  type Said = { unit?: string; isDrawer?: boolean; actor?: string; callerAuthority?: string };
  const bind = (
    name: string,
    { unit = "司法局", isDrawer = false, actor = "witness-9", callerAuthority = "533103" }: Said = {},
  ) => ({
    ...commandOf({ name, unit, isDrawer, hash: "b".repeat(64) }, at, callerAuthority),
    act: { at, actor, requestId: null },
  });
  it("takes the next place, or its own again", () => {
    expect(decideWitness(campaign, bind("丙"), []).witness?.position).toBe(3);
    const again = decideWitness(campaign, bind("乙", { actor: "witness-1" }), []);
    expect(again.witness).toMatchObject({ position: 2, unit: "司法局", actor: "witness-1" });
    expect(withDecision(campaign, again, at).witnesses.map(({ name }) => name)).toEqual(["甲", "乙"]);
  });
  it("that did not reveal before is refused, however its name is spelt and whatever account it has", () => {
    const before = [{ name: "李 Bo（芒市）", actor: "witness-7", contribution: null }];
    for (const name of ["李 Bo（芒市）", "李Bo(芒市)", "李ｂｏ （芒市）", "李\u{E0100}BO（芒市）"])
      expect(codeOf(() => decideWitness(campaign, bind(name), before))).toBe("draw/witness-defaulted");
    expect(codeOf(() => decideWitness(campaign, bind("丁", { actor: "witness-7" }), before))).toBe(
      "draw/witness-defaulted",
    );
    expect(decideWitness(campaign, bind("李Bo（瑞丽）"), before).witness?.position).toBe(3);
  });
  it("binds itself anew in its own place under another spelling; another person of its name is refused", () => {
    const first = withDecision(campaign, decideWitness(campaign, bind("李（芒市）"), []), at);
    const again = withDecision(first, decideWitness(first, bind("李(芒市)"), []), at);
    expect(again.witnesses.map(({ name, position }) => [name, position])).toEqual([
      ["甲", 1],
      ["乙", 2],
      ["李(芒市)", 3],
    ]);
    expect(codeOf(() => decideWitness(first, bind("李(芒市)", { actor: "witness-8" }), []))).toBe(
      "draw/witness-name-taken",
    );
  });
  it.each<[string, Said, string]>([
    ["of another unit", {}, "done"],
    ["of the authority that draws", { unit: "芒市住房和城乡建设局" }, "draw/witness-not-independent"],
    ["of that under another spelling", { unit: "芒市 住房和城乡建设局" }, "draw/witness-not-independent"],
    ["who may draw there", { isDrawer: true }, "draw/witness-not-independent"],
    ["who may draw for its superior", { isDrawer: true, callerAuthority: "533100" }, "done"],
  ])("%s: %s", (_who, said, code) => {
    expect(codeOf(() => decideWitness(campaign, bind("丙", said), []))).toBe(code);
  });
});

describe("a contribution (article 23)", () => {
  const [, second] = contributions;
  const given = second ?? { name: "", contribution: "" };
  const give = (contribution: string, receivedAt = at, actor = "witness-1") => ({
    ...commandOf({ contribution }, receivedAt),
    act: { at: receivedAt, actor, requestId: null },
  });
  it("counts by the stamp of its receipt, and is the one its witness is bound to", () => {
    const campaign = campaignIn("committed", { witnesses: revealed(1) });
    const before = new Date(revealBy.getTime() - 1);
    const decision = decideContribution(campaign, give(given.contribution, before));
    expect(decision).toMatchObject({ contribution: given, owes: ["drawAndDeal"] });
    expect(withDecision(campaign, decision, before).witnesses[1]).toMatchObject({
      contribution: given.contribution,
      contributed_at: before,
    });
    expect(codeOf(() => decideContribution(campaign, give(given.contribution, revealBy)))).toBe(
      "draw/too-late",
    );
    expect(codeOf(() => decideContribution(campaign, give(makeSecret())))).toBe("draw/contribution-mismatch");
  });
  it("is given by its witness alone, as itself", () => {
    const campaign = campaignIn("committed", { witnesses: revealed(1) });
    for (const actor of ["official-1", "witness-0", "witness-9"])
      expect(codeOf(() => decideContribution(campaign, give(given.contribution, at, actor)))).toBe(
        actor === "witness-0" ? "draw/contribution-mismatch" : "draw/not-its-witness",
      );
  });
  it("given again changes nothing, and draws no second time", () => {
    const campaign = campaignIn("committed", { witnesses: revealed(2) });
    const decision = decideContribution(campaign, give(given.contribution));
    expect(decision.owes).toBeUndefined();
    expect(withDecision(campaign, decision, at).witnesses).toEqual(campaign.witnesses);
  });
});

describe("a commitment that is public (article 23)", () => {
  it("counts from then on, but not once the witnesses' time is over", () => {
    const campaign = campaignIn("committed", {}, { announced_at: null });
    const before = new Date(revealBy.getTime() - 1);
    expect(decideAnnounced(campaign, before)?.draw).toEqual({ announced_at: before });
    expect(decideAnnounced(campaign, revealBy)).toBeNull();
  });
});

describe("a commitment (articles 20, 23)", async () => {
  const prepared = await preparedCommit();
  const commit = (changes: Partial<CommitKnown> = {}, campaign = campaignIn("scheme")) =>
    decideCommit(campaign, commandOf({}), commitKnown(prepared, changes));
  const entryOf = (known: CommitKnown) => {
    if (known.planned === null) throw new Error("an entry");
    return known.planned.entry;
  };
  const entry = entryOf(commitKnown(prepared));

  it("fixes the snapshot, the plan's version and by when the witnesses reveal, at the time it was prepared", () => {
    const decision = commit();
    const commitment = readCommitment(decision.draw?.commitment ?? "");
    expect(commitment).toMatchObject({
      createdAt: committedAt.toISOString(),
      secretHash: H(prepared.keys.secret),
      targets: { count: 80 },
      beacon: { revealBy: revealBy.toISOString() },
    });
    expect(decision.patch).toMatchObject({ due_at: revealBy, item_codes: ["I1"], plan_revision: 2 });
    expect(decision.draw).toMatchObject({ committed_at: committedAt, reveal_by: revealBy });
    expect(decision.snapshot?.secret).toMatchObject({ secret_hash: H(prepared.keys.secret) });
    expect(JSON.stringify(decision.events)).not.toContain(prepared.keys.secret);
  });
  it.each<[string, Partial<CommitKnown>, string]>([
    ["without an approved venue", { venue: { venue: "local", approval: null } }, "draw/venue-not-approved"],
    [
      "beside an undrawn draw of the same targets",
      { undrawn: [{ drawId: "d9", shared: 3 }] },
      "draw/overlaps",
    ],
    ["beside an undrawn draw of others", { undrawn: [{ drawId: "d9", shared: 0 }] }, "done"],
    [
      "with no draw left",
      { planned: { entry, written: entry, draws: entry.frequency } },
      "plan/frequency-above-cap",
    ],
    [
      "while an adjustment drops the entry",
      { planned: { entry, written: undefined, draws: 0 } },
      "plan/wrong-state",
    ],
    ["of a void draw again, whatever the plan says", { planned: null }, "done"],
  ])("%s: %s", (_given, changes, code) => {
    expect(codeOf(() => commit(changes))).toBe(code);
  });
  it("needs two witnesses of different units, and a window that is not over", () => {
    const [one] = revealed(0);
    const witnesses = one === undefined ? [] : [one];
    expect(codeOf(() => commit({}, campaignIn("scheme", { witnesses })))).toBe("draw/witnesses-missing");
    const sameUnit = campaignIn("scheme").witnesses.map((witness, index) => ({
      ...witness,
      unit: ["司法局（芒市）", "司法局 (芒市)"][index] ?? "",
    }));
    expect(codeOf(() => commit({}, campaignIn("scheme", { witnesses: sameUnit })))).toBe(
      "draw/witnesses-missing",
    );
    expect(
      codeOf(() =>
        decideCommit(
          campaignIn("scheme"),
          { ...commandOf({}), act: { at, actor: "witness-0", requestId: null } },
          commitKnown(prepared),
        ),
      ),
    ).toBe("draw/witness-not-independent");
    const late = { ...prepared, at: new Date("2026-10-31T00:00:00Z") };
    expect(codeOf(() => commit({ prepared: late }))).toBe("campaign/outside-window");
    expect(codeOf(() => commit({ venue: approvedVenue }))).toBe("done");
  });
});

describe("a second draw (article 23)", () => {
  const body = { reason: "更换见证人", document: "德建〔2026〕9号" };
  it("begins with no witness under a new id that names the void one, and keeps the scheme", () => {
    const campaign = campaignIn("void");
    const after = withDecision(campaign, decideRedraw(campaign, commandOf(body, at, "533100"), "d2"), at);
    expect(after).toMatchObject({
      state: "scheme",
      draw_id: "d2",
      scheme: campaign.scheme,
      witnesses: [],
      draw: { id: "d2", state: "open", previous_draw: campaign.draw.id, commitment: null },
    });
  });
  it("is on record with who approved it and why, as of the void campaign", () => {
    const { events } = decideRedraw(campaignIn("void"), commandOf(body, at, "533100"), "d2");
    expect(events.map(({ type, state }) => [type, state])).toEqual([
      ["redraw-approved", "void"],
      ["draw-opened", undefined],
    ]);
    expect(events[0]?.facts).toEqual({ by: "533100", ...body });
  });
});

describe("the reveal that is asked for", () => {
  it("is owed once, from when it was asked", () => {
    const campaign = campaignIn("ended");
    const decision = decideReveal(campaign, commandOf({}));
    expect(decision).toEqual({
      patch: { reveal_owed_at: at },
      events: [{ type: "reveal-asked" }],
      owes: ["revealDraw"],
    });
    expect(decideReveal(withDecision(campaign, decision, at), commandOf({})).owes).toBeUndefined();
  });
});
