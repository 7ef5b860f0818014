import type { Clock } from "@shuangsui/clock";
import {
  applyImport,
  cancelImport,
  chooseSheet,
  importDifference,
  importDifferences,
  importDifferencesQuery,
  importSources,
  importTemplateQuery,
  importView,
  newImportQuery,
  pageOf,
  pageQuery,
  Problem,
  registerKind,
  uploadedSheets,
  wholeNumber,
  wordsOf,
  type RegisterKind,
} from "@shuangsui/contracts";
import { createSealer, type Sealer } from "@shuangsui/sealing";
import {
  breaksUniqueKey,
  callerOf,
  cursorOf,
  idempotencyKeyOf,
  keyOf,
  originNow,
  pageOfRows,
  readOnly,
  recordAudit,
  type App,
  type Caller,
  type Database,
  type Logger,
} from "@shuangsui/service-kit";
import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { v7 as uuidv7 } from "uuid";
import { z } from "zod";
import type { ImportEngine } from "../engine.ts";
import type { Work } from "../register/register.ts";
import type { CipherKeys } from "../secrecy/cipher.ts";
import type { Tables } from "../tables.ts";
import { declaredForm } from "./form.ts";
import { maxFileBytes, maxMarkedRows, maxOpen } from "./limits.ts";
import { importPieces, keepPieces, piecesOf } from "./pieces.ts";
import { openSheet } from "./source.ts";
import { listSources, requireFollowsOn, sourceOf, type OfSource } from "./sources.ts";
import { appliedBatches, changeImport, countDetails, detailsOf, findImport } from "./store.ts";
import type { ImportTable } from "./tables.ts";
import { takenIn, tooLarge, uploadsAtOnce } from "./taken-in.ts";
import { faultsOfRow, summaryOf, viewOf } from "./views.ts";

const description =
  "Takes a file and answers 202 with the import, which is read, checked and, where `apply` says so, applied by itself: a workbook " +
  "(.xlsx), a CSV text (UTF-8, UTF-16 or GB18030) or a JSON array. Columns are headed in Chinese or English, in any order. Rows are numbered as " +
  "in the sheet; of an array from 1. Without `apply` it waits, checked, for POST …/apply. A row with id and version changes that entry. " +
  "A system that sends what changed in it names itself as `source`, and by `after` and `cursor` the places between which its changes lie: they follow on " +
  "what was applied before, which GET /api/v1/import-sources tells, and move that place in the transaction that applies them.";

const mostAtOnce = 6;
const params = z.object({ id: z.uuid() });
const workbookType = uploadedSheets[0];

export type ImportRouteOptions = {
  database: Database<Tables>;
  clock: Clock;
  logger: Logger;
  keys: CipherKeys;
  engine: ImportEngine;
  /** For how many days an import is kept with its file. */
  importsKeptDays: number;
};

