import type { newProposal, ProposalStatus } from "@shuangsui/contracts";
import type { ColumnType, Selectable } from "kysely";
import type { z } from "zod";

/** What would change of what is shared, by the API's names. */
export type SharedChanges = Partial<Omit<z.output<typeof newProposal>, "reason" | "version">>;

/** A change of what several authorities share of an entity, as one of them proposed it (article 5). */
export type ProposalTable = {
  id: string;
  /** Who proposed it. */
  authority: string;
  actor: string;
  key: string;
  fingerprint: string;
  credit_code: string;
  /** The entity's version that it was made on. */
  version: number;
  changes: ColumnType<SharedChanges, string, never>;
  before: ColumnType<SharedChanges, string, never>;
  reason: string;
  status: ColumnType<ProposalStatus, ProposalStatus | undefined, ProposalStatus>;
  proposed_at: Date;
  ended_at: ColumnType<Date | null, never, Date>;
  applied_version: ColumnType<number | null, never, number>;
};
export type Proposal = Selectable<ProposalTable>;

/** An answer to it; none is ever changed. */
export type ProposalAnswerTable = {
  proposal_id: string;
  authority: string;
  actor: string;
  consent: boolean;
  reason: string | null;
  at: Date;
};
export type Answer = ProposalAnswerTable;
