import type { Standing } from "@shuangsui/contracts";

/** How a matter stands, as the engine's page shows it beside its workflow. */
export function detailsOf({ state, waitingFor, dueAt, owes }: Standing): string {
  const waits = `${state}: waits for ${waitingFor}${dueAt === null ? "" : ` until ${dueAt}`}`;
  return owes.length === 0 ? waits : `${waits}; owes ${owes.join(", ")}`;
}
