import { z } from "zod";
import { authorityCode, day, id, instant } from "./basics.ts";
import { name } from "./names.ts";

/**
 * The approval without which no check begins, as the authority's form for it (检查审批表) has it: of one check, or of all of a
 * campaign together.
 */
export const approvalForm = z.strictObject({
  /** Its number, one approval's within the authority. */
  number: name(100),
  /** The authority's head, or who approves for it. */
  approver: name(100),
  approvedOn: day,
});
export type ApprovalForm = z.infer<typeof approvalForm>;

/** What an approval is for. */
export const approvalSubject = z.enum(["campaign", "inspection"]);
export type ApprovalSubject = z.infer<typeof approvalSubject>;

/** An approval on record. */
export const approval = z.object({
  ...approvalForm.shape,
  id,
  authority: authorityCode,
  subject: approvalSubject,
  subjectId: id,
  actor: z.string(),
  recordedAt: instant,
});
export type Approval = z.infer<typeof approval>;
export const approvalList = z.object({ items: z.array(approval) });
