import type { TextReviewRequest, TextReviewState } from "@shuangsui/contracts";
import type { ColumnType, Selectable } from "kysely";

/** That a reviewer let texts pass that look like personal data; of the texts, hashes alone. */
export type TextReviewTable = {
  id: string;
  authority: string;
  text_sha256: string[];
  reason: string;
  reviewer: string;
  /** Which inspector of the registry the reviewer is. */
  inspector: string | null;
  at: Date;
};

/** Texts that look like personal data and wait for a review, or had it. */
export type TextReviewRequestTable = {
  id: string;
  authority: string;
  /** Of which matter they are; null where that is not there yet. */
  subject_matter: NonNullable<TextReviewRequest["subject"]>["matter"] | null;
  subject_id: string | null;
  subject_title: string | null;
  /** What its client calls the form or command that they are of; null where it did not say. */
  form: string | null;
  state: TextReviewState;
  texts: ColumnType<TextReviewRequest["texts"], string, never>;
  asked_by: string;
  asked_at: Date;
  decided_by: string | null;
  decided_at: Date | null;
  reason: string | null;
};

export type Request = Selectable<TextReviewRequestTable>;

export type TextReviewTables = { text_review: TextReviewTable; text_review_request: TextReviewRequestTable };
