import type { Clock } from "@shuangsui/clock";
import { wordsOf, type Language } from "@shuangsui/contracts";
import { originNow, type Auditor, type Caller, type Database } from "@shuangsui/service-kit";
import { shanghaiDate } from "@shuangsui/workdays";
import type { Readable } from "node:stream";
import { noteLook } from "../register/audit.ts";
import { cellText, hidden } from "../register/cells.ts";
import { columnsOf, headingOf } from "../register/columns.ts";
import { conditionsOf } from "../register/conditions.ts";
import { narrowingsOf, orderOf } from "../register/entries.ts";
import { wholeList } from "../register/lists.ts";
import type { Change, FiledRegister, ListQuery, Work } from "../register/register.ts";
import type { Row } from "../register/row.ts";
import type { Tables } from "../tables.ts";
import { rowsFile, type FileFormat } from "@shuangsui/service-kit/row-files";

const rowsAtOnce = 1_000;

export type ExportOptions = { database: Database<Tables>; clock: Clock; auditor: Auditor };

/**
 * A whole list as a file, narrowed and sorted as it was seen: one state of the database throughout, read no faster than the file
 * is taken, and masked as the caller may see it, of which there is a record.
 */
export function exported<R extends Row, N, C extends Change, V, Q extends ListQuery>(
  register: FiledRegister<R, N, C, V, Q>,
  { database, clock, auditor }: ExportOptions,
  {
    caller,
    query,
    format,
    language,
  }: {
    caller: Caller;
    query: Q;
    format: FileFormat;
    language: Language;
  },
): Readable {
  const { kind } = register;
  const columns = Object.entries(columnsOf[kind]);
  const file = rowsFile(
    format,
    wordsOf(language).auditKind[kind],
    columns.map(([field]) => headingOf(field, language)),
  );
  const cellsOf = (row: R): string[] => {
    const view = new Map<string, unknown>(Object.entries(register.viewOf(row, caller) as object));
    const left = register.hiddenFrom?.(row, caller) ?? [];
    return columns.map(([field, column]) =>
      left.includes(field) ? hidden : cellText(view.get(field), column, language),
    );
  };
  const write = async (work: Work): Promise<void> => {
    const day = shanghaiDate(await clock.now(work));
    const conditions = await conditionsOf(work, caller.authority, narrowingsOf(register, query), day);
    const order = orderOf(register, query.sort);
    let rows = 0;
    for await (const batch of wholeList(work, register, { conditions, order }, rowsAtOnce)) {
      rows += batch.length;
      const unmasked = batch.filter((row) => register.isUnmasked?.(row, caller) === true);
      noteLook(auditor, kind, caller, [...new Set(unmasked.map(register.subjectOf))]);
      if (!(await file.write(batch.map(cellsOf)))) break;
    }
    noteExport(auditor, kind, caller, { ...query, rows });
    await file.end();
  };
  database
    .as(caller.authority, write, { isolation: "repeatable read", access: "read only" })
    .catch((error: unknown) => file.fail(error instanceof Error ? error : new Error("the export failed")));
  return file.stream;
}

/** Notes that a caller has taken a list away, and how it was narrowed, without what was searched for. */
function noteExport(
  auditor: Auditor,
  register: string,
  { authority, actor }: Caller,
  query: Readonly<Record<string, unknown>>,
): void {
  const narrowedBy = Object.keys(query).filter(
    (name) => query[name] !== undefined && !["format", "lang", "rows"].includes(name),
  );
  auditor.note({
    authority,
    callerAuthority: authority,
    actor,
    action: `${register}/exported`,
    subject: null,
    code: null,
    before: null,
    after: { format: String(query["format"]), rows: Number(query["rows"]), narrowedBy },
    ...originNow(),
  });
}
