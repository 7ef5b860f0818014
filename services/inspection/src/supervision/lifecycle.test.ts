import { Problem } from "@shuangsui/contracts";
import { describe, expect, it } from "vitest";
import { daysOff, mangshiCalendarsWith } from "../testing/calendars.ts";
import { commandOf, orderedAt, orderIn } from "../testing/supervision.ts";
import { decideAnswer } from "./commands/answer.ts";
import { decideClose } from "./commands/close.ts";
import { supervisionRules } from "./commands/index.ts";
import { decideReceive } from "./commands/receive.ts";
import { decideReturn } from "./commands/return.ts";
import { decideWithdraw } from "./commands/withdraw.ts";
import {
  afterChange,
  byItselfOf,
  supervisionLifecycle,
  type Supervision,
  type SupervisionDecision,
} from "./lifecycle.ts";

const received = { received_at: new Date("2026-09-15T02:00:00Z") };
const due = orderIn().due_at;
const escalated = { missed_at: due, escalated_at: due, escalated_to: "530000", breaches: 1 };
const givens = {
  opened: orderIn(),
  "opened, overdue": orderIn({ missed_at: due, breaches: 1, above: null }),
  received: orderIn({ ...received, state: "received" }),
  escalated: orderIn({ ...escalated, state: "escalated" }),
  "escalated, received": orderIn({ ...escalated, ...received, state: "escalated" }),
  answered: orderIn({ ...received, state: "answered", answered_at: orderedAt }),
  closed: orderIn({ ...received, state: "closed", ended_at: orderedAt }),
  withdrawn: orderIn({ state: "withdrawn", ended_at: orderedAt }),
} satisfies Record<string, Supervision>;
type Given = keyof typeof givens;

const by = (callerAuthority: string) => ({ callerAuthority });
const statement = { statement: "已整改" };
const again = { reason: "整改不到位", workdays: 2 };
const asks = {
  receive: (order) => decideReceive(order, commandOf({})),
  answer: (order) => decideAnswer(order, commandOf(statement)),
  close: (order) => decideClose(order, commandOf(statement, by("533100"))),
  return: (order) => decideReturn(order, commandOf(again, by("533100"))),
  withdraw: (order) => decideWithdraw(order, commandOf({ reason: "有误" }, by("533100"))),
} satisfies Record<string, (order: Supervision) => SupervisionDecision>;
type Asked = keyof typeof asks;

const wrong = "supervision/wrong-state";
/** What comes of each: the state then, or the refusal. */
const table: Record<Given, Record<Asked, string>> = {
  opened: { receive: "received", answer: wrong, close: wrong, return: wrong, withdraw: "withdrawn" },
  "opened, overdue": {
    ...{ receive: "received", answer: wrong, close: wrong },
    ...{ return: wrong, withdraw: "withdrawn" },
  },
  received: { receive: wrong, answer: "answered", close: wrong, return: wrong, withdraw: "withdrawn" },
  escalated: { receive: "escalated", answer: wrong, close: wrong, return: wrong, withdraw: "withdrawn" },
  "escalated, received": {
    ...{ receive: wrong, answer: "answered", close: wrong },
    ...{ return: wrong, withdraw: "withdrawn" },
  },
  answered: { receive: wrong, answer: wrong, close: "closed", return: "received", withdraw: "withdrawn" },
  closed: { receive: wrong, answer: wrong, close: wrong, return: wrong, withdraw: wrong },
  withdrawn: { receive: wrong, answer: wrong, close: wrong, return: wrong, withdraw: wrong },
};

function outcomeOf(order: Supervision, decide: (order: Supervision) => SupervisionDecision): string {
  try {
    return decide(order).patch.state ?? order.state;
  } catch (error) {
    if (error instanceof Problem) return error.code;
    throw error;
  }
}
const after = (order: Supervision, decision: SupervisionDecision, at = orderedAt) =>
  afterChange(order, decision.patch, at);

