import { Problem, type PlanState } from "@shuangsui/contracts";
import { describe, expect, it } from "vitest";
import {
  completeEntry,
  commandOf,
  decided,
  dueOverTheHoliday,
  facts,
  handedInAt,
  inForce,
  planIn,
  planner,
} from "../testing/plans.ts";
import { decideAdjust } from "./commands/adjust.ts";
import { planRules } from "./commands/index.ts";
import { decidePublish } from "./commands/publish.ts";
import { decidePublished } from "./commands/published.ts";
import { decideRedraft } from "./commands/redraft.ts";
import { decideReturn } from "./commands/return.ts";
import { decideSubmit } from "./commands/submit.ts";
import { decideWithdraw } from "./commands/withdraw.ts";
import { explainedDueTimes } from "./deadlines.ts";
import { handBack, noteRefusal } from "./hand-back.ts";
import { planLifecycle, type PlanDecision, type PlanMatter } from "./lifecycle.ts";

const day = new Date("2026-09-28T01:00:00Z");
const draft = { year: 2026, title: "2026年度计划（改）", entries: [completeEntry] };
const adjustment = { title: "2026年度计划（调整）", entries: [completeEntry], reason: "增加频次" };
const notice = {
  kind: "plan",
  subjectId: planIn("draft").id,
  version: 1,
  publishedAt: day.toISOString(),
  by: "official",
  breach: false,
} as const;

/** Where a plan may stand when it is asked something: what is handed in may wait to be asked for publishing, or not. */
const givens = {
  draft: { plan: planIn("draft"), isAsked: false },
  submitted: { plan: planIn("submitted"), isAsked: false },
  publishing: { plan: planIn("publishing"), isAsked: true },
  "publishing, refused at once": { plan: planIn("publishing"), isAsked: false },
  published: { plan: planIn("published"), isAsked: false },
  adjusting: { plan: planIn("adjusting"), isAsked: false },
  "adjusting, asked": { plan: planIn("adjusting"), isAsked: true },
} satisfies Record<string, { plan: PlanMatter; isAsked: boolean }>;
type Given = keyof typeof givens;

const asks = {
  submit: (plan) => decideSubmit(plan, commandOf({}, handedInAt, planner)),
  withdraw: (plan) => decideWithdraw(plan, commandOf({}, handedInAt, planner)),
  return: (plan) => decideReturn(plan, commandOf({ reason: "比例过高" })),
  publish: (plan, isAsked) =>
    decidePublish(plan, commandOf({}), plan.state === "submitted" ? { facts } : { isAsked }),
  adjust: (plan) => decideAdjust(plan, commandOf(adjustment), { facts, nextRevision: 3 }),
  published: (plan) => decidePublished(plan, commandOf(notice), { lastVersion: 0 }),
  redraft: (plan) => decideRedraft(plan, draft, commandOf({}).act, () => completeEntry.id),
} satisfies Record<string, (plan: PlanMatter, isAsked: boolean) => PlanDecision>;
type Asked = keyof typeof asks;

const wrong = "plan/wrong-state";
/** What comes of each: the state and what is owed then, or the refusal. */
const table: Record<Given, Record<Asked, string>> = {
  draft: {
    submit: "submitted",
    withdraw: wrong,
    return: wrong,
    publish: wrong,
    adjust: wrong,
    published: "draft",
    redraft: "draft",
  },
  submitted: {
    submit: wrong,
    withdraw: "draft",
    return: "draft",
    publish: "publishing +openPlanPublication +publishPlan",
    adjust: wrong,
    published: "submitted",
    redraft: wrong,
  },
  publishing: {
    submit: wrong,
    withdraw: wrong,
    return: wrong,
    publish: wrong,
    adjust: wrong,
    published: "published -openPlanPublication -publishPlan -askPlanPublication -movePlanDueTime",
    redraft: wrong,
  },
  "publishing, refused at once": {
    submit: wrong,
    withdraw: wrong,
    return: wrong,
    publish: "publishing +publishPlan",
    adjust: wrong,
    published: "published -openPlanPublication -publishPlan -askPlanPublication -movePlanDueTime",
    redraft: wrong,
  },
  published: {
    submit: wrong,
    withdraw: wrong,
    return: wrong,
    publish: wrong,
    adjust: "adjusting +openPlanPublication",
    published: "published",
    redraft: wrong,
  },
  adjusting: {
    submit: wrong,
    withdraw: wrong,
    return: wrong,
    publish: "adjusting +publishPlan",
    adjust: wrong,
    published: "published -openPlanPublication -publishPlan -askPlanPublication -movePlanDueTime",
    redraft: wrong,
  },
  "adjusting, asked": {
    submit: wrong,
    withdraw: wrong,
    return: wrong,
    publish: wrong,
    adjust: wrong,
    published: "published -openPlanPublication -publishPlan -askPlanPublication -movePlanDueTime",
    redraft: wrong,
  },
};

