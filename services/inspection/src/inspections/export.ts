import {
  authorityOf,
  inspectionExportQuery,
  wordsOf,
  type InspectionColumn,
  type InspectionSummary,
  type Language,
} from "@shuangsui/contracts";
import { callerOf, originNow, type App, type Auditor, type Frame } from "@shuangsui/service-kit";
import { mediaTypes, rowsFile, type RowsFile } from "@shuangsui/service-kit/row-files";
import { dueText, shanghaiTime } from "@shuangsui/workdays";
import { z } from "zod";
import type { Work } from "../tables.ts";
import { listInspections, whose, type AfterRow, type ListQuery, type TimesOf } from "./lists.ts";
import { onlyOfTeams } from "./sight.ts";
import { summaryOf } from "./views.ts";

const rowsAtOnce = 1_000;
const file = {
  description: "The file.",
  content: {
    [mediaTypes.xlsx]: { schema: z.string() },
    "text/csv": { schema: z.string() },
  },
};

/** The list taken away as a file: narrowed, ordered and with the columns as it was seen, out of one state of the database. */
export function exportRoute(
  app: App,
  { frame: { database }, auditor, timesOf }: { frame: Frame<Work>; auditor: Auditor; timesOf: TimesOf },
): void {
  app.get(
    "/api/v1/inspections/export",
    {
      config: { action: "inspection.read" },
      schema: { tags: ["inspections"], querystring: inspectionExportQuery, response: { 200: file } },
    },
    async (request, reply) => {
      const caller = callerOf(request);
      const { authority: asked, format, lang, columns, ...narrowed } = request.query;
      const words = wordsOf(lang);
      const rows = rowsFile(
        format,
        words.console.inspections,
        columns.map((column) => words.inspectionColumn[column]),
      );
      const query = {
        ...narrowed,
        authorities: whose(caller.authority, asked),
        ofTeams: onlyOfTeams(caller),
        limit: rowsAtOnce,
      };
      const write = async (work: Work) => {
        const times = await timesOf(work, caller.authority);
        const written = await writeAll(work, query, times, rows, (one) =>
          columns.map((column) => cellOf(one, column, lang)),
        );
        auditor.note({
          ...{ authority: caller.authority, callerAuthority: caller.authority, actor: caller.actor },
          ...{ action: "inspection/exported", subject: null, code: null, before: null },
          after: { format, rows: written, narrowedBy: Object.keys({ ...narrowed, ...(asked && { asked }) }) },
          ...originNow(),
        });
        await rows.end();
      };
      database
        .as(caller.authority, write, { isolation: "repeatable read", access: "read only" })
        .catch((error: unknown) =>
          rows.fail(error instanceof Error ? error : new Error("the export failed")),
        );
      reply
        .header("content-disposition", `attachment; filename="inspections.${format}"`)
        .type(mediaTypes[format]);
      return reply.send(rows.stream as never);
    },
  );
}

/** Writes page after page, no faster than they are read. Gives how many rows there were. */
async function writeAll(
  work: Work,
  query: Omit<ListQuery, "after">,
  times: Awaited<ReturnType<TimesOf>>,
  file: RowsFile,
  cellsOf: (one: InspectionSummary) => string[],
): Promise<number> {
  let written = 0;
  let after: AfterRow | null = null;
  for (;;) {
    const found = await listInspections(work, { ...query, after }, times);
    const page = found.slice(0, query.limit);
    written += page.length;
    const isRead = await file.write(page.map((row) => cellsOf(summaryOf(row, [], times.now))));
    const last = page.at(-1);
    if (!isRead || last === undefined || found.length <= query.limit) return written;
    after = { id: last.id, due: last.shown_due };
  }
}

/** What a cell says, in words. */
function cellOf(one: InspectionSummary, column: InspectionColumn, language: Language): string {
  const words = wordsOf(language);
  switch (column) {
    case "targetName":
    case "targetCode":
      return one[column];
    case "targetKind":
      return words.targetKind[one.targetKind];
    case "riskClass":
      return one.riskClass === null ? "" : words.riskClass[one.riskClass];
    case "authority": {
      const authority = authorityOf(one.authority);
      if (authority === undefined) return one.authority;
      return language === "zh" ? authority.name : authority.english.name;
    }
    case "state":
      return words.inspectionState[one.state];
    case "waitingFor":
      return words.inspectionWaiting[one.waitingFor];
    case "dueAt":
      return one.dueAt === null ? "" : dueText(new Date(one.dueAt));
    case "workdaysLeft":
      return one.workdaysLeft === null ? "" : String(one.workdaysLeft);
    case "breaches":
      return String(one.breaches);
    case "origin":
      return words.inspectionOrigin[one.origin];
    case "kind":
      return words.inspectionKind[one.kind];
    case "outcome":
      return one.outcome === null ? "" : words.inspectionOutcome[one.outcome];
    case "updatedAt":
      return shanghaiTime(new Date(one.updatedAt));
  }
}
