import { daysOff, mangshiCalendarsWith } from "../testing/calendars.ts";
import { Problem, type CampaignState } from "@shuangsui/contracts";
import type { Command } from "@shuangsui/service-kit";
import { describe, expect, it } from "vitest";
import {
  campaignIn,
  commitKnown,
  contributions,
  lastCheckOver,
  preparedCommit,
  revealBy,
  revealDue,
  revealed,
} from "../testing/campaign-matters.ts";
import { schemeBody } from "../testing/campaigns.ts";
import { decideCommit } from "./commands/commit.ts";
import { decideCancel } from "./commands/cancel.ts";
import { decideContribution } from "./commands/contribution.ts";
import { campaignRules } from "./commands/index.ts";
import { decideRedraw } from "./commands/redraw.ts";
import { decideReveal } from "./commands/reveal.ts";
import { decideScheme } from "./commands/scheme.ts";
import { decideWithdrawWitness } from "./commands/withdraw-witness.ts";
import { decideWitness } from "./commands/witness.ts";
import { campaignLifecycle, withDecision, type Campaign, type CampaignDecision } from "./lifecycle.ts";

const at = new Date("2026-09-17T01:00:00Z");
const later = new Date("2027-01-01T00:00:00Z");
const prepared = await preparedCommit();
const scheme = { ...schemeBody, beacon: { kind: "witness" as const, revealWithinHours: 48 } };
const redraw = { reason: "更换见证人", document: "德建〔2026〕9号" };

function commandOf<Body>(body: Body, callerAuthority = "533103"): Command<Body> {
  return {
    id: "01890000-0000-7000-8000-0000000000cc",
    body,
    act: { at, actor: "official-1", requestId: null },
    callerAuthority,
  };
}

/** Where a campaign may stand when it is asked something, or time passes. */
const givens = {
  draft: campaignIn("draft"),
  scheme: campaignIn("scheme"),
  "scheme, to be repeated": campaignIn("scheme", {}, { previous_draw: "d0" }),
  "committed, not public": campaignIn("committed", {}, { announced_at: null }),
  committed: campaignIn("committed"),
  "committed, one has revealed": campaignIn("committed", { witnesses: revealed(1) }),
  "committed, all have revealed": campaignIn("committed", { witnesses: revealed(2) }),
  "void, not public": campaignIn("void", {}, { void_announced_at: null }),
  void: campaignIn("void"),
  drawn: campaignIn("drawn"),
  running: campaignIn("running"),
  "running, checks over": campaignIn("running", { checks: { open: false, lastOver: lastCheckOver } }),
  ended: campaignIn("ended"),
  "ended, reveal owed": campaignIn("ended", { reveal_owed_at: at }),
  revealed: campaignIn("revealed"),
  closed: campaignIn("closed"),
  "running, cancelled": campaignIn("running", { cancelled_at: at }),
  cancelled: campaignIn("cancelled"),
} satisfies Record<string, Campaign>;
type Given = keyof typeof givens;

const last = contributions[1] ?? { name: "", contribution: "" };
const asWitness = <Body>(body: Body) => {
  const command = commandOf(body);
  return { ...command, act: { ...command.act, actor: "witness-1" } };
};
const asks = {
  scheme: (campaign) => decideScheme(campaign, commandOf(scheme), { window: scheme.window }),
  witness: (campaign) =>
    decideWitness(
      campaign,
      commandOf({ name: "丙", unit: "司法局", hash: "b".repeat(64), isDrawer: false }),
      [],
    ),
  withdrawWitness: (campaign) => decideWithdrawWitness(campaign, commandOf({ name: "乙" })),
  cancel: (campaign) => decideCancel(campaign, commandOf({ reason: "计划调整" })),
  contribution: (campaign) => decideContribution(campaign, asWitness({ contribution: last.contribution })),
  commit: (campaign) => decideCommit(campaign, commandOf({}), commitKnown(prepared)),
  redraw: (campaign) => decideRedraw(campaign, commandOf(redraw, "533100"), "d2"),
  "redraw by itself": (campaign) => decideRedraw(campaign, commandOf(redraw), "d2"),
  reveal: (campaign) => decideReveal(campaign, commandOf({})),
  time: (campaign) => campaignLifecycle.elapsed(campaign, later),
} satisfies Record<string, (campaign: Campaign) => CampaignDecision | null>;
type Asked = keyof typeof asks;

