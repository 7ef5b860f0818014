import {
  inspectionState,
  Problem,
  type InspectionCommandType,
  type InspectionState,
} from "@shuangsui/contracts";
import type { Command } from "@shuangsui/service-kit";
import { publishedNotice } from "@shuangsui/workflows/inspection/contract";
import { newest } from "@shuangsui/workdays";
import { describe, expect, it } from "vitest";
import { daysOff, mangshiCalendarsWith } from "../testing/calendars.ts";
import { mangshiCalendars } from "../testing/calendars.ts";
import { vectorChange, vectorDraw, vectorInspections, vectorTeam } from "../testing/draw-vector.ts";
import {
  approve,
  ask,
  bodyOf,
  decide,
  deliver,
  drawnModel,
  orderedModel,
  owedNow,
  wait,
  type Model,
} from "../testing/inspection-model.ts";
import { inspectionRules } from "./commands/index.ts";
import { decideGone, goneByLot } from "./commands/gone.ts";
import { decideRecusal, recusalByLot } from "./commands/decide-recusal.ts";
import { decideRecuse } from "./commands/recuse.ts";
import { decideReplace, replacementByLot } from "./commands/replace.ts";
import { asked as askedFor } from "./recusals.ts";
import { endOfDay, inspectionLifecycle, timesOf, type InspectionDecision } from "./lifecycle.ts";
import type { Recusal } from "./tables.ts";

const startAt = new Date("2026-09-15T01:00:00Z");
const [opaqueId = ""] = vectorDraw.state.teams.keys();

type Happening =
  | InspectionCommandType
  | "publish by disclosure"
  | "fact by disclosure"
  | "wait"
  | "objections over"
  | "credit";

/** An inspection to which this was done, one thing after another, an hour between them. */
function after(...done: Happening[]): Model {
  const model = drawnModel(startAt);
  model.row = { ...model.row, draw_id: vectorDraw.id, opaque_id: opaqueId };
  return afterAll(model, done);
}

/** An emergency of another origin, without an approval, to which this was done. */
const emergency = (...done: Happening[]): Model => afterAll(orderedModel(startAt), done);

function afterAll(model: Model, done: readonly Happening[]): Model {
  for (const one of done) {
    model.now = new Date(model.now.getTime() + 3_600_000);
    if (one === "wait") wait(model, model.row.look_at ?? model.now);
    else if (one === "objections over") wait(model, model.row.objection_due ?? model.now);
    else if (one === "credit") deliver(model, "enterCredit", false);
    else if (one === "publish by disclosure") ask(model, "published", noticeOf(model));
    else if (one === "fact by disclosure") ask(model, "published", { ...noticeOf(model), breach: true });
    else if (ask(model, one, bodyOf(model, one)) !== "done") throw new RangeError(`${one} was refused`);
  }
  return model;
}

const noticeOf = ({ now, row }: Model) => ({
  kind: "result",
  subjectId: row.id,
  version: row.published_version + 1,
  publishedAt: now.toISOString(),
  by: "official",
  breach: false,
});

