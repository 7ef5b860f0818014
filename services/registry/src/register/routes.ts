import {
  differenceQuery,
  entryQuery,
  id,
  instant,
  listOf,
  pageOf,
  historyQuery,
  Problem,
  versionDifference,
  versionNumber,
  versionOf,
} from "@shuangsui/contracts";
import {
  callerOf,
  cursorOf,
  etagOf,
  keyOf,
  notModified,
  ofVersion,
  pageOfRows,
  type App,
  type Auditor,
  type Caller,
} from "@shuangsui/service-kit";
import { z } from "zod";
import { noteLook } from "./audit.ts";
import { entriesOf, orderOf, type RegisterOptions } from "./entries.ts";
import type { Change, ListQuery, Register } from "./register.ts";
import type { Row } from "./row.ts";
import type { VersionRow } from "./store.ts";
import { differenceOf } from "./difference.ts";

const params = z.object({ ref: z.string().max(200) });

/** An entry as it is sent. */
type Answer = { text: string; etag: string };

/** The routes of one register: list, register, read, change, history, and what differs between versions. */
export function registerRoutes<R extends Row, N, C extends Change, V, Q extends ListQuery>(
  app: App,
  register: Register<R, N, C, V, Q>,
  options: RegisterOptions & { auditor: Auditor },
): void {
  const entries = entriesOf(register, options);
  const path = `/api/v1/${register.kind}`;
  const tags = [register.kind];
  // Fastify's types cannot resolve a schema whose type is a parameter: here they are erased, and requests cast to what was validated.
  const view: z.ZodType = register.view;
  const newEntry: z.ZodType = register.newEntry;
  const change: z.ZodType = register.change;
  const querySchema: z.ZodType = register.query;
  const reading = { action: "registry.read" } as const;
  const writing = { action: "registry.write", idempotencyKey: "none" } as const;
  /** What a caller is shown of rows; a look at what is not masked is on record. */
  const shown = (caller: Caller, rows: readonly R[]) => {
    const unmasked = rows.filter((row) => register.isUnmasked?.(row, caller) === true);
    noteLook(options.auditor, register.kind, caller, [...new Set(unmasked.map(register.subjectOf))]);
    return rows.map((row) => register.viewOf(row, caller));
  };
  /** Where a row stands in a list sorted so. */
  const keyOfRow = (row: R, sort: string | undefined): readonly string[] => {
    const { column } = orderOf(register, sort);
    const value: unknown = new Map<string, unknown>(Object.entries(row)).get(column);
    return [sort ?? "", value instanceof Date ? value.toISOString() : String(value), row.id];
  };

  app.get(
    path,
    { config: reading, schema: { tags, querystring: querySchema, response: { 200: listOf(view) } } },
    async (request) => {
      const caller = callerOf(request);
      const query = request.query as Q;
      const after = query.after === undefined ? undefined : afterOf(query.after, query.sort);
      const { rows, count } = await entries.list(caller, query, after);
      const page = pageOfRows(rows, query.limit, (row) => keyOfRow(row, query.sort));
      return { items: shown(caller, page.items), next: page.next, ...(count === undefined ? {} : { count }) };
    },
  );

  const creating = { tags, body: newEntry, response: { 201: view } };
  app.post(path, { config: writing, schema: creating }, async (request, reply) => {
    const caller = callerOf(request);
    const row = await entries.create(caller, request.body as N);
    reply.code(201).header("location", `${path}/${row.id}`);
    return register.viewOf(row, caller);
  });

  const answers = new WeakMap<R, Map<boolean, Answer>>();
  /** What shows a row, written out; of one that is kept in memory once, as it is masked or not. */
  const answerOf = (row: R, isUnmasked: boolean, writtenOut: () => string): Answer => {
    const known = answers.get(row)?.get(isUnmasked);
    if (known !== undefined) return known;
    const text = writtenOut();
    const answer = { text, etag: etagOf(row.version, text) };
    if (register.standings !== undefined)
      answers.set(row, (answers.get(row) ?? new Map<boolean, Answer>()).set(isUnmasked, answer));
    return answer;
  };

  app.get(
    `${path}/:ref`,
    {
      config: reading,
      schema: { tags, params, querystring: entryQuery, response: { 200: view, ...notModified } },
    },
    async (request, reply) => {
      const caller = callerOf(request);
      const { ref } = request.params;
      const { at } = request.query;
      const row = await (at === undefined
        ? entries.get(caller.authority, ref)
        : entries.asOf(caller.authority, ref, at));
      const isUnmasked = register.isUnmasked?.(row, caller) === true;
      if (isUnmasked) noteLook(options.auditor, register.kind, caller, [register.subjectOf(row)]);
      // Others see another part of it.
      const { text, etag } = answerOf(row, isUnmasked, () =>
        textOf(reply.serialize(register.viewOf(row, caller))),
      );
      return reply.header("etag", etag).type("application/json; charset=utf-8").send(text);
    },
  );

  app.patch(
    `${path}/:ref`,
    {
      config: { ...writing, ifMatch: "optional" },
      schema: { tags, params, body: change, response: { 200: view } },
    },
    async (request, reply) => {
      const caller = callerOf(request);
      const asked = request.body as C;
      const seen = request.headers["if-match"];
      if (seen !== undefined && versionIn(seen) !== asked.version) throw new Problem("version/changed");
      const row = await entries.change(caller, request.params.ref, asked).catch((error: unknown) => {
        const isConflict = error instanceof Problem && error.code === "registry/version-conflict";
        throw isConflict && seen !== undefined ? new Problem("version/changed", error.detail) : error;
      });
      const [entry] = shown(caller, [row]);
      return ofVersion(reply, row.version).send(entry);
    },
  );

  app.get(
    `${path}/:ref/difference`,
    {
      config: reading,
      schema: { tags, params, querystring: differenceQuery, response: { 200: versionDifference } },
    },
    async (request) => {
      const caller = callerOf(request);
      const { from, to } = request.query;
      const standings = await entries.standings(caller.authority, request.params.ref, { version: to });
      const versions = standings.filter(({ version }) => version >= from);
      const [first, last] = [versions.at(0), versions.at(-1)];
      if (
        first === undefined ||
        first.version !== from ||
        last === undefined ||
        (to !== undefined && last.version !== to)
      )
        throw new Problem("not-found");
      const unmasked = versions.some(({ entry }) => register.isUnmasked?.(entry, caller) === true);
      if (unmasked) noteLook(options.auditor, register.kind, caller, [register.subjectOf(last.entry)]);
      return {
        from: madeOf(first),
        to: madeOf(last),
        fields: differenceOf(register, versions, caller).map(({ by, ...change }) => ({
          ...change,
          by: madeOf(by),
        })),
      };
    },
  );

  app.get(
    `${path}/:ref/history`,
    {
      config: reading,
      schema: { tags, params, querystring: historyQuery, response: { 200: pageOf(versionOf(view)) } },
    },
    async (request) => {
      const caller = callerOf(request);
      const { after, limit, newestFirst } = request.query;
      const rows = await entries.history(caller.authority, request.params.ref, {
        after: after === undefined ? null : versionAfter(after),
        newestFirst,
        most: limit + 1,
      });
      const versions = rows.slice(0, limit);
      const views = shown(
        caller,
        versions.map(({ entry }) => entry),
      );
      const items = versions.map(({ entry: _row, at, consented, ...version }, index) => ({
        ...version,
        at: at.toISOString(),
        ...(consented.length === 0 ? {} : { consentedBy: consented }),
        entry: views[index],
      }));
      return { items, next: rows.length > limit ? cursorOf([String(items.at(-1)?.version ?? 0)]) : null };
    },
  );
}

