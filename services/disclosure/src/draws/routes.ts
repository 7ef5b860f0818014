import type { Clock } from "@shuangsui/clock";
import {
  drawAnnouncement,
  drawId,
  drawList,
  drawListItem,
  drawListQuery,
  drawView,
  Problem,
} from "@shuangsui/contracts";
import { FILE_NAMES, LARGEST_FILE } from "@shuangsui/lottery";
import {
  originNow,
  pageOfRows,
  readOnly,
  recordAudit,
  systemScope,
  type App,
  type ScopedDatabase,
} from "@shuangsui/service-kit";
import type { FastifyRequest } from "fastify";
import { createHash } from "node:crypto";
import { z } from "zod";
import { afterOf } from "../newest-first.ts";
import { storable } from "../storable.ts";
import type { Work } from "../tables.ts";
import type { FigureSource } from "../figures.ts";
import { createFileCache } from "./file-cache.ts";
import { requireTransition, requireVerified } from "./rules.ts";
import {
  describeFiles,
  fileOf,
  filesOf,
  findDraw,
  listDraws,
  openDraw,
  storeFile,
  updateDraw,
  type Draw,
} from "./store.ts";

export type DrawRouteOptions = {
  database: ScopedDatabase<Work>;
  clock: Clock;
  figures: FigureSource;
};

const tags = ["draws"];
const params = z.object({ drawId });
/** Of the routes that anybody may read. */
const config = { action: "public" } as const;
const fileParams = z.object({ drawId, file: z.enum(FILE_NAMES) });
const fileSchema = { tags, params: fileParams };
const announcement = storable(drawAnnouncement);

const typeOf = (name: string) =>
  name.endsWith(".csv")
    ? "text/csv; charset=utf-8"
    : name.endsWith(".ndjson")
      ? "application/x-ndjson; charset=utf-8"
      : "application/json; charset=utf-8";

/** Revealed bytes never change: the most asked for stay in memory, up to so many bytes. */
const cacheBytes = 64 * 1024 * 1024;

