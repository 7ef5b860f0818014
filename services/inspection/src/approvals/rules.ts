import { Problem, type ApprovalForm } from "@shuangsui/contracts";
import { shanghaiDate } from "@shuangsui/workdays";

/** An approval is recorded when it was given, not before. @throws Problem `body/invalid` */
export function requireGiven({ approvedOn }: ApprovalForm, now: Date): void {
  if (approvedOn > shanghaiDate(now))
    throw new Problem("body/invalid", "approvedOn is a day to come", [
      { path: "/approvedOn", message: "is a day to come" },
    ]);
}

/**
 * No check begins without an approval on record by the authority's head (article 25; 国办发〔2024〕54号).
 * @throws Problem `inspection/not-approved`
 */
export function requireApproved(approvals: number): void {
  if (approvals === 0) throw new Problem("inspection/not-approved");
}