const toCheck = ["confirm", "notify", "begin"] as const;
const toFeedback = [...toCheck, "record", "sign", "path", "report", "sign", "feedback"] as const;
const toPublished = [...toFeedback, "publish by disclosure"] as const;
const request = { ground: "kinship", declaredBy: "officer", statement: "近亲属" } as const;
const recusalId = "019a0000-0000-7000-8000-000000000001";
const startedAt = "2026-09-15T01:00:00.000Z";
/** With a recusal that another than who decides has asked for. */
function withRecusal(model: Model, changes: Partial<Recusal> = {}): Model {
  const number = vectorTeam(opaqueId)[0]?.number ?? 0;
  const recusal = askedFor(
    [],
    recusalId,
    { number, ...request },
    {
      at: model.now,
      actor: "officer",
      calendar: newest(mangshiCalendars).calendar,
    },
  );
  const row = { ...model.row, recusals: [{ ...recusal, ...changes }] };
  return { ...model, row: { ...row, ...timesOf(row) } };
}
/** Where an inspection may stand when it is asked something. */
const givens = {
  drawn: after(),
  confirmed: after("confirm"),
  notified: after("confirm", "notify"),
  "drawn, recusal asked": withRecusal(after()),
  "drawn, recusal escalated": withRecusal(after(), { escalatedAt: startedAt }),
  "notified, recusal asked": withRecusal(after("confirm", "notify")),
  checking: after(...toCheck),
  "checking, record missed": after(...toCheck, "wait", "wait", "wait"),
  "checking, that known": after(...toCheck, "wait", "wait", "wait", "fact by disclosure"),
  "checking, record written": after(...toCheck, "record"),
  "checking, record missed and written": after(...toCheck, "wait", "wait", "wait", "record"),
  "checking, that known, record written": after(
    ...toCheck,
    "wait",
    "wait",
    "wait",
    "fact by disclosure",
    "record",
  ),
  "cancelled, record written": after(...toCheck, "record", "cancel"),
  recorded: after(...toCheck, "record", "sign"),
  handled: after(...toCheck, "record", "sign", "path"),
  "handled, reminded twice": after(...toCheck, "record", "sign", "path", "wait", "wait"),
  "handled, report missed": after(...toCheck, "record", "sign", "path", "wait", "wait", "wait"),
  "handled, fact published": after(
    ...toCheck,
    "record",
    "sign",
    "path",
    "wait",
    "wait",
    "wait",
    "fact by disclosure",
  ),
  "handled, report written": after(...toCheck, "record", "sign", "path", "report"),
  "handled, fact published, report written": after(
    ...toCheck,
    "record",
    "sign",
    "path",
    "wait",
    "wait",
    "wait",
    "fact by disclosure",
    "report",
  ),
  "signed, supplement written": after(...toCheck, "record", "sign", "path", "report", "sign", "supplement"),
  signed: after(...toCheck, "record", "sign", "path", "report", "sign"),
  "checking, unapproved": emergency(...toCheck),
  "checking, approval missed": emergency(...toCheck, "wait"),
  "handled, unapproved": emergency(...toCheck, "record", "sign", "path"),
  "fed-back, unapproved": emergency(...toFeedback),
  "cancelled, unapproved": emergency(...toCheck, "cancel"),
  "fed-back": after(...toFeedback),
  "fed-back, objected": after(...toFeedback, "object"),
  published: after(...toPublished),
  "published, objected": after(...toPublished, "object"),
  "published, objections over": after(...toPublished, "objections over"),
  closed: after(...toPublished, "objections over", "credit"),
  "closed, objected": after(...toPublished, "object", "wait", "credit"),
  "closed, repaired": after(...toPublished, "objections over", "credit", "repair"),
  gone: { ...after(), row: { ...after("cancel").row, state: "gone" } },
  "no-team": { ...after(), row: { ...after("cancel").row, state: "no-team" } },
  lapsed: after("confirm", "wait"),
  cancelled: after("cancel"),
} satisfies Record<string, Model>;
type Given = keyof typeof givens;

type Asked = InspectionCommandType | typeof publishedNotice | "time";
const asked = [...Object.keys(inspectionRules), "time"] as Asked[];

function commandOf<Body>(body: Body, at: Date): Command<Body> {
  return { id: "", body, act: { at, actor: "official-1", requestId: null }, callerAuthority: "533103" };
}