const wrong = "campaign/wrong-state";
const notYours = "authority/not-yours";
const voided = "void +announceVoid -announceCommitment -drawAndDeal";
/** What no state but a few allows. */
const refused = {
  scheme: wrong,
  witness: wrong,
  withdrawWitness: wrong,
  cancel: wrong,
  contribution: wrong,
  commit: wrong,
  redraw: "draw/not-void",
  "redraw by itself": notYours,
  reveal: wrong,
  time: "nothing",
} satisfies Record<Asked, string>;

/** What comes of each: the state and what is owed then, or the refusal. */
const table: Record<Given, Record<Asked, string>> = {
  draft: {
    ...refused,
    scheme: "scheme",
    witness: "draft",
    withdrawWitness: "draft",
    cancel: "cancelled",
    commit: "campaign/no-scheme",
  },
  scheme: {
    ...refused,
    scheme: "scheme",
    witness: "scheme",
    withdrawWitness: "scheme",
    cancel: "cancelled",
    commit: "committed +announceCommitment",
  },
  "scheme, to be repeated": {
    ...refused,
    witness: "scheme",
    withdrawWitness: "scheme",
    cancel: "cancelled",
    commit: "committed +announceCommitment",
  },
  "committed, not public": { ...refused, time: voided },
  committed: { ...refused, contribution: "committed", time: voided },
  "committed, one has revealed": { ...refused, contribution: "committed +drawAndDeal", time: voided },
  "committed, all have revealed": { ...refused, contribution: "committed" },
  "void, not public": { ...refused, cancel: "cancelled", contribution: "draw/too-late", redraw: wrong },
  void: { ...refused, cancel: "cancelled", contribution: "draw/too-late", redraw: "scheme" },
  drawn: refused,
  running: { ...refused, cancel: "running +cancelInspections" },
  "running, checks over": { ...refused, cancel: "running +cancelInspections", time: "ended" },
  ended: { ...refused, reveal: "ended +revealDraw", time: "ended +revealDraw" },
  "ended, reveal owed": { ...refused, reveal: "ended" },
  revealed: refused,
  closed: refused,
  "running, cancelled": refused,
  cancelled: refused,
};

function outcomeOf(campaign: Campaign, decide: (campaign: Campaign) => CampaignDecision | null): string {
  try {
    const decision = decide(campaign);
    if (decision === null) return "nothing";
    const { owes = [], waives = [] } = decision;
    const { state } = withDecision(campaign, decision, at);
    const owed = owes.map((one) => ` +${typeof one === "string" ? one : one.deed}`);
    return [state, ...owed, ...waives.map((deed) => ` -${deed}`)].join("");
  } catch (error) {
    if (error instanceof Problem) return error.code;
    throw error;
  }
}

describe("a campaign that is asked something, and time (articles 20–23)", () => {
  const rows = Object.entries(table).flatMap(([given, row]) =>
    Object.entries(row).map(([asked, outcome]) => [given as Given, asked as Asked, outcome] as const),
  );
  it.each(rows)("%s, %s: %s", (given, asked, outcome) => {
    expect(outcomeOf(givens[given], asks[asked])).toBe(outcome);
  });

  it("is asked by its own authority, as a witness by its superior too, of a second draw by the superior; a commitment is decided by the worker", () => {
    const who = Object.entries(campaignRules).map(([type, { askedBy, decidedBy }]) => [
      type,
      askedBy,
      decidedBy,
    ]);
    expect(who).toEqual([
      ["scheme", "owner", "api"],
      ["witness", "either", "api"],
      ["withdrawWitness", "owner", "api"],
      ["cancel", "owner", "api"],
      ["contribution", "either", "api"],
      ["commit", "owner", "worker"],
      ["redraw", "superior", "api"],
      ["reveal", "owner", "api"],
    ]);
  });
});

