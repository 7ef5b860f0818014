import { z } from "zod";
import { authorityCode, instant } from "./basics.ts";

/** Why a matter (a plan, a campaign, an inspection, a supervision order) does not go on by itself as it should. What is stuck is tried again all the time. */
export const stuckCause = z.object({
  /** A deed that it owes outside fails; its workflow does not take up a command; or time, which is due, does not move it. */
  kind: z.enum(["deed", "command", "time"]),
  /** The deed's or the command's name. */
  name: z.string(),
  /**
   * Of a deed what the last attempt failed with: a refusal's code, or an error's name. Of a command `undecided`, or `untold`
   * where it is decided and what follows is not done yet. Of time `unanswered`.
   */
  code: z.string(),
  /** Since when it is owed, was received, or was due. */
  since: instant,
});
export type StuckCause = z.infer<typeof stuckCause>;

/** How many matters are stuck, by kind and authority; those of which none is are left out. */
export const stuckCounts = z.object({
  items: z.array(
    z.object({
      kind: z.enum(["plan", "campaign", "inspection", "supervision"]),
      authority: authorityCode,
      count: z.number().int(),
    }),
  ),
});