/** What is decided of it, now. */
function decideOn(model: Model, what: Asked): InspectionDecision | null {
  const { row, now } = model;
  const others = vectorInspections(now);
  if (what === "time") return row.look_at === null ? null : inspectionLifecycle.elapsed(row, row.look_at);
  const team = vectorTeam(opaqueId);
  const number = team[0]?.number ?? 0;
  if (what === "recuse") return decideRecuse(row, commandOf({ number, ...request }, now), { team });
  if (what === "decide-recusal") {
    const change = vectorChange(recusalByLot(row, number, team, vectorDraw), others);
    const body = { recusalId, granted: true, statement: "情况属实" };
    return decideRecusal(row, commandOf(body, now), change);
  }
  if (what === "replace") {
    const body = { number, reason: "leave", statement: "休假" } as const;
    return decideReplace(
      row,
      commandOf(body, now),
      vectorChange(replacementByLot(row, body, team, vectorDraw), others),
    );
  }
  if (what === "gone") {
    const body = { statement: "已注销", evidenceSha256: "0".repeat(64) };
    return decideGone(row, commandOf(body, now), vectorChange(goneByLot(row, vectorDraw), others));
  }
  return decide(model, what, what === "published" ? noticeOf(model) : bodyOf(model, what));
}

/** The state that it leads to, what is owed and no longer owed then; or the refusal. */
function outcomeOf(model: Model, what: Asked): string {
  try {
    const decision = decideOn(model, what);
    if (decision === null) return "nothing";
    const owes = (decision.owes ?? []).map((owed) => ` +${typeof owed === "string" ? owed : owed.deed}`);
    const types = decision.events.map(({ type }) => type).join(",");
    const state: InspectionState = decision.patch.state ?? model.row.state;
    return [`${state}: ${types}`, ...owes].join("");
  } catch (error) {
    if (error instanceof Problem) return error.code;
    throw error;
  }
}

const wrong = "inspection/wrong-state";
const open = "inspection/recusal-open";
const gone = "gone: alternate-called,gone +startAlternate +publishWhy";
const cancelled = "cancelled: cancelled +publishWhy";
const checkBegun = "inspection/check-begun";
const begun = {
  recuse: checkBegun,
  "decide-recusal": checkBegun,
  replace: checkBegun,
  gone: checkBegun,
};
/**
 * What comes of each: the state, what happened and what is owed then, or the refusal. What is left out is refused as `wrong`, a
 * repair since nothing was entered that it could repair, and time does nothing.
 */
