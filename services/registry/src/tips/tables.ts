import type { CreditOutcome, newTip } from "@shuangsui/contracts";
import type { z } from "zod";
import type { Row } from "../register/row.ts";

type Tip = z.output<typeof newTip>;

/** What may bring an inspection about without a draw (article 2). */
export type TipRow = Row & {
  origin: Tip["origin"];
  target_kind: "entity" | "project";
  target_code: string;
  source: string;
  document: string;
  received_on: string;
  /** Sealed: it may tell who complained. */
  statement: string;
  /** Who complained, as JSON; sealed. */
  complainant: string | null;
  evidence: Tip["evidence"];
  status: "open" | "dismissed";
  inspection_id: string | null;
  inspection_at: Date | null;
};
/** A tip with what the inspection that it brought about entered into the target's credit. */
export type TipEntry = TipRow & { credit: CreditOutcome | null };
