import {
  completeness,
  completenessQuery,
  newSourceList,
  pageOf,
  Problem,
  sheetsOfAnyName,
  sourceFileQuery,
  sourceListQuery,
  sourceListView,
  unregistered,
  unregisteredQuery,
} from "@shuangsui/contracts";
import {
  callerOf,
  idOfCursor,
  keyOf,
  pageOfRows,
  readOnly,
  type App,
  type Auditor,
} from "@shuangsui/service-kit";
import { fileRoute } from "@shuangsui/service-kit/list-files";
import { shanghaiDate } from "@shuangsui/workdays";
import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { takenIn, uploadsAtOnce } from "../imports/taken-in.ts";
import type { RegisterOptions } from "../register/entries.ts";
import { windowOf } from "../snapshot/window.ts";
import { rowsOfFile } from "./file.ts";
import { sourceListsFile, unregisteredFile, unregisteredView } from "./list-files.ts";
import { bringList, completenessOf, listLists, unregisteredIn } from "./store.ts";
import type { SourceListTable } from "./tables.ts";

const tags = ["completeness"];
const uploadsOfListsAtOnce = 3;
const reading = { action: "registry.read" } as const;

/** The registry against the lists of others (articles 10, 12): leaving someone out would defeat the fairest draw. */
export function completenessRoutes(
  app: App,
  { database, clock, auditor }: RegisterOptions & { auditor: Auditor },
): void {
  fileRoute(app, { database, auditor }, sourceListsFile);
  fileRoute(app, { database, auditor }, unregisteredFile);
  app.post(
    "/api/v1/source-lists",
    {
      config: { action: "registry.write", idempotencyKey: "none" },
      schema: { tags, body: newSourceList, response: { 201: sourceListView } },
    },
    async (request, reply) => {
      const caller = callerOf(request);
      const at = await clock.now();
      reply.code(201);
      return database.as(caller.authority, async (work) =>
        viewOf(await bringList(work, caller, request.body, [request.body.rows], at)),
      );
    },
  );

  const one = uploadsAtOnce(uploadsOfListsAtOnce);
  app.register(async (scoped) => {
    const files = scoped as App;
    files.removeAllContentTypeParsers();
    files.addContentTypeParser([...sheetsOfAnyName], (_request, payload, done) => done(null, payload));
    files.post(
      "/api/v1/source-lists/file",
      {
        config: { action: "registry.write", idempotencyKey: "none", uploads: sheetsOfAnyName },
        schema: { tags, querystring: sourceFileQuery, response: { 201: sourceListView } },
      },
      async (request, reply) => {
        const upload = request.body;
        if (!(upload instanceof Readable)) throw new Problem("body/media-type");
        const caller = callerOf(request);
        const { query } = request;
        return one(upload, () =>
          takenIn(upload, "sheet", createHash("sha256"), async (file) => {
            const at = await clock.now();
            reply.code(201);
            return database.as(caller.authority, async (work) =>
              viewOf(await bringList(work, caller, query, rowsOfFile(file, query), at)),
            );
          }),
        );
      },
    );
  });

  app.get(
    "/api/v1/source-lists",
    {
      config: reading,
      schema: { tags, querystring: sourceListQuery, response: { 200: pageOf(sourceListView) } },
    },
    async (request) => {
      const { source, limit, after } = request.query;
      const rows = await database.as(
        callerOf(request).authority,
        (work) => listLists(work, { source, limit }, idOfCursor(after)),
        readOnly,
      );
      const { items, next } = pageOfRows(rows, limit, (row) => [row.id]);
      return { items: items.map(viewOf), next };
    },
  );

  for (const [path, config] of [
    ["/api/v1/completeness", reading],
    ["/api/v1/snapshot/completeness", { action: "service" }],
  ] as const)
    app.get(
      path,
      { config, schema: { tags, querystring: completenessQuery, response: { 200: completeness } } },
      async (request) => {
        const { authority } = callerOf(request);
        const today = shanghaiDate(await clock.now());
        const window = windowOf(request.query, today);
        return database.as(
          authority,
          (work) => completenessOf(work, authority, request.query.kind, today, window),
          readOnly,
        );
      },
    );

  app.get(
    "/api/v1/completeness/unregistered",
    {
      config: reading,
      schema: { tags, querystring: unregisteredQuery, response: { 200: pageOf(unregistered) } },
    },
    async (request) => {
      const { authority } = callerOf(request);
      const { after, ...query } = request.query;
      const [code = ""] = after === undefined ? [] : keyOf(after, 1);
      const rows = await database.as(
        authority,
        (work) => unregisteredIn(work, authority, query, code),
        readOnly,
      );
      const { items, next } = pageOfRows(rows, query.limit, (row) => [row.code]);
      return { items: items.map(unregisteredView), next };
    },
  );
}

const viewOf = ({ id, authority, source, as_of: asOf, rows, actor, at }: SourceListTable) => ({
  ...{ id, authority, source, asOf, rows },
  broughtBy: actor,
  at: at.toISOString(),
});