/** The routes by which files come into the registers. */
export async function importRoutes(app: App, options: ImportRouteOptions): Promise<void> {
  const { database } = options;
  const sealer = createSealer(options.keys.sealing);
  const tags = ["imports"];
  const ofId = { tags, params };
  const action = "registry.write" as const;
  // Nobody waits for the engine: where it is away, the worker wakes the import by itself.
  const tell = (job: ImportTable) =>
    void options.engine
      .refresh(job)
      .catch((error: unknown) =>
        options.logger.warn(
          { import: job.id, error: error instanceof Error ? error.name : "unknown" },
          "the engine could not be told of an import",
        ),
      );
  const found = async (work: Work, caller: Caller, id: string): Promise<ImportTable> => {
    const job = await findImport(work, caller.authority, id);
    if (job === undefined) throw new Problem("not-found");
    return job;
  };

  await uploadRoute(app, { ...options, sealer, tell });

  app.get(
    "/api/v1/imports",
    { config: { action }, schema: { tags, querystring: pageQuery, response: { 200: pageOf(importView) } } },
    async (request) => {
      const { after, limit } = request.query;
      const before = after === undefined ? undefined : z.uuid().safeParse(keyOf(after, 1)[0]);
      if (before?.success === false)
        throw new Problem("body/invalid", undefined, [
          { path: "/after", message: "is not a cursor of this list" },
        ]);
      const rows = await database.as(
        callerOf(request).authority,
        (work) => {
          const newest = work
            .selectFrom("import")
            .selectAll()
            .where("authority", "=", callerOf(request).authority)
            .orderBy("id", "desc")
            .limit(limit + 1);
          return (before === undefined ? newest : newest.where("id", "<", before.data)).execute();
        },
        readOnly,
      );
      const page = pageOfRows(rows, limit, ({ id }) => [id]);
      return {
        items: page.items.map(summaryOf),
        next: page.next === null ? null : cursorOf([page.items.at(-1)?.id ?? ""]),
      };
    },
  );

  app.get(
    "/api/v1/import-sources",
    { config: { action }, schema: { tags, response: { 200: importSources } } },
    async (request) => {
      const { authority } = callerOf(request);
      const rows = await database.as(authority, (work) => listSources(work, authority), readOnly);
      return {
        items: rows.map(({ source, register, cursor, import_id: importId, at }) => ({
          ...{ source, register, cursor, importId },
          at: at.toISOString(),
        })),
      };
    },
  );

  app.get(
    "/api/v1/imports/:id",
    { config: { action }, schema: { ...ofId, response: { 200: importView } } },
    (request) =>
      database.as(
        callerOf(request).authority,
        async (work) => viewOf(work, sealer, await found(work, callerOf(request), request.params.id)),
        readOnly,
      ),
  );

  app.get(
    "/api/v1/imports/:id/differences",
    {
      config: { action },
      schema: { ...ofId, querystring: importDifferencesQuery, response: { 200: importDifferences } },
    },
    async (request) => {
      const { limit } = request.query;
      const after = rowAfter(request.query.after);
      const isCounted = request.query.count && after === 0;
      return database.as(
        callerOf(request).authority,
        async (work) => {
          const { id, changed } = await found(work, callerOf(request), request.params.id);
          const asked = { after, limit: limit + 1 };
          const rows = await detailsOf(work, sealer, id, "difference", importDifference, asked);
          const { items, next } = pageOfRows(rows, limit, ({ row }) => [String(row)]);
          const page = { items: items.map(({ detail }) => detail), next };
          if (!isCounted) return page;
          const number = await countDetails(work, id, "difference");
          return { ...page, count: { number, isMore: number === maxMarkedRows && changed > number } };
        },
        readOnly,
      );
    },
  );

  app.post(
    "/api/v1/imports/:id/apply",
    {
      config: { action, idempotencyKey: "none" },
      schema: { ...ofId, body: applyImport, response: { 202: importView } },
    },
    async (request, reply) => {
      const caller = callerOf(request);
      const { mode } = request.body;
      const at = await options.clock.now();
      const { job, view } = await database.as(caller.authority, async (work) => {
        const standing = await found(work, caller, request.params.id);
        if (standing.state === "checked" && mode === "all" && standing.refused > 0)
          throw new Problem("import/rows-refused", undefined, (await viewOf(work, sealer, standing)).faults);
        const isAsked =
          (standing.state === "applying" || standing.state === "applied") && standing.mode === mode;
        const changed = isAsked
          ? standing
          : await changeImport(work, standing.id, ["checked"], { state: "applying", mode, rows_read: 0 });
        if (changed === undefined) throw new Problem("import/wrong-state");
        if (!isAsked) await noteAct(work, caller, changed, "apply", at);
        return { job: changed, view: await viewOf(work, sealer, changed) };
      });
      tell(job);
      return reply.code(202).header("location", `/api/v1/imports/${job.id}`).send(view);
    },
  );

  app.post(
    "/api/v1/imports/:id/sheet",
    {
      config: { action, idempotencyKey: "none" },
      schema: { ...ofId, body: chooseSheet, response: { 202: importView } },
    },
    async (request, reply) => {
      const caller = callerOf(request);
      const { sheet } = request.body;
      const at = await options.clock.now();
      const { job, view } = await database.as(caller.authority, async (work) => {
        const standing = await found(work, caller, request.params.id);
        if (standing.refusal_code !== "import/which-sheet") throw new Problem("import/wrong-state");
        await requireRoom(work, caller.authority);
        const again = {
          ...({ state: "reading", sheet, ended_at: null } as const),
          ...{ refusal_code: null, refusal_detail: null, sheets: [] },
        };
        const changed = await changeImport(work, standing.id, ["refused"], again);
        if (changed === undefined) throw new Problem("import/wrong-state");
        await noteAct(work, caller, changed, "sheet", at);
        return { job: changed, view: await viewOf(work, sealer, changed) };
      });
      tell(job);
      return reply.code(202).header("location", `/api/v1/imports/${job.id}`).send(view);
    },
  );

  app.post(
    "/api/v1/imports/:id/cancel",
    {
      config: { action, idempotencyKey: "none" },
      schema: { ...ofId, body: cancelImport, response: { 200: importView } },
    },
    async (request) => {
      const caller = callerOf(request);
      const at = await options.clock.now();
      const { job, view } = await database.as(caller.authority, async (work) => {
        const standing = await found(work, caller, request.params.id);
        if (standing.state === "cancelled")
          return { job: standing, view: await viewOf(work, sealer, standing) };
        const patch = { state: "cancelled", ended_at: at } as const;
        const ended = await changeImport(work, standing.id, ["reading", "checked", "applying"], patch);
        if (ended === undefined) throw new Problem("import/wrong-state");
        // What was applied row by row stays; no batch is under way while this transaction holds the row.
        const { created, changed: altered, unchanged } = (await appliedBatches(work, ended.id)).counts;
        const counts = { created, changed: altered, unchanged };
        const changed = (await changeImport(work, ended.id, ["cancelled"], counts)) ?? ended;
        await noteAct(work, caller, changed, "cancelled", at);
        return { job: changed, view: await viewOf(work, sealer, changed) };
      });
      tell(job);
      return view;
    },
  );

  app.get(
    "/api/v1/imports/:id/workbook",
    { config: { action }, schema: { ...ofId, produces: [workbookType] } },
    async (request, reply) => {
      const { authority } = callerOf(request);
      const job = await database.as(
        authority,
        (work) => found(work, callerOf(request), request.params.id),
        readOnly,
      );
      if (job.form === "json") throw new Problem("not-found", "an array has no sheet");
      const sheet = await openSheet({ ...job, chunks: () => piecesOf(database, sealer, importPieces, job) });
      const limit = 500;
      // What writes workbooks takes 50 MB, and is asked for seldom.
      const { markedWorkbook } = await import("./workbook.ts");
      const marked = markedWorkbook(sheet, job.register, (after) =>
        database.as(
          authority,
          (work) => detailsOf(work, sealer, job.id, "faults", faultsOfRow, { after, limit }),
          readOnly,
        ),
      );
      return attached(reply, `${nameOf(job)}.xlsx`).send(marked);
    },
  );

  app.get(
    "/api/v1/imports/templates/:register",
    {
      config: { action: "registry.read" },
      schema: {
        tags,
        params: z.object({ register: registerKind }),
        querystring: importTemplateQuery,
        produces: [workbookType],
      },
    },
    async (request, reply) => {
      const { language } = request.query;
      const { register } = request.params;
      const { templateOf } = await import("./template.ts");
      return attached(reply, `${wordsOf(language).auditKind[register]}.xlsx`).send(
        await templateOf(register, language),
      );
    },
  );
}

