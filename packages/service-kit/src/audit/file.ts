import { auditActionText, authorityOf, wordsOf, type FoundAuditEntry } from "@shuangsui/contracts";

const words = wordsOf("zh");
const { auditColumn } = words;

const columns = Object.keys(auditColumn) as (keyof typeof auditColumn)[];

/** What the file is called that auditors take away, and its columns. */
export const auditFile = { title: words.auditKind.audit, headings: columns.map((name) => auditColumn[name]) };

/** An entry as a row of it. */
export function auditRow(entry: FoundAuditEntry): string[] {
  const cells = cellsOf(entry);
  return columns.map((name) => cells[name]);
}

function cellsOf(entry: FoundAuditEntry): Record<keyof typeof auditColumn, string> {
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
