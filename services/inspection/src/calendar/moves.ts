import type { DeadlineName } from "@shuangsui/contracts";
import type { Facts, NewEvent } from "@shuangsui/service-kit";
import { isNotice, type Edition } from "@shuangsui/workdays";

/** A due time that a changed calendar moves. */
export type Move = { deadline: DeadlineName; from: Date; to: Date };

/** The event of a move: which due time, from, to, and by which notice; none where a setting moved it. */
export function movedEvent({ deadline, from, to }: Move, { by, version }: Edition): NewEvent<"due-moved"> {
  const cause: Facts = isNotice(by)
    ? { issuer: by.authority, notice: by.number }
    : { issuer: by.authority, notice: null, stopDeadlines: by.stopDeadlines };
  return {
    type: "due-moved",
    facts: { deadline, from: from.toISOString(), to: to.toISOString(), ...cause, calendarVersion: version },
  };
}
