import type { ExplainedCampaignDue } from "@shuangsui/contracts";
import { endOf } from "@shuangsui/workdays";
import type { Draw } from "../draws/store.ts";
import type { Selectable } from "kysely";
import type { CampaignTable } from "./tables.ts";

/** Working days after the last check is over by which a draw is revealed. */
export const revealWorkdays = 5;

type Dated = Pick<Selectable<CampaignTable>, "window_to" | "last_check_over_at" | "reveal_due">;

/** The due times of a campaign as far as they are known, each with its reason (articles 22, 23). */
export function explainedDueTimes(
  { window_to: windowTo, last_check_over_at: lastOver, reveal_due: revealDue }: Dated,
  { committed_at: committedAt, reveal_by: revealBy }: Pick<Draw, "committed_at" | "reveal_by">,
): ExplainedCampaignDue[] {
  const window = { deadline: "campaign-window", due: endOf(windowTo).toISOString() } as const;
  return [
    { ...window, from: null, workdays: null },
    ...(revealBy === null || committedAt === null
      ? []
      : [
          {
            ...{ deadline: "contribution" as const, due: revealBy.toISOString(), workdays: null },
            from: { what: "committed" as const, at: committedAt.toISOString() },
          },
        ]),
    ...(revealDue === null || lastOver === null
      ? []
      : [
          {
            ...{ deadline: "reveal" as const, due: revealDue.toISOString(), workdays: revealWorkdays },
            from: { what: "checks-over" as const, at: lastOver.toISOString() },
          },
        ]),
  ];
}
