import {
  filledIn,
  type ExplainedCampaignDue,
  type ExplainedDue,
  type ExplainedPlanDue,
  type InspectionDetail,
  type InspectionWaiting,
} from "@shuangsui/contracts";
import type { InspectionWords } from "@shuangsui/contracts/inspection-words/zh";
import { dueText } from "../parts/time.ts";

type DueWords = InspectionWords["due"];

/** Why a due time is what it is: by which rule, from what on, and how many working days. */
export type Explained = {
  rule: keyof DueWords["rule"];
  due: string;
  from: { what: keyof DueWords["beganBy"]; at: string } | null;
  workdays: number | null;
};

/** How much is left of a due time that is awaited. */
export type Left = { workdaysLeft: number | null; overdue: boolean };

/** Which due times may be the one that is shown while that is waited for, the likeliest first. */
const awaited: Readonly<Partial<Record<InspectionWaiting, readonly ExplainedDue["deadline"][]>>> = {
  declarations: ["recusal"],
  recusal: ["recusal-decision"],
  approval: ["approval"],
  notice: ["window"],
  check: ["window"],
  record: ["window"],
  paths: ["report", "result"],
  report: ["report", "result"],
  feedback: ["feedback", "result"],
  result: ["result"],
  objections: ["objection", "result"],
};

/** The reason of a due time that an inspection shows, by what is waited for; undefined where there is none. */
export function reasonOf(
  { dueTimes }: Pick<InspectionDetail, "dueTimes">,
  due: string | null,
  waitingFor?: InspectionWaiting,
): Explained | undefined {
  const ofThen = dueTimes.filter((one) => one.due === due);
  const likely = (waitingFor === undefined ? undefined : awaited[waitingFor]) ?? [];
  const found = likely.map((name) => ofThen.find(({ deadline }) => deadline === name)).find(Boolean);
  const one = found ?? ofThen[0];
  return one === undefined ? undefined : explained(one);
}

/** A due time of a matter as it is explained. */
export function explained({
  deadline,
  ...reason
}: ExplainedDue | ExplainedPlanDue | ExplainedCampaignDue): Explained {
  return { rule: deadline, ...reason };
}

/** Of a plan's entry the last day of its time, which the plan itself names (article 18). */
export function reasonOfWindow({ to }: { to: string }): Explained {
  return { rule: "entry-window", due: endOfDay(to), from: null, workdays: null };
}

/** Of a path the day that was named in its document, which ends at 24:00 (article 27). */
export function reasonOfPath(day: string): Explained {
  return { rule: "path", due: endOfDay(day), from: null, workdays: null };
}

const endOfDay = (day: string) => new Date(`${day}T24:00:00+08:00`).toISOString();

/** How a due time stands that is awaited: ahead, today, or how late; null where it is awaited no more. */
export function standingText(due: string, left: Left | null, says: DueWords): string | null {
  if (left === null || left.workdaysLeft === null) return null;
  const days = left.workdaysLeft;
  if (left.overdue || days < 0)
    return filledIn(says.late, { due: dueText(due), days: Math.max(1, Math.abs(days)) });
  return days === 0 ? says.today : filledIn(says.left, { days });
}
