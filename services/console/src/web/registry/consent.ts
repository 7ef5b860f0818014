import { superiorsOf, type proposalView } from "@shuangsui/contracts";
import type { z } from "zod";

type Proposal = z.infer<typeof proposalView>;

/** Whether an authority's consent to a proposal is waited for: of each that supervises the entity, or of the superior, in the place of all (article 5). */
export function isAsked(
  { authority, status, waitsFor, answers }: Pick<Proposal, "authority" | "status" | "waitsFor" | "answers">,
  own: string,
): boolean {
  if (status !== "open") return false;
  return (
    waitsFor.includes(own) ||
    (superiorsOf(authority).includes(own) && answers.every((one) => one.authority !== own))
  );
}
