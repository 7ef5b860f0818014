import { describe, expect, it } from "vitest";
import {
  commandOf,
  completeEntry,
  decided,
  dueOverTheHoliday,
  facts,
  handedInAt,
  inForce,
  planIn,
  planner,
} from "../../testing/plans.ts";
import { planVersionOf } from "../content.ts";
import { handBack } from "../hand-back.ts";
import { decideAdjust } from "./adjust.ts";
import { decidePublish } from "./publish.ts";
import { decidePublished } from "./published.ts";
import { decideRedraft } from "./redraft.ts";
import { decideReturn } from "./return.ts";
import { decideSubmit } from "./submit.ts";
import { decideWithdraw } from "./withdraw.ts";
import { codeOf } from "../../testing/refusals.ts";

const publish = (plan: ReturnType<typeof planIn>, known = facts) =>
  decidePublish(plan, commandOf({}), { facts: known });
const notice = (version: number) =>
  commandOf({
    kind: "plan" as const,
    subjectId: planIn("draft").id,
    version,
    publishedAt: "2026-09-28T01:00:00.000Z",
    by: "official" as const,
    breach: false,
  });

describe("a draft that is submitted (articles 16, 18)", () => {
  it("waits for another person's review, its contents as they were written", () => {
    const plan = planIn("draft");
    const { written, ...row } = decided(plan, decideSubmit(plan, commandOf({}, handedInAt, planner)));
    expect(row).toMatchObject({ state: "submitted", submitted_by: planner, due_at: null, revision: 1 });
    expect(written).toEqual(plan.written);
  });

  it("has all that article 18 asks for, and the reasons that article 20 does", () => {
    const submit = (entry: object) =>
      decideSubmit(planIn("draft", { entries: [{ ...completeEntry, ...entry }] }), commandOf({}));
    expect(codeOf(() => submit({ scope: undefined }))).toBe("plan/incomplete");
    expect(codeOf(() => submit({ liftInspected: {} }))).toBe("plan/exclusion-reason-missing");
  });
});

describe("what was submitted and is returned (article 16)", () => {
  it("is a draft again, with the reason kept beside it and in no event", () => {
    const plan = planIn("submitted");
    const decision = decideReturn(plan, commandOf({ reason: "抽查比例过高" }));
    expect(decided(plan, decision)).toMatchObject({ state: "draft", submitted_by: null, revision: 1 });
    expect(decision.documents).toEqual([{ kind: "return", content: { reason: "抽查比例过高" } }]);
    expect(decision.events).toEqual([{ type: "returned", facts: { revision: 1 } }]);
  });

  it("is so by nobody who submitted it, nor is it published by them", () => {
    const plan = planIn("submitted");
    const own = <Body>(body: Body) => commandOf(body, handedInAt, planner);
    expect(codeOf(() => decideReturn(plan, own({ reason: "自己退回" })))).toBe("plan/own-submission");
    expect(codeOf(() => decidePublish(plan, own({}), { facts }))).toBe("plan/own-submission");
  });
});

describe("what was submitted and is taken back", () => {
  it("is a draft again by whoever submitted it, and by nobody else", () => {
    const plan = planIn("submitted");
    const decision = decideWithdraw(plan, commandOf({}, handedInAt, planner));
    expect(decided(plan, decision)).toMatchObject({ state: "draft", submitted_by: null, revision: 1 });
    expect(decision.events).toEqual([{ type: "withdrawn", facts: { revision: 1 } }]);
    expect(codeOf(() => decideWithdraw(plan, commandOf({})))).toBe("plan/not-who-submitted");
  });
});

describe("what was submitted and is published (articles 9, 16)", () => {
  it("is fixed as it will be public, its items pinned, and due in five working days over the holiday", () => {
    const plan = planIn("submitted");
    const decision = publish(plan);
    const { written, ...row } = decided(plan, decision);
    expect(row).toMatchObject({
      ...{ state: "publishing", due_at: dueOverTheHoliday },
      ...{ published_revision: null, submitted_by: null },
    });
    expect(written.entries[0]?.itemVersions).toEqual([{ code: "I1", version: 3 }]);
    expect(written.content?.facts).toMatchObject({ planId: plan.id, revision: 1 });
    expect(written.content === null ? "" : planVersionOf(written.content)).toBe(written.content_hash);
    expect(decision.events).toEqual([{ type: "handed-in", facts: { revision: 1 } }]);
  });

  it("is refused with what the regulation does not allow (articles 8, 18, 20)", () => {
    const lacking = planIn("submitted", { entries: [{ ...completeEntry, scope: undefined }] });
    expect(codeOf(() => publish(lacking))).toBe("plan/incomplete");
    const repealed = { ...facts, registry: { ...facts.registry, items: [] } };
    expect(codeOf(() => publish(planIn("submitted"), repealed))).toBe("item/not-in-force");
    const caps = { ratio: "0.009", frequency: 4 };
    expect(codeOf(() => publish(planIn("submitted"), { ...facts, caps }))).toBe("plan/ratio-above-cap");
    const others = [{ id: "another", revisions: [[completeEntry]] }];
    const both = { ratio: "0.019", frequency: 4 };
    expect(codeOf(() => publish(planIn("submitted"), { ...facts, caps: both, others }))).toBe(
      "plan/ratio-above-cap",
    );
  });
});