/** The row after which a page of an import's rows begins. @throws Problem `body/invalid` */
function rowAfter(cursor: string | undefined): number {
  const row = wholeNumber(0, 2 ** 31 - 1).safeParse(cursor === undefined ? "0" : keyOf(cursor, 1)[0]);
  if (!row.success)
    throw new Problem("body/invalid", undefined, [
      { path: "/after", message: "is not a cursor of this list" },
    ]);
  return row.data;
}

type Reply = { header(name: string, value: string): Reply; send(body: unknown): Reply };
const attached = (reply: Reply, name: string) =>
  reply
    .header("content-type", workbookType)
    .header("content-disposition", `attachment; filename*=UTF-8''${encodeURIComponent(name)}`);

/** What a sheet is called that is handed back. */
const nameOf = ({ file_name: name, register }: ImportTable) =>
  `${(name ?? wordsOf("zh").auditKind[register]).replace(/\.[A-Za-z]{1,5}$/, "")}-${wordsOf("zh").imports.problem}`;

function noteAct(
  work: Work,
  { authority, actor }: Caller,
  job: ImportTable,
  act: string,
  at: Date,
): Promise<void> {
  return recordAudit(work, [
    {
      ...{
        at,
        authority,
        callerAuthority: authority,
        actor,
        action: `import/${act}`,
        subject: job.id,
        code: null,
      },
      ...{ before: null, after: { register: job.register, fingerprint: job.fingerprint }, ...originNow() },
    },
  ]);
}

type UploadOptions = ImportRouteOptions & { sealer: Sealer; tell(job: ImportTable): void };