const table: Record<Given, Partial<Record<Asked, string>>> = {
  drawn: {
    recuse: "drawn: recusal-declared",
    "decide-recusal": "not-found",
    replace: "drawn: member-left,team-changed",
    gone,
    cancel: cancelled,
    confirm: "confirmed: confirmed",
    begin: "inspection/notice-missing",
    published: "drawn: version-published",
    time: "confirmed: confirmed",
  },
  confirmed: {
    recuse: "confirmed: recusal-declared",
    "decide-recusal": "not-found",
    replace: "confirmed: member-left,team-changed",
    gone,
    cancel: cancelled,
    notify: "notified: notified",
    begin: "inspection/notice-missing",
    published: "confirmed: version-published",
    time: "lapsed: lapsed +publishWhy",
  },
  notified: {
    recuse: "notified: recusal-declared",
    "decide-recusal": "not-found",
    replace: "notified: member-left,team-changed,notice-amended",
    gone,
    cancel: cancelled,
    begin: "checking: begun",
    published: "notified: version-published",
    time: "lapsed: lapsed +publishWhy",
  },
  "drawn, recusal asked": {
    recuse: open,
    "decide-recusal": "drawn: recusal-granted,team-changed",
    replace: "drawn: member-left,team-changed",
    gone,
    cancel: cancelled,
    confirm: open,
    begin: "inspection/notice-missing",
    published: "drawn: version-published",
    time: "drawn: recusal-escalated",
  },
  "drawn, recusal escalated": {
    recuse: open,
    "decide-recusal": "drawn: recusal-granted,team-changed",
    replace: "drawn: member-left,team-changed",
    gone,
    cancel: cancelled,
    confirm: open,
    begin: "inspection/notice-missing",
    published: "drawn: version-published",
  },
  "notified, recusal asked": {
    recuse: open,
    "decide-recusal": "notified: recusal-granted,team-changed,notice-amended",
    replace: "notified: member-left,team-changed,notice-amended",
    gone,
    cancel: cancelled,
    begin: open,
    published: "notified: version-published",
    time: "notified: recusal-escalated",
  },
  checking: {
    ...begun,
    cancel: cancelled,
    record: "checking: paper-offered",
    published: "checking: version-published",
    time: "checking: reminded",
  },
  "checking, record missed": {
    ...begun,
    cancel: cancelled,
    record: "checking: paper-offered",
    published: "checking: version-published",
  },
  "checking, that known": {
    ...begun,
    cancel: cancelled,
    record: "checking: paper-offered",
    published: "checking: version-published",
  },
  "checking, record written": {
    ...begun,
    cancel: cancelled,
    record: "checking: paper-offered",
    sign: "recorded: paper-signed,recorded +openPublication",
    published: "checking: version-published",
    time: "checking: reminded",
  },
  "checking, record missed and written": {
    ...begun,
    cancel: cancelled,
    record: "checking: paper-offered",
    sign: "recorded: paper-signed,recorded +openPublication",
    published: "checking: version-published",
  },
  "checking, that known, record written": {
    ...begun,
    cancel: cancelled,
    record: "checking: paper-offered",
    sign: "recorded: paper-signed,recorded",
    published: "checking: version-published",
  },
  "cancelled, record written": { published: "cancelled: version-published" },
  recorded: {
    ...begun,
    path: "handled: path-taken,findings-handled",
    report: "report/finding-open",
    published: "recorded: version-published",
    time: "recorded: reminded",
    supplement: "recorded: paper-offered",
  },
  handled: {
    ...begun,
    path: "handled: path-taken",
    report: "handled: paper-offered",
    published: "handled: version-published",
    time: "handled: reminded",
    supplement: "handled: paper-offered",
  },
  "handled, reminded twice": {
    ...begun,
    path: "handled: path-taken",
    report: "handled: paper-offered",
    published: "handled: version-published",
    time: "handled: report-missed +moveDueTime",
    supplement: "handled: paper-offered",
  },
  "handled, report missed": {
    ...begun,
    path: "handled: path-taken",
    report: "handled: paper-offered",
    published: "handled: version-published",
    time: "handled: publication-unheard +askPublication",
    supplement: "handled: paper-offered",
  },
  "handled, fact published": {
    ...begun,
    path: "handled: path-taken",
    report: "handled: paper-offered",
    published: "handled: version-published",
    supplement: "handled: paper-offered",
  },
  "handled, report written": {
    ...begun,
    path: "handled: path-taken",
    report: "handled: paper-offered",
    sign: "signed: paper-signed,signed +moveDueTime",
    published: "handled: version-published",
    time: "handled: reminded",
    supplement: "handled: paper-offered",
  },
  "handled, fact published, report written": {
    ...begun,
    path: "handled: path-taken",
    report: "handled: paper-offered",
    sign: "signed: paper-signed,signed",
    published: "handled: version-published",
    supplement: "handled: paper-offered",
  },
  "signed, supplement written": {
    ...begun,
    path: "signed: path-taken",
    feedback: "fed-back: fed-back +giveContent",
    sign: "signed: paper-signed,record-supplemented",
    published: "signed: version-published",
    time: "signed: reminded",
    supplement: "signed: paper-offered",
  },
  signed: {
    ...begun,
    path: "signed: path-taken",
    feedback: "fed-back: fed-back +giveContent",
    published: "signed: version-published",
    time: "signed: reminded",
    supplement: "signed: paper-offered",
  },
  "fed-back": {
    receive: "fed-back: received",
    ...begun,
    path: "fed-back: path-taken",
    object: "fed-back: objected +giveContent",
    publish: "fed-back: publishing-asked +publishEarly",
    published: "published: published",
    time: "fed-back: publication-unheard +askPublication",
    supplement: "fed-back: paper-offered",
  },
  "checking, unapproved": {
    ...begun,
    cancel: cancelled,
    record: "checking: paper-offered",
    published: "checking: version-published",
    time: "checking: approval-missed",
  },
  "checking, approval missed": {
    ...begun,
    cancel: cancelled,
    record: "checking: paper-offered",
    published: "checking: version-published",
    time: "checking: reminded",
  },
  "handled, unapproved": {
    ...begun,
    path: "handled: path-taken",
    report: "handled: paper-offered",
    published: "handled: version-published",
    time: "handled: approval-missed +moveDueTime",
    supplement: "handled: paper-offered",
  },
  "fed-back, unapproved": {
    receive: "fed-back: received",
    ...begun,
    path: "fed-back: path-taken",
    object: "fed-back: objected +giveContent",
    publish: "fed-back: publishing-asked +publishEarly",
    published: "published: published",
    time: "fed-back: approval-missed +giveContent",
    supplement: "fed-back: paper-offered",
  },
  // Whoever cancels a check that nobody approved has not approved it.
  "cancelled, unapproved": {
    published: "cancelled: version-published",
    time: "cancelled: approval-missed",
  },
  "fed-back, objected": {
    receive: "fed-back: received",
    ...begun,
    path: "fed-back: path-taken",
    answer: "fed-back: answered +giveContent",
    publish: "fed-back: publishing-asked +publishEarly",
    published: "published: published",
    time: "fed-back: publication-unheard +askPublication",
    supplement: "fed-back: paper-offered",
  },
  published: {
    receive: "published: received",
    ...begun,
    path: "published: path-taken",
    object: "published: objected +giveContent",
    published: "published: version-published",
    time: "published: objections-closed +enterCredit",
    supplement: "published: paper-offered",
  },
  "published, objected": {
    receive: "published: received",
    ...begun,
    path: "published: path-taken",
    answer: "published: answered +giveContent",
    published: "published: version-published",
    time: "published: objections-closed +enterCredit",
    supplement: "published: paper-offered",
  },
  "published, objections over": {
    receive: "published: received",
    ...begun,
    path: "published: path-taken",
    object: "objection/too-late",
    published: "published: version-published",
    supplement: "published: paper-offered",
  },
  closed: {
    receive: "closed: received",
    path: "closed: path-taken",
    object: "objection/too-late",
    published: "closed: version-published",
    supplement: "closed: paper-offered",
    repair: "closed: credit-repaired +repairCredit +takeDown",
  },
  "closed, objected": {
    receive: "closed: received",
    path: "closed: path-taken",
    object: "objection/too-late",
    answer: "closed: answered +giveContent",
    published: "closed: version-published",
    supplement: "closed: paper-offered",
    repair: "closed: credit-repaired +repairCredit +takeDown",
  },
  "closed, repaired": {
    receive: "closed: received",
    path: "closed: path-taken",
    object: "objection/too-late",
    published: "closed: version-published",
    supplement: "closed: paper-offered",
    repair: "credit/repaired",
  },
  gone: { published: "gone: version-published" },
  "no-team": { published: "no-team: version-published" },
  lapsed: { published: "lapsed: version-published" },
  cancelled: { published: "cancelled: version-published" },
};