/** The API of draws: the inspection service hands them over, anybody reads what is public of them. */
export function drawRoutes(app: App, { database, clock, figures }: DrawRouteOptions): void {
  const cache = createFileCache(cacheBytes);

  app.put(
    "/api/v1/draws/:drawId",
    {
      config: { action: "service" },
      schema: { tags, params, body: announcement, response: { 200: drawListItem } },
    },
    async (request) => {
      const { authority, campaignId, title, state, cause, previousDraw, statistics, witnesses } =
        request.body;
      const at = await clock.now();
      return database.as(systemScope, async (work) => {
        const id = request.params.drawId;
        const { draw: row, isNew } = await openDraw(work, {
          id,
          authority,
          campaign_id: campaignId,
          title,
          state: state === "revealed" ? "committed" : state,
          cause,
          previous_draw: previousDraw,
          statistics: JSON.stringify(statistics),
          witnesses: JSON.stringify(witnesses),
          committed_at: at,
          revealed_at: null,
        });
        if (row.authority !== authority || row.campaign_id !== campaignId)
          throw new Problem("draw/immutable", "it belongs to another campaign");
        requireTransition(row.state, state);
        if (row.state === "committed" && state === "revealed")
          await requireVerified(
            row,
            new Map((await filesOf(work, id)).map((file) => [file.name, file.bytes])),
          );
        if (row.state === "committed")
          await updateDraw(work, id, {
            state,
            title,
            cause,
            statistics: JSON.stringify(statistics),
            revealed_at: state === "revealed" ? at : null,
          });
        if (isNew || row.state !== state)
          await recordAudit(work, [
            {
              ...auditOfDraw(request, { id, authority, at }),
              action: "draw/changed",
              before: isNew ? null : { state: row.state },
              after: { state, campaign: campaignId },
            },
          ]);
        return itemOf((await findDraw(work, id)) ?? row);
      });
    },
  );

  app.register(async (raw) => {
    raw.addContentTypeParser(
      "application/octet-stream",
      { parseAs: "buffer", bodyLimit: LARGEST_FILE },
      (_request, body, done) => done(null, body),
    );
    raw.put<{ Params: z.infer<typeof fileParams>; Body: Buffer }>(
      "/api/v1/draws/:drawId/files/:file",
      {
        bodyLimit: LARGEST_FILE,
        config: { action: "service", uploads: ["application/octet-stream"] },
        schema: {
          tags,
          params: fileParams,
          response: { 201: z.object({ sha256: z.string() }) },
        },
      },
      async (request, reply) => {
        if (!Buffer.isBuffer(request.body)) throw new Problem("body/media-type");
        const { drawId: id, file } = request.params;
        const bytes = request.body;
        const sha256 = createHash("sha256").update(bytes).digest("hex");
        const at = await clock.now();
        await database.as(systemScope, async (work) => {
          const draw = await findDraw(work, id);
          if (draw === undefined) throw new Problem("not-found");
          const { stands, isNew } = await storeFile(work, {
            draw_id: id,
            authority: draw.authority,
            name: file,
            bytes,
            sha256,
            stored_at: at,
          });
          if (stands !== sha256) throw new Problem("draw/immutable", `${file} stands with other bytes`);
          if (!isNew) return;
          await recordAudit(work, [
            {
              ...auditOfDraw(request, { id, authority: draw.authority, at }),
              action: "draw/file-stored",
              before: null,
              after: { file, sha256 },
            },
          ]);
        });
        return reply.code(201).send({ sha256 });
      },
    );
  });

  app.get(
    "/api/v1/draws",
    {
      config,
      schema: {
        tags,
        querystring: drawListQuery,
        response: { 200: drawList },
      },
    },
    async (request) => {
      const { after, limit, authority } = request.query;
      const query = { after: afterOf(after, drawId), limit, authority };
      const rows = await database.as(systemScope, (work) => listDraws(work, query), readOnly);
      const page = pageOfRows(rows, limit, drawKey);
      return { items: page.items.map(itemOf), next: page.next };
    },
  );

  app.get(
    "/api/v1/draws/:drawId",
    { config, schema: { tags, params, response: { 200: drawView } } },
    async (request) => {
      const view = await readDraw(database, figures, request.params.drawId);
      if (view === undefined) throw new Problem("not-found");
      return view;
    },
  );

  app.get("/api/v1/draws/:drawId/:file", { config, schema: fileSchema }, async (request, reply) => {
    const { drawId: id, file } = request.params;
    const key = `${id}/${file}`;
    let found = cache.get(key);
    if (found === undefined) {
      found = await database.as(
        systemScope,
        async (work) => {
          const draw = await findDraw(work, id);
          if (draw === undefined) throw new Problem("not-found");
          if (draw.state !== "revealed" && file !== "commitment.json") throw new Problem("draw/not-revealed");
          return fileOf(work, id, file);
        },
        readOnly,
      );
      if (found === undefined) throw new Problem("not-found");
      cache.keep(key, found);
    }
    reply
      .header("etag", `"${found.sha256}"`)
      .header("cache-control", "public, max-age=31536000, immutable")
      .type(typeOf(file));
    return reply.send(found.bytes);
  });
}

/** What acts of the service that hands draws over have alike in the audit trail. */
function auditOfDraw(
  { headers }: FastifyRequest,
  { id, authority, at }: { id: string; authority: string; at: Date },
) {
  const actor = typeof headers["x-actor"] === "string" ? headers["x-actor"] : "system";
  return { at, authority, callerAuthority: authority, actor, subject: id, code: null, ...originNow() };
}

/**
 * A draw with its files, as the portal shows it, or undefined. From the reveal on with what is counted of its inspections, which
 * still moves.
 */
export async function readDraw(
  database: ScopedDatabase<Work>,
  figures: Pick<FigureSource, "ofCampaign">,
  id: string,
) {
  const [row, files] = await database.as(
    systemScope,
    (work) => Promise.all([findDraw(work, id), describeFiles(work, id)]),
    readOnly,
  );
  if (row === undefined) return undefined;
  const counted = row.state === "revealed" ? await figures.ofCampaign(row.campaign_id) : null;
  return {
    ...itemOf(row),
    campaignId: row.campaign_id,
    cause: row.cause,
    previousDraw: row.previous_draw,
    statistics: [...row.statistics, ...(counted ?? [])],
    witnesses: [...row.witnesses],
    files: files.filter((file) => row.state === "revealed" || file.name === "commitment.json"),
  };
}

/** What a cursor of the draws' list is made of. */
export function drawKey(row: Draw): [string, string] {
  return [row.committed_at.toISOString(), row.id];
}

/** A draw as public lists show it. */
export function itemOf(row: Draw): z.infer<typeof drawListItem> {
  return {
    drawId: row.id,
    authority: row.authority,
    title: row.title,
    state: row.state,
    committedAt: row.committed_at.toISOString(),
    revealedAt: row.revealed_at?.toISOString() ?? null,
  };
}