async function uploadRoute(app: App, options: UploadOptions): Promise<void> {
  const one = uploadsAtOnce(mostAtOnce);
  await app.register(async (scoped: App) => {
    scoped.removeAllContentTypeParsers();
    scoped.addContentTypeParser([...uploadedSheets], (_request, payload, done) => done(null, payload));
    scoped.post(
      "/api/v1/imports",
      {
        config: { action: "registry.write", idempotencyKey: "required", uploads: uploadedSheets },
        schema: {
          tags: ["imports"],
          description,
          querystring: newImportQuery,
          response: { 202: importView },
        },
      },
      async (request, reply) => {
        const upload = request.body;
        if (!(upload instanceof Readable)) throw new Problem("body/media-type");
        return one(upload, async () => {
          const ofSource = sourceOf(request.query);
          const by = { key: idempotencyKeyOf(request), caller: callerOf(request) };
          const asked = { ...request.query, ...by, ofSource };
          if (Number(request.headers["content-length"] ?? 0) > maxFileBytes) throw tooLarge(maxFileBytes);
          const job = await keptUpload(options, asked, upload, request.headers["content-type"] ?? "");
          options.tell(job);
          return reply.code(202).header("location", `/api/v1/imports/${job.id}`).send(summaryOf(job));
        });
      },
    );
  });
}

type Asked = z.output<typeof newImportQuery> & {
  register: RegisterKind;
  key: string;
  caller: Caller;
  ofSource: OfSource | undefined;
};

/** Keeps an upload as an import that is to be read, or finds what the same request has made before. */
async function keptUpload(
  { database, clock, sealer, importsKeptDays }: UploadOptions,
  { register, sheet, fileName, apply, key, caller, ofSource }: Asked,
  upload: Readable,
  contentType: string,
): Promise<ImportTable> {
  const declared = declaredForm(contentType);
  const hash = createHash("sha256").update(
    JSON.stringify([register, sheet ?? null, apply ?? null, declared, ofSource ?? null]),
  );
  return takenIn(upload, declared, hash, async ({ form, encoding, bytes, chunks }) => {
    const fingerprint = hash.digest("hex");
    const at = await clock.now();
    const { authority, actor } = caller;
    const keep = () =>
      database.as(authority, async (work) => {
        const before = await work
          .selectFrom("import")
          .selectAll()
          .where("authority", "=", authority)
          .where("key", "=", key)
          .executeTakeFirst();
        if (before !== undefined) {
          if (before.fingerprint !== fingerprint) throw new Problem("command/key-reused");
          return before;
        }
        await requireRoom(work, authority);
        if (ofSource !== undefined) await requireFollowsOn(work, { authority, register, ...ofSource });
        const job = await work
          .insertInto("import")
          .values({
            ...{ id: uuidv7(), authority, actor, key, fingerprint, register, form },
            ...{ file_name: fileName ?? null, sheet: sheet ?? null },
            ...{ source: ofSource?.source ?? null, cursor: ofSource?.cursor ?? null },
            ...{
              encoding,
              bytes,
              state: "reading",
              mode: apply ?? null,
              rows_read: 0,
              rows_total: null,
            },
            ...{
              created: 0,
              changed: 0,
              unchanged: 0,
              refused: 0,
              refusal_code: null,
              refusal_detail: null,
              sheets: [],
            },
            ...{ created_at: at, touched_at: at, ended_at: null, kept_until: dayAfter(at, importsKeptDays) },
          })
          .returningAll()
          .executeTakeFirstOrThrow();
        await keepPieces(work, sealer, importPieces, job, chunks);
        await noteAct(work, caller, job, "uploaded", at);
        return job;
      });
    return keep().catch((error: unknown) => {
      // The same was sent twice at once: the other has come first.
      if (breaksUniqueKey(error)) return keep();
      throw error;
    });
  });
}

/** @throws Problem `import/too-many` where as many as an authority may have are not over */
async function requireRoom(work: Work, authority: string): Promise<void> {
  const { open } = await work
    .selectFrom("import")
    .select((one) => one.fn.countAll<string>().as("open"))
    .where("authority", "=", authority)
    .where("state", "in", ["reading", "checked", "applying"])
    .executeTakeFirstOrThrow();
  if (Number(open) >= maxOpen) throw new Problem("import/too-many");
}

/** The day in Asia/Shanghai, so many days later. */
const dayAfter = (at: Date, days: number) =>
  new Date(at.getTime() + 8 * 3_600_000 + days * 86_400_000).toISOString().slice(0, 10);
