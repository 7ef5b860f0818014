import {
  Problem,
  folded,
  type Approval,
  type ApprovalForm,
  type ApprovalSubject,
} from "@shuangsui/contracts";
import { breaksUniqueKey } from "@shuangsui/service-kit";
import type { Selectable } from "kysely";
import type { Work } from "../tables.ts";
import type { ApprovalTable } from "./tables.ts";

/** What is approved: a campaign's checks, or one check. */
export type Subject = { kind: ApprovalSubject; id: string; authority: string };

/** Puts an approval on record. @throws Problem `approval/number-used` */
export async function insertApproval(
  work: Work,
  id: string,
  { kind, id: subjectId, authority }: Subject,
  { number, approver, approvedOn }: ApprovalForm,
  { at, actor }: { at: Date; actor: string },
): Promise<void> {
  await work
    .insertInto("approval")
    .values({
      id,
      authority,
      subject: kind,
      subject_id: subjectId,
      number,
      number_folded: folded(number),
      approver,
      approved_on: approvedOn,
      recorded_at: at,
      actor,
    })
    .execute()
    .catch((error: unknown) => {
      if (breaksUniqueKey(error, "approval_number")) throw new Problem("approval/number-used");
      throw error;
    });
}

/** The approvals of these, the first recorded first. */
export function approvalsOf(work: Work, subjectIds: readonly string[]): Promise<Selectable<ApprovalTable>[]> {
  return work
    .selectFrom("approval")
    .selectAll()
    .where("subject_id", "in", subjectIds)
    .orderBy("recorded_at")
    .orderBy("id")
    .execute();
}

/** An approval as the API shows it. */
export function approvalView(row: Selectable<ApprovalTable>): Approval {
  return {
    id: row.id,
    authority: row.authority,
    subject: row.subject,
    subjectId: row.subject_id,
    number: row.number,
    approver: row.approver,
    approvedOn: row.approved_on,
    actor: row.actor,
    recordedAt: row.recorded_at.toISOString(),
  };
}
