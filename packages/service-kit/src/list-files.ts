import {
  authorityOf,
  wordsOf,
  type Action,
  type AuditKind,
  type FileQuery,
  type Language,
  type ListName,
  type Words,
} from "@shuangsui/contracts";
import { shanghaiTime } from "@shuangsui/workdays";
import type { Readable } from "node:stream";
import { z } from "zod";
import { callerOf, type Caller } from "./access/caller.ts";
import type { App } from "./app.ts";
import type { Auditor } from "./audit/auditor.ts";
import type { Scope, TransactionOptions } from "./database.ts";
import { originNow } from "./request-scope.ts";
import { mediaTypes, rowsFile, type RowsFile } from "./row-files.ts";

/** How a file says things in its language. */
export type Wording = {
  language: Language;
  words: Words;
  authority(code: string): string;
  /** An instant as clocks in China show it; nothing where there is none. */
  time(instant: string | null): string;
};

/** One column of a list's file: its heading, and what stands below it of each entry; nothing where that is null. */
export type FileColumn<One> = {
  heading(words: Words): string;
  cell(one: One, wording: Wording): string | number | null;
};

/** A list that people see, as it is taken away whole as a file. */
export type ListFile<Work, Query extends FileQuery, One> = {
  /** What it is called, which is where its pages are: the file is at `/api/v1/{name}/export`. */
  name: ListName;
  tags: readonly string[];
  description?: string;
  /** What its pages ask for as well. */
  action: Action;
  /** The query of its pages, but for these, and the form of the file. */
  query: z.ZodType<Query>;
  /** Of what kind it is in the audit trail. */
  kind(query: Query): AuditKind;
  columns(query: Query): readonly FileColumn<One>[];
  /** All its entries as the caller may see them, batch by batch: a look at what is not masked is noted here. */
  rows(work: Work, caller: Caller, query: Query): AsyncIterable<readonly One[]>;
};

/** A database that is read for an authority, in one transaction. */
type ReadsFor<Work> = {
  as(scope: Scope, work: (transaction: Work) => Promise<void>, options: TransactionOptions): Promise<void>;
};
type Cell<One> = FileColumn<One>["cell"];

/** The columns of these headings, in their order. */
export const columnsOf = <One>(
  cells: Readonly<Partial<Record<keyof Words["listHeading"], Cell<One>>>>,
): FileColumn<One>[] =>
  Object.entries(cells).map(([name, cell]) => ({
    heading: ({ listHeading }) => new Map(Object.entries(listHeading)).get(name) ?? name,
    cell,
  }));

const file = {
  description: "The file.",
  content: {
    [mediaTypes.xlsx]: { schema: z.string() },
    "text/csv": { schema: z.string() },
  },
};
const ofFile =
  "The whole list, narrowed and sorted as its query says, as a file for spreadsheets: out of one state of the database, masked as the caller may see it.";

/** The route by which a list is taken away: read no faster than it is taken, so that however long it is no more than a batch is held. */
export function fileRoute<Work, Query extends FileQuery, One>(
  app: App,
  { database, auditor }: { database: ReadsFor<Work>; auditor: Auditor },
  list: ListFile<Work, Query, One>,
): void {
  const { name, tags, description = ofFile, action } = list;
  const querystring: z.ZodType = list.query;
  app.get(
    `/api/v1/${name}/export`,
    { config: { action }, schema: { tags, description, querystring, response: { 200: file } } },
    async (request, reply) => {
      const caller = callerOf(request);
      // The schema has validated it: Fastify's types cannot resolve one whose type is a parameter.
      const query = request.query as Query;
      const { format } = query;
      // Whether it may be had: a browser that takes a file away shows nothing of a refusal.
      if (request.method === "HEAD") return reply.type(mediaTypes[format]).send(undefined as never);
      const wording = wordingOf(query.lang);
      const columns = list.columns(query);
      const begun = Promise.withResolvers<Readable>();
      let rows: RowsFile | undefined;
      const open = async (): Promise<RowsFile> => {
        const opened = await rowsFile(
          format,
          wording.words.listTitle[name],
          columns.map(({ heading }) => heading(wording.words)),
        );
        begun.resolve(opened.stream);
        return opened;
      };
      const write = async (work: Work): Promise<void> => {
        let written = 0;
        for await (const batch of list.rows(work, caller, query)) {
          rows ??= await open();
          written += batch.length;
          const cells = batch.map((one) => columns.map(({ cell }) => textOf(cell(one, wording))));
          if (!(await rows.write(cells))) break;
        }
        const { authority, actor } = caller;
        auditor.note({
          ...{ authority, callerAuthority: authority, actor, subject: null, code: null, before: null },
          action: `${list.kind(query)}/exported`,
          after: { list: name, format, rows: written, narrowedBy: narrowedBy(query) },
          ...originNow(),
        });
        await (rows ?? (await open())).end();
      };
      database
        .as(caller.authority, write, { isolation: "repeatable read", access: "read only" })
        .catch((error: unknown) => {
          if (rows === undefined) begun.reject(error);
          else rows.fail(error instanceof Error ? error : new Error("the export failed"));
        });
      // What cannot be read at all is refused as ever; later it can only be cut off.
      const stream = await begun.promise;
      reply
        .header("content-disposition", `attachment; filename="${name.replaceAll("/", "-")}.${format}"`)
        .type(mediaTypes[format]);
      return reply.send(stream as never);
    },
  );
}

const rowsAtOnce = 1_000;

/** All rows of a list that is read in pages, each after the last row of the one before; `page` gives one more than `limit` where there are more. */
export async function* everyPage<Row, Place>(
  page: (after: Place | null, limit: number) => Promise<readonly Row[]>,
  placeOf: (row: Row) => Place,
): AsyncGenerator<Row[]> {
  let after: Place | null = null;
  for (;;) {
    const found = await page(after, rowsAtOnce);
    const rows = found.slice(0, rowsAtOnce);
    yield rows;
    const last = rows.at(-1);
    if (last === undefined || found.length <= rowsAtOnce) return;
    after = placeOf(last);
  }
}

const textOf = (cell: string | number | null) => (cell === null ? "" : String(cell));

/** By what a list was narrowed, without what was searched for. */
const narrowedBy = (query: object): string[] =>
  Object.entries(query).flatMap(([name, value]) =>
    value === undefined || ["format", "lang", "columns"].includes(name) ? [] : [name],
  );

function wordingOf(language: Language): Wording {
  return {
    language,
    words: wordsOf(language),
    authority(code) {
      const authority = authorityOf(code);
      if (authority === undefined) return code;
      return language === "zh" ? authority.name : authority.english.name;
    },
    time: (instant) => (instant === null ? "" : shanghaiTime(new Date(instant))),
  };
}