describe("an inspection that is asked something (articles 24–31)", () => {
  const cases = (Object.keys(table) as Given[]).flatMap((given) =>
    asked.map((what) => {
      const otherwise = what === "time" ? "nothing" : what === "repair" ? "credit/not-repairable" : wrong;
      return [given, what, table[given][what] ?? otherwise] as const;
    }),
  );
  it.each(cases)("%s, %s: %s", (given, what, outcome) => {
    expect(outcomeOf(givens[given], what)).toBe(outcome);
  });

  it("stands in every state somewhere in this table", () => {
    const states = new Set(Object.values(givens).map(({ row }: Model) => row.state));
    // Both entering and closing are one decision.
    expect([...states, "credited"].toSorted()).toEqual(inspectionState.options.toSorted());
  });

  it("is decided by the worker where the registry or the draw's sealed keys are needed, else at once", () => {
    const byWorker = Object.entries(inspectionRules).filter(([, { decidedBy }]) => decidedBy === "worker");
    expect(byWorker.map(([type]) => type)).toEqual(["decide-recusal", "replace", "gone", "begin"]);
  });
});

describe("time (articles 24, 25, 29–31)", () => {
  const dueOf = (given: Given) => givens[given].row.shown_due;
  it.each([
    ["drawn", "declarations", "2026-09-17T16:00:00.000Z"],
    ["confirmed", "notice", "2026-10-30T16:00:00.000Z"],
    ["checking", "record", "2026-10-30T16:00:00.000Z"],
    ["handled", "report", "2026-09-21T16:00:00.000Z"],
    ["signed", "feedback", "2026-09-17T16:00:00.000Z"],
    ["fed-back", "result", "2026-09-21T16:00:00.000Z"],
    ["published", "objections", "2026-09-18T16:00:00.000Z"],
    // An objection without an answer keeps the credit record waiting for the day of the result.
    ["published, objected", "objections", "2026-09-21T16:00:00.000Z"],
    ["published, objections over", "credit", undefined],
    ["closed", "nothing", undefined],
    ["lapsed", "nothing", undefined],
    ["checking, unapproved", "approval", "2026-09-17T16:00:00.000Z"],
    ["checking, approval missed", "record", "2026-09-17T16:00:00.000Z"],
  ] as const)("%s: waits for %s until %s", (given, waitsFor, due) => {
    expect(inspectionLifecycle.waiting(givens[given].row).for).toBe(waitsFor);
    expect(dueOf(given)?.toISOString()).toBe(due);
  });

  it("shows of a step that was missed when it was due, not what is waited for next", () => {
    expect(dueOf("handled, report missed")).toEqual(givens["handled, report missed"].row.report_due);
    expect(dueOf("checking, record missed")).toEqual(endOfDay("2026-10-30"));
  });

  it("reminds of a deadline two and one working days before, once each, and anew of the next one", () => {
    const { events, row } = after(...toCheck, "record", "sign", "path", "wait", "wait", "report", "sign");
    expect(events.filter(({ type }) => type === "reminded").map(({ at }) => at.toISOString())).toEqual([
      "2026-09-17T16:00:00.000Z",
      "2026-09-19T16:00:00.000Z",
      // That of the feedback, which is due in two working days, comes with the signing.
      "2026-09-19T18:00:00.000Z",
    ]);
    expect(row.reminders).toBe(1);
  });

  it("leaves out reminders whose deadline has passed as well", () => {
    const late = after(...toCheck, "record", "sign", "path");
    wait(late, new Date("2026-12-01T00:00:00Z"));
    expect(late.events.slice(-2)).toMatchObject([{ type: "report-missed" }, { type: "publication-unheard" }]);
    expect(late.events.some(({ type }) => type === "reminded")).toBe(false);
  });
});

