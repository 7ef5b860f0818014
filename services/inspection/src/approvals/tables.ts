import type { ApprovalSubject } from "@shuangsui/contracts";

/** An approval of checks, as it was recorded. */
export type ApprovalTable = {
  id: string;
  authority: string;
  subject: ApprovalSubject;
  subject_id: string;
  number: string;
  /** The number as it is compared. */
  number_folded: string;
  approver: string;
  approved_on: string;
  recorded_at: Date;
  actor: string;
};

export type ApprovalTables = { approval: ApprovalTable };