function outcomeOf(plan: PlanMatter, decide: () => PlanDecision): string {
  try {
    const decision = decide();
    const { owes = [], waives = [] } = decision;
    const deeds = owes.map(
      (owed) => ` +${typeof owed === "string" ? owed : `${owed.deed}/${owed.revision}`}`,
    );
    return [decided(plan, decision).state, ...deeds, ...waives.map((deed) => ` -${deed}`)].join("");
  } catch (error) {
    if (error instanceof Problem) return error.code;
    throw error;
  }
}

describe("a plan that is asked something (articles 9, 16, 17)", () => {
  const rows = Object.entries(table).flatMap(([given, row]) =>
    Object.entries(row).map(([asked, outcome]) => [given as Given, asked as Asked, outcome] as const),
  );
  it.each(rows)("%s, %s: %s", (given, asked, outcome) => {
    const { plan, isAsked } = givens[given];
    expect(outcomeOf(plan, () => asks[asked](plan, isAsked))).toBe(outcome);
  });

  it("is asked by its own authority alone, and decided by the worker where the registry must be counted (article 3)", () => {
    const who = Object.entries(planRules).map(([type, { askedBy, decidedBy }]) => [type, askedBy, decidedBy]);
    expect(who).toEqual([
      ["submit", "owner", "api"],
      ["withdraw", "owner", "api"],
      ["return", "owner", "api"],
      ["publish", "owner", "worker"],
      ["adjust", "owner", "worker"],
      ["published", "owner", "api"],
    ]);
  });
});

describe("what disclosure refuses for good (articles 16, 17)", () => {
  const refusal = { deed: "openPlanPublication", code: "body/too-large" } as const;
  const handedBack = "-openPlanPublication -publishPlan -askPlanPublication -movePlanDueTime";
  it.each([
    ["publishing", null, `draft +dropPlanPublication/1 ${handedBack}`],
    ["adjusting", inForce, `published ${handedBack}`],
  ] as const)("is handed back, %s with %o in force", (state, known, outcome) => {
    const plan = planIn(state);
    const decide = () => handBack(plan, refusal, { inForce: known, nextRevision: 3 });
    expect(outcomeOf(plan, decide)).toBe(outcome);
    expect(decided(plan, decide())).toMatchObject({ due_at: null, calendar_version: null });
  });

  it("of publishing at once is on record, and changes nothing", () => {
    const plan = planIn("adjusting");
    const decision = noteRefusal(plan, { deed: "publishPlan", code: "publication/nothing-to-publish" });
    expect(decision).toEqual({
      patch: {},
      events: [
        {
          type: "delivery-refused",
          facts: { deed: "publishPlan", code: "publication/nothing-to-publish", revision: 2 },
        },
      ],
    });
  });
});

describe("the day by which it is public", () => {
  it.each([
    ["publishing", [["plan-publication", "handed-in"]]],
    ["adjusting", [["plan-adjustment", "adjusted"]]],
    ["published", []],
    ["submitted", []],
  ] as const)("of a plan that is %s is explained by what began it (articles 16, 17): %j", (state, told) => {
    const times = explainedDueTimes(planIn(state));
    expect(times.map(({ deadline, from }) => [deadline, from?.what])).toEqual(told);
    for (const one of times) expect(one).toMatchObject({ due: dueOverTheHoliday.toISOString(), workdays: 5 });
  });
});

describe("time", () => {
  const waiting: Record<PlanState, [string, Date | null]> = {
    draft: ["submit", null],
    submitted: ["review", null],
    publishing: ["publication", dueOverTheHoliday],
    published: ["nothing", null],
    adjusting: ["publication", dueOverTheHoliday],
    deleted: ["nothing", null],
  };
  it.each(Object.entries(waiting))(
    "asks disclosure a day after its deadline where nothing was heard, and does nothing else to a plan, %s: %o",
    (state, [what, due]) => {
      const plan = planIn(state as PlanState);
      const askedAt = due === null ? null : new Date(due.getTime() + 86_400_000);
      expect(planLifecycle.waiting(plan)).toEqual({ for: what, due });
      expect(planLifecycle.nextAt(plan)).toEqual(askedAt);
      const late = new Date("2030-01-01T00:00:00Z");
      expect(planLifecycle.elapsed(plan, late)?.owes).toEqual(
        due === null ? undefined : ["askPlanPublication"],
      );
      expect(planLifecycle.elapsed({ ...plan, look_at: null }, late)).toBeNull();
      expect(planLifecycle.isOver(plan)).toBe(state === "deleted");
    },
  );
});