describe("an emergency whose check began without an approval (article 25)", () => {
  it("waits for it two working days from then on, and no longer once it is on record, in time or late", () => {
    const inTime = emergency(...toCheck);
    const late = emergency(...toCheck, "wait");
    expect(late.row).toMatchObject({ breaches: 1, approval_missed_at: late.row.approval_due });
    for (const model of [inTime, late]) approve(model);
    expect(inTime.events.at(-1)).toMatchObject({ type: "approved-afterwards", facts: { late: false } });
    expect(late.events.at(-1)).toMatchObject({ type: "approved-afterwards", facts: { late: true } });
    for (const { row } of [inTime, late]) expect(row.shown_due).toEqual(endOfDay("2026-10-30"));
    wait(inTime, new Date("2026-09-30T00:00:00Z"));
    expect(inTime.row).toMatchObject({ state: "checking", breaches: 0, approval_missed_at: null });
  });

  it("has nothing to wait for where it was approved before, and is refused where it is no emergency", () => {
    const before = orderedModel(startAt);
    approve(before);
    for (const type of toCheck) expect(ask(before, type, bodyOf(before, type))).toBe("done");
    expect(before.row).toMatchObject({ state: "checking", approval_due: null });
    const ordinary = orderedModel(startAt);
    ordinary.row = { ...ordinary.row, emergency: false };
    for (const type of ["confirm", "notify"]) ask(ordinary, type, bodyOf(ordinary, type));
    expect(ask(ordinary, "begin", bodyOf(ordinary, "begin"))).toBe("inspection/not-approved");
  });

  it("is moved by a new calendar while it is open, also where the check was cancelled", () => {
    const off = daysOff("1号", "2026-09-16", "2026-09-18");
    for (const steps of [toCheck, [...toCheck, "cancel"] as const]) {
      const model = emergency(...steps);
      const received = new Date("2026-09-15T08:00:00Z");
      model.row = { ...model.row, calendars: mangshiCalendarsWith({ at: received, by: off }) };
      wait(model, new Date("2026-09-17T17:00:00Z"));
      expect(model.row.approval_due).toEqual(endOfDay("2026-09-21"));
      expect(model.row.breaches).toBe(0);
      wait(model, endOfDay("2026-09-21"));
      expect(model.row.breaches).toBe(1);
    }
  });
});

