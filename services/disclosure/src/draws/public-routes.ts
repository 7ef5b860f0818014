import { drawId, drawList, drawListQuery, drawView, Problem } from "@shuangsui/contracts";
import { pageOfRows, readOnly, systemScope, type App, type ScopedDatabase } from "@shuangsui/service-kit";
import type { FastifyReply, FastifyRequest } from "fastify";
import { Readable } from "node:stream";
import { z } from "zod";
import type { FigureSource } from "../figures.ts";
import { afterOf } from "../newest-first.ts";
import type { Work } from "../tables.ts";
import { createFileCache } from "./file-cache.ts";
import { partBytes, partsOf } from "./files.ts";
import { findDraw, findFile, listDraws } from "./store.ts";
import { drawKey, fileParams, itemOf, readDraw } from "./views.ts";

const tags = ["draws"];
const config = { action: "public" } as const;
const params = z.object({ drawId });
const fileSchema = { tags, params: fileParams };

const typeOf = (name: string) =>
  name.endsWith(".csv")
    ? "text/csv; charset=utf-8"
    : name.endsWith(".ndjson")
      ? "application/x-ndjson; charset=utf-8"
      : "application/json; charset=utf-8";

/** Revealed bytes never change: small files that are asked for most stay in memory, up to so many bytes. */
const cacheBytes = 64 * 1024 * 1024;

/** What anybody reads of draws. */
export function publicDrawRoutes(
  app: App,
  { database, figures }: { database: ScopedDatabase<Work>; figures: FigureSource },
): void {
  const cache = createFileCache(cacheBytes);
  // Anybody's page may read what anybody may read: so browsers check draws wherever the page is from that they show.
  const openToPages = async (_request: FastifyRequest, reply: FastifyReply) => {
    reply.header("access-control-allow-origin", "*");
  };

  app.get(
    "/api/v1/draws",
    {
      config,
      onRequest: openToPages,
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
    { config, onRequest: openToPages, schema: { tags, params, response: { 200: drawView } } },
    async (request) => {
      const view = await readDraw(database, figures, request.params.drawId);
      if (view === undefined) throw new Problem("not-found");
      return view;
    },
  );

  app.get(
    "/api/v1/draws/:drawId/:file",
    { config, onRequest: openToPages, schema: fileSchema },
    async (request, reply) => {
      const { drawId: id, file } = request.params;
      const key = `${id}/${file}`;
      const shown = (sha256: string) =>
        reply
          .header("etag", `"${sha256}"`)
          .header("cache-control", "public, max-age=31536000, immutable")
          .type(typeOf(file));
      let kept = cache.get(key);
      if (kept === undefined) {
        const found = await database.as(
          systemScope,
          async (work) => {
            const draw = await findDraw(work, id);
            if (draw === undefined) throw new Problem("not-found");
            if (draw.state !== "revealed" && file !== "commitment.json")
              throw new Problem("draw/not-revealed");
            return findFile(work, id, file);
          },
          readOnly,
        );
        if (found === undefined) throw new Problem("not-found");
        const parts = partsOf(database, id, found);
        if (found.bytes > partBytes)
          return shown(found.sha256).header("content-length", found.bytes).send(Readable.from(parts));
        kept = { sha256: found.sha256, bytes: Buffer.concat(await Array.fromAsync(parts)) };
        cache.keep(key, kept);
      }
      return shown(kept.sha256).send(kept.bytes);
    },
  );
}
