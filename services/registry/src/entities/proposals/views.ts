import type { proposalView } from "@shuangsui/contracts";
import type { z } from "zod";
import type { Work } from "../../register/register.ts";
import { supervisionsOf } from "../store.ts";
import { waitsFor } from "./rules.ts";
import { answersOf } from "./store.ts";
import type { Proposal } from "./tables.ts";

/** Proposals as all see them that supervise their entities. */
export async function viewsOf(
  work: Work,
  viewer: string,
  proposals: readonly Proposal[],
): Promise<z.output<typeof proposalView>[]> {
  const ids = proposals.map((one) => one.id);
  const codes = proposals.map((one) => one.credit_code);
  const answers = await answersOf(work, ids);
  const supervisions = await supervisionsOf(work, viewer, codes);
  return proposals.map((one) => {
    const given = answers.get(one.id) ?? [];
    return {
      id: one.id,
      creditCode: one.credit_code,
      authority: one.authority,
      changes: one.changes,
      before: one.before,
      version: one.version,
      reason: one.reason,
      status: one.status,
      proposedAt: one.proposed_at.toISOString(),
      answers: given.map(({ authority, consent, reason, at }) => ({
        authority,
        consent,
        reason,
        at: at.toISOString(),
      })),
      waitsFor: waitsFor(one, given, supervisions.get(one.credit_code) ?? []),
      endedAt: one.ended_at?.toISOString() ?? null,
      appliedVersion: one.applied_version,
    };
  });
}