describe("what a campaign waits for", () => {
  const waiting: Record<Given, [string, Date | null, Date | null]> = {
    draft: ["scheme", null, null],
    scheme: ["commit", null, null],
    "scheme, to be repeated": ["commit", null, null],
    "committed, not public": ["announcement", revealBy, revealBy],
    committed: ["witnesses", revealBy, revealBy],
    "committed, one has revealed": ["witnesses", revealBy, revealBy],
    "committed, all have revealed": ["witnesses", revealBy, null],
    "void, not public": ["redraw", null, null],
    void: ["redraw", null, null],
    drawn: ["start", null, null],
    running: ["checks", null, null],
    "running, checks over": ["checks", null, null],
    ended: ["reveal", revealDue, revealDue],
    "ended, reveal owed": ["reveal", revealDue, null],
    revealed: ["announcement", null, null],
    closed: ["nothing", null, null],
    "running, cancelled": ["checks", null, null],
    cancelled: ["nothing", null, null],
  };
  it.each(Object.entries(waiting))("%s: %o", (given, [what, due, next]) => {
    const campaign = givens[given as Given];
    expect(campaignLifecycle.waiting(campaign)).toEqual({ for: what, due });
    expect(campaignLifecycle.nextAt(campaign)).toEqual(next);
    expect(campaignLifecycle.isOver(campaign)).toBe(["closed", "cancelled"].includes(campaign.state));
  });

  it("comes no earlier than that, and once", () => {
    for (const campaign of Object.values(givens)) {
      const next = campaignLifecycle.nextAt(campaign);
      if (next === null) continue;
      expect(campaignLifecycle.elapsed(campaign, new Date(next.getTime() - 1))).toBeNull();
      const decision = campaignLifecycle.elapsed(campaign, next);
      if (decision === null) throw new Error("nothing came");
      const after = withDecision(campaign, decision, next);
      expect(campaignLifecycle.elapsed(after, later)).toBeNull();
      expect(campaignLifecycle.nextAt(after)).toBeNull();
    }
  });
});

describe("a void (article 23)", () => {
  const causeOf = (given: Given) => campaignLifecycle.elapsed(givens[given], revealBy)?.draw?.void_cause;
  it("names the witnesses that did not reveal, and blames none where they could not", () => {
    expect(causeOf("committed")).toBe("见证人未在期限前揭示：甲、乙");
    expect(causeOf("committed, one has revealed")).toBe("见证人未在期限前揭示：乙");
    expect(causeOf("committed, not public")).toBe("承诺未能在揭示期限前公开");
  });
});

describe("the end of the checks", () => {
  it("is when the last one was over, and the reveal is due five working days later", () => {
    const decision = campaignLifecycle.elapsed(givens["running, checks over"], later);
    expect(decision?.patch).toMatchObject({
      state: "ended",
      last_check_over_at: lastCheckOver,
      reveal_due: revealDue,
      due_at: revealDue,
    });
  });
});

describe("a change of the calendar before the reveal", () => {
  // Five working days after Friday 30 October: to the end of Friday 6 November.
  const off = daysOff("1号", "2026-11-05", "2026-11-06");
  const receivedAt = (text: string): Campaign => ({
    ...givens.ended,
    calendars: mangshiCalendarsWith({ at: new Date(text), by: off }),
  });

  it("moves its day, by which notice", () => {
    const to = new Date("2026-11-10T16:00:00Z");
    const decision = campaignLifecycle.elapsed(
      receivedAt("2026-11-03T02:00:00Z"),
      new Date("2026-11-04T00:00:00Z"),
    );
    expect(decision?.patch).toEqual({ reveal_due: to, due_at: to, calendar_version: 4 });
    expect(decision?.events).toMatchObject([
      {
        type: "due-moved",
        facts: { deadline: "reveal", from: revealDue.toISOString(), to: to.toISOString(), notice: "1号" },
      },
    ]);
  });

  it("leaves it where it had come: the system reveals the draw", () => {
    const decision = campaignLifecycle.elapsed(receivedAt("2026-11-07T02:00:00Z"), later);
    expect(decision).toMatchObject({ owes: ["revealDraw"] });
  });
});

it("has a row for every state", () => {
  const states: readonly CampaignState[] = Object.values(givens).map(({ state }) => state);
  expect(new Set(states).size).toBe(10);
});