describe("an order that is asked something (article 4)", () => {
  const rows = Object.entries(table).flatMap(([given, row]) =>
    Object.entries(row).map(([asked, outcome]) => [given as Given, asked as Asked, outcome] as const),
  );
  it.each(rows)("%s, %s: %s", (given, asked, outcome) => {
    expect(outcomeOf(givens[given], asks[asked])).toBe(outcome);
  });

  it("is answered by whose it is, and decided on by the superior", () => {
    const who = Object.entries(supervisionRules).map(([type, { askedBy }]) => [type, askedBy]);
    expect(Object.fromEntries(who)).toEqual({
      receive: "owner",
      answer: "owner",
      close: "superior",
      return: "superior",
      withdraw: "superior",
    });
  });

  it.each(["close", "return", "withdraw"] as const)(
    "lets who ordered %s it, and whom it was escalated to, and no other superior",
    (asked) => {
      const decide = (callerAuthority: string, order: Supervision) => {
        const decisions = {
          close: () => decideClose(order, commandOf(statement, by(callerAuthority))),
          return: () => decideReturn(order, commandOf(again, by(callerAuthority))),
          withdraw: () => decideWithdraw(order, commandOf({ reason: "有误" }, by(callerAuthority))),
        };
        return outcomeOf(order, decisions[asked]);
      };
      const before = givens.answered;
      const late = { ...before, ...escalated };
      const not = "supervision/not-who-ordered";
      expect([decide("530000", before), decide("533103", before)]).toEqual([not, not]);
      expect([decide("533100", before), decide("530000", late), decide("533103", late)]).toEqual([
        ...[table.answered[asked], table.answered[asked], not],
      ]);
    },
  );

  it("is late from the instant of its due time on, by the stamp of its receipt alone", () => {
    const lateAt = (at: Date) => decideAnswer(givens.received, commandOf(statement, { at })).patch.late;
    expect([lateAt(new Date(due.getTime() - 1)), lateAt(due)]).toEqual([false, true]);
  });

  it("given back, counts its new day from then on, and nothing of the answer before", () => {
    const late = { ...givens.answered, ...escalated, late: true, reminders: 2 };
    const at = new Date("2026-09-22T01:00:00Z");
    const back = after(late, decideReturn(late, commandOf(again, { at, callerAuthority: "533100" })));
    // 25 to 27 September are 中秋节.
    expect(back).toMatchObject({ state: "received", due_from: at, missed_at: null, reminders: 0 });
    expect(back).toMatchObject({ due_at: new Date("2026-09-24T16:00:00Z"), answered_at: null, late: false });
    expect(back).toMatchObject({ breaches: 1, escalated_to: "530000" });
  });
});

/** What time does to an order on its own, until it does nothing more: the events with the times at which they came. */
function lived(given: Supervision): string[] {
  const happened: string[] = [];
  let order = given;
  for (
    let next = supervisionLifecycle.nextAt(order);
    next !== null;
    next = supervisionLifecycle.nextAt(order)
  ) {
    const decision = supervisionLifecycle.elapsed(order, next);
    if (decision === null) throw new Error("time does nothing when it should");
    happened.push(...decision.events.map(({ type }) => `${type} ${next?.toISOString().slice(0, 13)}`));
    order = after(order, decision, next);
  }
  return [...happened, order.state];
}

describe("time", () => {
  it("reminds two and one working days before, then escalates, or where nobody is above marks it overdue", () => {
    const reminded = ["reminded 2026-09-17T16", "reminded 2026-09-19T16"];
    expect(lived(givens.opened)).toEqual([...reminded, "escalated 2026-09-21T16", "escalated"]);
    expect(lived(orderIn({ above: null }))).toEqual([...reminded, "overdue 2026-09-21T16", "opened"]);
  });

  it("reminds of nothing before the order itself", () => {
    const soon = orderIn({ due_at: new Date("2026-09-17T16:00:00Z"), workdays: 2 });
    expect(lived(soon)).toEqual(["reminded 2026-09-15T16", "escalated 2026-09-17T16", "escalated"]);
  });

  it.each([
    "opened, overdue",
    "escalated",
    "escalated, received",
    "answered",
    "closed",
    "withdrawn",
  ] as const)("does nothing to one that is %s", (given) => {
    expect(supervisionLifecycle.nextAt(givens[given])).toBeNull();
    expect(supervisionLifecycle.elapsed(givens[given], new Date("2030-01-01T00:00:00Z"))).toBeNull();
    expect(byItselfOf(givens[given])).toBeNull();
  });

  it("is moved by a calendar that changes, from, to and by which notice, and a passed day never", () => {
    const at = new Date("2026-09-16T01:00:00Z");
    const calendars = mangshiCalendarsWith({ at, by: daysOff("1号", "2026-09-17", "2026-09-18") });
    const before = orderIn({ ...received, state: "received", calendars, reminders: 1 });
    const decision = supervisionLifecycle.elapsed(before, at);
    const to = new Date("2026-09-23T16:00:00Z");
    expect(decision).toMatchObject({ patch: { due_at: to, reminders: 0 } });
    expect(decision?.events).toMatchObject([
      {
        type: "due-moved",
        facts: { deadline: "supervision", from: due.toISOString(), to: to.toISOString(), notice: "1号" },
      },
    ]);
    const missed = { ...givens["escalated, received"], calendars };
    expect(supervisionLifecycle.elapsed(missed, new Date("2026-10-01T00:00:00Z"))).toBeNull();
  });

  it("says what is waited for and until when", () => {
    const waiting = Object.fromEntries(
      Object.entries(givens).map(([given, order]) => {
        const waits = supervisionLifecycle.waiting(order);
        return [given, `${waits.for}${waits.due === null ? "" : " by its day"}`];
      }),
    );
    expect(waiting).toEqual({
      opened: "receipt by its day",
      "opened, overdue": "receipt by its day",
      received: "answer by its day",
      escalated: "receipt by its day",
      "escalated, received": "answer by its day",
      answered: "closing",
      closed: "nothing",
      withdrawn: "nothing",
    });
  });
});
