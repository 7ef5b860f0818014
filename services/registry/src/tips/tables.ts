import type { CreditOutcome, newTip, TipFileType } from "@shuangsui/contracts";
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
/** A file of what a tip rests on, known by its SHA-256. */
export type TipFileTable = {
  id: string;
  authority: string;
  tip_id: string;
  sha256: string;
  media_type: TipFileType;
  bytes: number;
  actor: string;
  at: Date;
};
/** A tip with what the inspection that it brought about entered into the target's credit. */
export type TipEntry = TipRow & { credit: CreditOutcome | null };
