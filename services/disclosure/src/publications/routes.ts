import type { Clock } from "@shuangsui/clock";
import {
  authorityCode,
  id,
  instant,
  pageQuery,
  Problem,
  publicationCommands,
  publicationContent,
  publicationKind,
  publicationList,
  publicationOpening,
  publicationSummary,
} from "@shuangsui/contracts";
import {
  answerCommand,
  callerOf,
  commandResponses,
  idempotencyKeyOf,
  pageOfRows,
  requireService,
  systemScope,
  type App,
  type Database,
  type Inbox,
} from "@shuangsui/service-kit";
import { createHash } from "node:crypto";
import { v5 as uuidv5 } from "uuid";
import { z } from "zod";
import { afterOf } from "../newest-first.ts";
import { storable } from "../storable.ts";
import type { Tables } from "../tables.ts";
import { openCommand } from "./decide.ts";
import {
  findPublication,
  listPublished,
  openPublication,
  publicCounts,
  publishedVersions,
  type Publication,
} from "./store.ts";

export type PublicationRouteParts = { database: Database<Tables>; clock: Clock; inbox: Inbox; token: string };

const tags = ["publications"];
const params = z.object({ id });
/** Of the routes that anybody may read. */
const config = { asks: [] } as const;

export const publicListQuery = pageQuery.extend({
  authority: authorityCode.optional(),
  kind: publicationKind.optional(),
  q: z
    .string()
    .min(1)
    .max(100)
    .refine((q) => !q.includes("\u0000"), "contains a NUL character")
    .optional(),
});

const publicationView = publicationSummary.extend({
  versions: z.array(
    z.object({
      version: z.number().int(),
      publishedAt: instant,
      by: z.string(),
      breach: z.boolean(),
      reason: z.string(),
      content: publicationContent,
    }),
  ),
});
const statistics = z.object({
  publications: z.array(z.object({ kind: publicationKind, count: z.number().int() })),
  breaches: z.array(z.object({ authority: authorityCode, count: z.number().int() })),
});

/** The API of publications: services open and fill them, officials publish, the public reads. */
export function publicationRoutes(app: App, { database, clock, inbox, token }: PublicationRouteParts): void {
  app.put(
    "/api/v1/publications/:id",
    {
      config: { asks: ["token"], idempotencyKey: "none" },
      schema: { tags, params, body: storable(publicationOpening), response: { ...commandResponses } },
    },
    async (request, reply) => {
      requireService(request, token);
      const opening = request.body;
      const fingerprint = createHash("sha256").update(JSON.stringify(opening)).digest("hex");
      const at = await clock.now();
      const row = await database.as(systemScope, (work) =>
        openPublication(work, {
          id: request.params.id,
          authority: opening.authority,
          kind: opening.kind,
          subject_id: opening.subjectId,
          title: opening.title,
          state: "open",
          due_at: new Date(opening.dueAt),
          calendar_version: opening.calendarVersion,
          fact: JSON.stringify(opening.fact),
          ready: JSON.stringify(null),
          ready_reason: null,
          version: 0,
          breached_at: null,
          reminders: 0,
          revision: 1,
          opening: fingerprint,
          opened_at: at,
          first_published_at: null,
          updated_at: at,
        }),
      );
      if (row.opening !== fingerprint)
        throw new Problem("publication/wrong-state", "it was opened with other contents");
      const outcome = await inbox.submit({
        key: uuidv5(openCommand, row.id),
        authority: row.authority,
        subjectType: "publication",
        subjectId: row.id,
        type: openCommand,
        payload: {},
        caller: { authority: row.authority, actor: "system" },
        requestId: request.id,
      });
      return answerCommand(reply, outcome);
    },
  );

  for (const type of ["due", "content", "publish", "withdraw", "drop"] as const) {
    app.post(
      `/api/v1/publications/:id/commands/${type}`,
      {
        config: type === "publish" ? {} : { asks: ["token", "caller"] },
        schema: { tags, params, body: storable(publicationCommands[type]), response: commandResponses },
      },
      async (request, reply) => {
        const caller = callerOf(request);
        if (type !== "publish") requireService(request, token);
        const row = await database.as(caller.authority, (work) => findPublication(work, request.params.id));
        if (row === undefined) throw new Problem("not-found");
        if (row.authority !== caller.authority) throw new Problem("authority/not-yours");
        const outcome = await inbox.submit({
          key: idempotencyKeyOf(request),
          authority: row.authority,
          subjectType: "publication",
          subjectId: row.id,
          type,
          payload: request.body,
          caller,
          requestId: request.id,
        });
        return answerCommand(reply, outcome);
      },
    );
  }

  app.get(
    "/api/v1/publications",
    {
      config,
      schema: { tags, querystring: publicListQuery, response: { 200: publicationList } },
    },
    async (request) => {
      const { after, limit, ...filters } = request.query;
      const query = { ...filters, limit, after: afterOf(after, id) };
      const rows = await database.as(systemScope, (work) => listPublished(work, query));
      const page = pageOfRows(rows, limit, publicationKey);
      return { items: page.items.map(summaryOf), next: page.next };
    },
  );

  app.get(
    "/api/v1/publications/:id",
    { config, schema: { tags, params, response: { 200: publicationView } } },
    async (request) => {
      const read = await readPublished(database, request.params.id);
      if (read === undefined) throw new Problem("not-found");
      const { row, versions } = read;
      return {
        ...summaryOf(row),
        versions: versions.map((version) => ({
          version: version.version,
          publishedAt: version.published_at.toISOString(),
          by: version.by,
          breach: version.breach,
          reason: version.reason,
          content: version.content,
        })),
      };
    },
  );

  app.get("/api/v1/statistics", { config, schema: { tags, response: { 200: statistics } } }, async () => {
    const counts = await database.as(systemScope, publicCounts);
    return statistics.parse(counts);
  });
}

/** What is public of one publication, or undefined where nothing is. */
export async function readPublished(database: Database<Tables>, publicationId: string) {
  return database.as(systemScope, async (work) => {
    const row = await findPublication(work, publicationId);
    if (row === undefined || row.version === 0) return undefined;
    return { row, versions: await publishedVersions(work, publicationId) };
  });
}

/** What a cursor of the publications' list is made of. */
export function publicationKey(row: Publication): [string, string] {
  return [firstPublishedAt(row), row.id];
}

function firstPublishedAt(row: Publication): string {
  return (row.first_published_at ?? row.updated_at).toISOString();
}

/** A publication as public lists show it. */
export function summaryOf(row: Publication) {
  return {
    id: row.id,
    kind: row.kind,
    authority: row.authority,
    title: row.title,
    publishedAt: firstPublishedAt(row),
    version: row.version,
    breach: row.breached_at !== null,
    url: `/publications/${row.id}`,
  };
}