/** What the route's schema makes of an answer. */
function textOf(written: string | ArrayBuffer | Buffer): string {
  if (typeof written !== "string") throw new TypeError("an answer of JSON is a text");
  return written;
}

/** Who made a version, when and why. */
function madeOf<R>({ version, at, authority, actor, reason }: VersionRow<R>) {
  return { version, at: at.toISOString(), authority, actor, reason };
}

/** The version that an ETag of an entry names, or undefined where it is none. */
function versionIn(etag: string): number | undefined {
  const [, version] = /^(?:W\/)?"(\d+)(?:\.[\w-]*)?"$/.exec(etag) ?? [];
  return version === undefined ? undefined : Number(version);
}

/** The place that a cursor of a list sorted so names: the value that it is sorted by, and the id. */
function afterOf(cursor: string, sort = ""): [string, string] {
  const [sortedBy, value = "", last] = keyOf(cursor, 3);
  const row = id.safeParse(last);
  const isTime = /^-?updatedAt$/.test(sort);
  if (sortedBy !== sort || !row.success || (isTime && !instant.safeParse(value).success)) throw notACursor();
  return [value, row.data];
}

function versionAfter(cursor: string): number {
  const version = versionNumber.safeParse(keyOf(cursor, 1)[0]);
  if (!version.success) throw notACursor();
  return version.data;
}

const notACursor = () =>
  new Problem("body/invalid", undefined, [{ path: "/after", message: "is not a cursor of this list" }]);
