import type { Clock } from "@shuangsui/clock";
import { drawAnnouncement, drawId, drawListItem, Problem } from "@shuangsui/contracts";
import { LARGEST_FILE } from "@shuangsui/lottery";
import { originNow, recordAudit, systemScope, type App, type ScopedDatabase } from "@shuangsui/service-kit";
import type { FastifyRequest } from "fastify";
import { createHash } from "node:crypto";
import { z } from "zod";
import { storable } from "../storable.ts";
import type { Work } from "../tables.ts";
import { requireTransition, requireVerified } from "./rules.ts";
import { filesOf, findDraw, openDraw, storeFile, updateDraw } from "./store.ts";
import { fileParams, itemOf } from "./views.ts";

export type DrawRouteOptions = {
  database: ScopedDatabase<Work>;
  clock: Clock;
};

const tags = ["draws"];
const params = z.object({ drawId });
const announcement = storable(drawAnnouncement);

/** The API by which the inspection service hands draws over. */
export function drawRoutes(app: App, { database, clock }: DrawRouteOptions): void {
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
}

/** What acts of the service that hands draws over have alike in the audit trail. */
function auditOfDraw(
  { headers }: FastifyRequest,
  { id, authority, at }: { id: string; authority: string; at: Date },
) {
  const actor = typeof headers["x-actor"] === "string" ? headers["x-actor"] : "system";
  return { at, authority, callerAuthority: authority, actor, subject: id, code: null, ...originNow() };
}
