import type { Clock } from "@shuangsui/clock";
import { drawAnnouncement, drawId, drawListItem, Problem } from "@shuangsui/contracts";
import {
  originNow,
  recordAudit,
  requireAuthority,
  systemScope,
  type App,
  type ScopedDatabase,
} from "@shuangsui/service-kit";
import type { FastifyRequest } from "fastify";
import { Readable } from "node:stream";
import { z } from "zod";
import { storable } from "../storable.ts";
import type { Work } from "../tables.ts";
import { takeFile } from "./files.ts";
import { requireTransition } from "./rules.ts";
import { findDraw, openDraw, updateDraw, type Draw } from "./store.ts";
import { createVerifier } from "./verifier.ts";
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
  const verifier = createVerifier(database);
  app.addHook("onClose", () => verifier.close());

  app.put(
    "/api/v1/draws/:drawId",
    {
      config: { action: "service" },
      schema: {
        tags,
        params,
        body: announcement,
        response: { 200: drawListItem, 202: drawListItem },
      },
    },
    async (request, reply) => {
      const id = request.params.drawId;
      await requireAuthority(request.body.authority);
      const at = await clock.now();
      const told = { id, announced: request.body, at };
      const before = await database.as(systemScope, (work) => announce(work, request, told, false));
      if (before.isDone) return itemOf(before.draw);
      if ((await verifier.verify(before.draw)) === "pending")
        return reply.code(202).send(itemOf(before.draw));
      const { draw } = await database.as(systemScope, (work) => announce(work, request, told, true));
      return itemOf(draw);
    },
  );

  app.register(async (raw) => {
    raw.removeAllContentTypeParsers();
    raw.addContentTypeParser("application/octet-stream", (_request, payload, done) => done(null, payload));
    raw.put<{ Params: z.infer<typeof fileParams> }>(
      "/api/v1/draws/:drawId/files/:file",
      {
        config: { action: "service", uploads: ["application/octet-stream"] },
        schema: {
          tags,
          params: fileParams,
          response: { 201: z.object({ sha256: z.string() }) },
        },
      },
      async (request, reply) => {
        const content = request.body;
        if (!(content instanceof Readable)) throw new Problem("body/media-type");
        const { drawId: id, file } = request.params;
        try {
          const at = await clock.now();
          const sha256 = await database.as(systemScope, async (work) => {
            const taken = await takeFile(work, { drawId: id, name: file, content, at });
            if (taken.isNew)
              await recordAudit(work, [
                {
                  ...auditOfDraw(request, { id, authority: taken.authority, at }),
                  action: "draw/file-stored",
                  before: null,
                  after: { file, sha256: taken.sha256 },
                },
              ]);
            return taken.sha256;
          });
          return await reply.code(201).send({ sha256 });
        } finally {
          // What is left unread would hold up the answer.
          content.resume();
        }
      },
    );
  });
}

type Announced = { id: string; announced: z.infer<typeof announcement>; at: Date };

/**
 * Writes down what is announced of a draw, but no reveal before it is verified: then nothing is done.
 * @throws Problem `draw/immutable`
 */
async function announce(
  work: Work,
  request: FastifyRequest,
  { id, announced, at }: Announced,
  isVerified: boolean,
): Promise<{ draw: Draw; isDone: boolean }> {
  const { authority, campaignId, title, state, cause, previousDraw, statistics, witnesses } = announced;
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
  if (row.state === "committed" && state === "revealed" && !isVerified) return { draw: row, isDone: false };
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
  return { draw: (await findDraw(work, id)) ?? row, isDone: true };
}

/** What acts of the service that hands draws over have alike in the audit trail. */
function auditOfDraw(
  { headers }: FastifyRequest,
  { id, authority, at }: { id: string; authority: string; at: Date },
) {
  const actor = typeof headers["x-actor"] === "string" ? headers["x-actor"] : "system";
  return { at, authority, callerAuthority: authority, actor, subject: id, code: null, ...originNow() };
}
