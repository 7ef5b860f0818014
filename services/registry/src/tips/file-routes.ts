import { Problem, sha256Hex, tipFiles, tipFileTypes } from "@shuangsui/contracts";
import { createSealer, type SealingKeys } from "@shuangsui/sealing";
import { callerOf, readOnly, type App, type Auditor } from "@shuangsui/service-kit";
import { Readable } from "node:stream";
import { z } from "zod";
import { piecesOf, tipFilePieces } from "../imports/pieces.ts";
import { uploadsAtOnce } from "../imports/taken-in.ts";
import { noteLook } from "../register/audit.ts";
import type { RegisterOptions } from "../register/entries.ts";
import { seesUnmasked } from "../secrecy/viewer.ts";
import { bytesOf, filesOf, keepFile } from "./files.ts";
import { findTip } from "./store.ts";

const tags = ["tips"];
const description =
  "The files of the evidence that a tip names: PDF, JPEG or PNG, each known by its SHA-256. Whoever sees what the tip says may have them.";
const ofTip = z.object({ id: z.uuid() });
const ofFile = z.object({ id: z.uuid(), hash: sha256Hex });
/** So many files are taken in at once. */
const mostAtOnce = 4;

/** What a tip rests on, as files (article 2). They may tell who complained, so whoever does not see the statement does not see them. */
export async function tipFileRoutes(
  app: App,
  { database, clock, auditor, keys }: RegisterOptions & { auditor: Auditor; keys: { sealing: SealingKeys } },
): Promise<void> {
  const sealer = createSealer(keys.sealing);
  const listed = (authority: string, id: string) =>
    database.as(
      authority,
      async (work) => {
        await findTip(work, id);
        const rows = await filesOf(work, id);
        return {
          items: rows.map(({ sha256, media_type: type, bytes, actor, at }) => ({
            ...{ sha256, type, bytes, actor, at: at.toISOString() },
          })),
        };
      },
      readOnly,
    );

  app.get(
    "/api/v1/tips/:id/evidence",
    {
      config: { action: "registry.read" },
      schema: { tags, description, params: ofTip, response: { 200: tipFiles } },
    },
    async (request) => listed(callerOf(request).authority, request.params.id),
  );

  app.get(
    "/api/v1/tips/:id/evidence/:hash",
    {
      config: { action: "registry.read" },
      schema: { tags, description, params: ofFile, produces: [...tipFileTypes] },
    },
    async (request, reply) => {
      const caller = callerOf(request);
      const { id, hash: sha256 } = request.params;
      const file = await database.as(
        caller.authority,
        async (work) => {
          const tip = await findTip(work, id);
          if (!seesUnmasked(caller, tip, "complaint.read")) throw new Problem("caller/not-allowed");
          return (await filesOf(work, id)).find((one) => one.sha256 === sha256);
        },
        readOnly,
      );
      if (file === undefined) throw new Problem("not-found");
      noteLook(auditor, "tips", caller, [id]);
      return reply
        .header("content-type", file.media_type)
        .header("content-disposition", `attachment; filename="${sha256.slice(0, 12)}"`)
        .header("content-length", file.bytes)
        .send(Readable.from(piecesOf(database, sealer, tipFilePieces, file)));
    },
  );

  const one = uploadsAtOnce(mostAtOnce);
  await app.register(async (scoped) => {
    const files = scoped as App;
    files.removeAllContentTypeParsers();
    files.addContentTypeParser([...tipFileTypes], (_request, payload, done) => done(null, payload));
    files.put(
      "/api/v1/tips/:id/evidence/:hash",
      {
        config: { action: "registry.write", idempotencyKey: "none", uploads: tipFileTypes },
        schema: { tags, description, params: ofFile, response: { 200: tipFiles } },
      },
      async (request) => {
        const upload = request.body;
        const type = tipFileTypes.find((named) => named === request.headers["content-type"]);
        if (!(upload instanceof Readable) || type === undefined) throw new Problem("body/media-type");
        const caller = callerOf(request);
        const { id, hash: sha256 } = request.params;
        await one(upload, async () => {
          const file = await bytesOf(upload);
          const at = await clock.now();
          await database.as(caller.authority, (work) =>
            keepFile(work, sealer, caller, { tip: id, sha256, type }, file, at),
          );
        });
        return listed(caller.authority, id);
      },
    );
  });
}
