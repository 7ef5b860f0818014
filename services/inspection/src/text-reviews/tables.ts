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

export type TextReviewTables = { text_review: TextReviewTable };