describe("an adjustment (article 17)", () => {
  const { id: _, ...nameless } = completeEntry;
  const command = commandOf({ title: "调整后", reason: "增加频次", entries: [completeEntry, nameless] });
  const adjust = (id = command.id) =>
    decideAdjust(planIn("published"), { ...command, id }, { facts, nextRevision: 4 });

  it("is what the plan says from then on, due in five working days, beside what stays in force", () => {
    const { written, ...row } = decided(planIn("published"), adjust());
    expect(row).toMatchObject({
      state: "adjusting",
      revision: 4,
      title: "调整后",
      due_at: dueOverTheHoliday,
      published_revision: 1,
      plan_version: inForce.content_hash,
    });
    expect(written).toMatchObject({ revision: 4, reason: "增加频次", at: handedInAt });
    expect(written.content?.sections[0]).toEqual({ title: "调整理由", text: "增加频次" });
    expect(adjust().events).toEqual([
      { type: "adjusted", facts: { revision: 4, due: dueOverTheHoliday.toISOString() } },
    ]);
  });

  it("names its new entries alike however often it is decided, and keeps the names of the others", () => {
    const ids = (commandId?: string) => adjust(commandId).adds?.entries.map((entry) => entry.id);
    expect(ids()).toEqual(ids());
    const [kept, added] = ids() ?? [];
    expect(kept).toBe(completeEntry.id);
    expect(added).not.toBe(kept);
    expect(ids("01890000-0000-7000-8000-0000000000dd")?.[1]).not.toBe(added);
  });
});

describe("disclosure's notice", () => {
  it("puts what was handed in in force, from when it was published", () => {
    const { written, ...row } = decided(
      planIn("adjusting"),
      decidePublished(planIn("adjusting"), notice(2), { lastVersion: 1 }),
    );
    expect(row).toMatchObject({ state: "published", published_revision: 2, due_at: null });
    expect(row.plan_version).toBe(written.content_hash);
    expect(written.published_at).toEqual(new Date("2026-09-28T01:00:00Z"));
  });

  it("that was told before changes nothing, of a further version is on record", () => {
    const tell = (version: number) =>
      decidePublished(planIn("published"), notice(version), { lastVersion: 1 });
    expect(tell(1)).toEqual({ patch: {}, events: [] });
    expect(tell(2)).toEqual({
      patch: {},
      events: [{ type: "version-published", facts: { version: 2, by: "official", revision: 1 } }],
    });
  });
});

describe("what is handed back", () => {
  const refusal = { deed: "publishPlan", code: "not-found" } as const;

  it("of a first publication is a draft with the same contents under another revision", () => {
    const plan = planIn("publishing");
    const back = decided(plan, handBack(plan, refusal, { inForce: null, nextRevision: 2 }));
    expect(back).toMatchObject({ state: "draft", revision: 2, published_revision: null });
    expect(back.written).toMatchObject({ content: null, content_hash: null, entries: plan.written.entries });
  });

  it("of an adjustment leaves in force what was", () => {
    const plan = planIn("adjusting", { title: "调整后" });
    const back = decided(plan, handBack(plan, refusal, { inForce, nextRevision: 3 }));
    expect(back).toMatchObject({ state: "published", revision: 1, title: inForce.title, written: inForce });
  });
});

describe("a draft that is written anew", () => {
  it("keeps its revision, and the ids that are named", () => {
    const plan = planIn("draft");
    const { id: _, ...nameless } = completeEntry;
    const body = { year: 2027, title: "改", entries: [completeEntry, nameless] };
    const { act } = commandOf({});
    const { written, ...row } = decided(
      plan,
      decideRedraft(plan, body, act, () => "new"),
    );
    expect(row).toMatchObject({ state: "draft", revision: 1, year: 2027, title: "改" });
    expect(written.entries.map((entry) => entry.id)).toEqual([completeEntry.id, "new"]);
  });
});