describe("a change of the calendar, and time", () => {
  const off = daysOff("1号", "2026-09-18", "2026-09-20");
  const given = (at: string, ...steps: Parameters<typeof after>) => {
    const model = after(...steps);
    return knowing(model, at, off);
  };
  const knowing = (model: Model, at: string, by: typeof off) => {
    model.row = { ...model.row, calendars: mangshiCalendarsWith({ at: new Date(at), by }) };
    return model;
  };
  const happened = ({ events }: ReturnType<typeof after>) =>
    events.flatMap(({ type, facts }) =>
      type === "due-moved"
        ? [`${facts["deadline"]} to ${facts["to"]}`]
        : type === "report-missed"
          ? [type]
          : [],
    );

  it("moves what is open in the order in which it was received, however late it is written down", () => {
    const model = given("2026-09-16T02:00:00Z", ...toCheck, "record", "sign", "path");
    expect(model.row.report_due).toEqual(new Date("2026-09-21T16:00:00Z"));
    wait(model, new Date("2026-09-22T16:00:00Z"));
    expect(happened(model)).toEqual([
      "report to 2026-09-23T16:00:00.000Z",
      "result to 2026-10-08T16:00:00.000Z",
    ]);
    expect(model.row).toMatchObject({ state: "handled", breaches: 0, calendar_version: 4 });
    expect(owedNow(model)).toContain("openPublication");
    wait(model, new Date("2026-09-23T16:00:00Z"));
    expect(happened(model).at(-1)).toBe("report-missed");
  });

  it("leaves alone what had passed when it was received: the breach comes before it", () => {
    const later = daysOff("1号", "2026-09-28", "2026-09-29");
    const model = knowing(after(...toCheck, "record", "sign", "path"), "2026-09-22T02:00:00Z", later);
    wait(model, new Date("2026-09-28T00:00:00Z"));
    // The result counts from the report's day, 21 September, all the same.
    expect(happened(model)).toEqual(["report-missed", "result to 2026-10-08T16:00:00.000Z"]);
  });

  it("moves nothing of what has ended, and nothing that was done", () => {
    const ended = given("2026-09-16T02:00:00Z", "cancel");
    const confirmed = given("2026-09-16T02:00:00Z", "confirm");
    for (const model of [ended, confirmed]) {
      wait(model, new Date("2026-09-17T00:00:00Z"));
      expect(happened(model)).toEqual([]);
    }
  });
});
