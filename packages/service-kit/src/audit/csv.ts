import { auditActionText, authorityOf, wordsOf, type AuditEntry } from "@shuangsui/contracts";

const words = wordsOf("zh");
const { auditColumn } = words;

/** The columns of the file that auditors take away. */
export const csvHeadings = Object.entries(auditColumn).map(([key, header]) => ({ key, header }));

/** An entry as a row of it, by column. */
export function csvRow(entry: AuditEntry & { seq: number }): Record<keyof typeof auditColumn, string> {
  const named = (code: string | null) => (code === null ? "" : (authorityOf(code)?.name ?? code));
  return {
    seq: String(entry.seq),
    at: entry.at,
    authority: named(entry.authority),
    callerAuthority: named(entry.callerAuthority),
    actor: entry.actor,
    actionText: auditActionText(words, entry.action),
    action: entry.action,
    subject: entry.subject ?? "",
    code: entry.code ?? "",
    before: entry.before === null ? "" : JSON.stringify(entry.before),
    after: entry.after === null ? "" : JSON.stringify(entry.after),
    remote: entry.remote ?? "",
    requestId: entry.requestId ?? "",
    id: entry.id,
  };
}
