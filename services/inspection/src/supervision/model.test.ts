import { Problem } from "@shuangsui/contracts";
import fc from "fast-check";
import { expect, it } from "vitest";
import { commandOf, orderIn } from "../testing/supervision.ts";
import { decideAnswer } from "./commands/answer.ts";
import { decideClose } from "./commands/close.ts";
import { decideReceive } from "./commands/receive.ts";
import { decideReturn } from "./commands/return.ts";
import { decideWithdraw } from "./commands/withdraw.ts";
import {
  afterChange,
  supervisionLifecycle,
  type Supervision,
  type SupervisionDecision,
} from "./lifecycle.ts";

const steps = ["receive", "answer", "close", "return", "withdraw", "hour", "day", "week"] as const;
type Step = (typeof steps)[number];
const hours: Partial<Record<Step, number>> = { hour: 1, day: 24, week: 168 };

type Lived = { order: Supervision; now: Date; ever: { missed: number; ended: boolean } };

/** Writes down what time had done by now, as the frame does before each command. */
function elapse({ order, now, ever }: Lived): Lived {
  const decision = supervisionLifecycle.elapsed(order, now);
  if (decision === null) return { order, now, ever };
  const missed = ever.missed + decision.events.filter(({ type }) => isMissed(type)).length;
  return elapse({ order: afterChange(order, decision.patch, now), now, ever: { ...ever, missed } });
}
const isMissed = (type: string) => type === "escalated" || type === "overdue";

function decisionOf(step: Step, { order, now }: Lived): SupervisionDecision | null {
  const at = { at: now };
  const above = { at: now, callerAuthority: order.escalated_to ?? "533100" };
  switch (step) {
    case "receive":
      return decideReceive(order, commandOf({}, at));
    case "answer":
      return decideAnswer(order, commandOf({ statement: "已整改" }, at));
    case "close":
      return decideClose(order, commandOf({ statement: "同意" }, above));
    case "return":
      return decideReturn(order, commandOf({ reason: "不足", workdays: 2 }, above));
    case "withdraw":
      return decideWithdraw(order, commandOf({ reason: "有误" }, above));
    case "hour":
    case "day":
    case "week":
      return null;
    default:
      return step satisfies never;
  }
}

function take(before: Lived, step: Step): Lived {
  const passed = elapse({
    ...before,
    now: new Date(before.now.getTime() + (hours[step] ?? 0) * 3_600_000),
  });
  try {
    const decision = decisionOf(step, passed);
    if (decision === null) return passed;
    const order = afterChange(passed.order, decision.patch, passed.now);
    return { ...passed, order, ever: { ...passed.ever, ended: order.ended_at !== null } };
  } catch (error) {
    if (error instanceof Problem && error.code === "supervision/wrong-state") return passed;
    throw error;
  }
}

function requireSound({ order, now, ever }: Lived): void {
  const { state } = order;
  const unanswered = state === "opened" || state === "received" || state === "escalated";
  const hold = (held: boolean, what: string) => {
    if (!held) throw new Error(`${what}: ${JSON.stringify({ ...order, calendars: null })}`);
  };
  hold(order.breaches === ever.missed, "each passed day is counted, and once");
  hold(unanswered === (order.answered_at === null) || ever.ended, "what is answered awaits no answer");
  hold((order.ended_at !== null) === (state === "closed" || state === "withdrawn"), "what is over has ended");
  hold(
    !unanswered || now < order.due_at || order.missed_at !== null,
    "no day passes unanswered without a word",
  );
  hold(state !== "escalated" || order.escalated_to === order.above, "what is escalated is with the superior");
  hold(order.late === (order.late && order.missed_at !== null), "what is late has missed its day");
  hold((order.look_at === null) === (!unanswered || order.missed_at !== null), "time moves what runs alone");
}

it("keeps what must hold of an order (article 4), whatever is asked and whenever, 5,000 times", () => {
  const ends = new Set<string>();
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(...steps), { minLength: 3, maxLength: 14, size: "max" }),
      fc.boolean(),
      (sequence, isTop) => {
        const order = orderIn(isTop ? { above: null } : {});
        let lived: Lived = { order, now: order.created_at, ever: { missed: 0, ended: false } };
        for (const step of sequence) {
          lived = take(lived, step);
          requireSound(lived);
        }
        ends.add(lived.order.state);
      },
    ),
    { numRuns: 5_000 },
  );
  expect([...ends].toSorted()).toEqual([
    "answered",
    "closed",
    "escalated",
    "opened",
    "received",
    "withdrawn",
  ]);
});
