import type { Clock } from "@shuangsui/clock";
import { importResult, Problem, registerKind, type RegisterKind } from "@shuangsui/contracts";
import { callerOf, idempotencyKeyOf, saysUtf8, type App, type Database } from "@shuangsui/service-kit";
import { Readable } from "node:stream";
import { z } from "zod";
import type { Tables } from "../tables.ts";
import type { Importer } from "./importer.ts";
import { maxFileBytes } from "./limits.ts";
import { runImport } from "./run.ts";

const description =
  "Imports a file of text/csv (UTF-8, a header line, lists joined by `;`) or application/json (an array), all of it or nothing. " +
  "Rows are numbered from 1, after the header. With the header Idempotency-Key the same request again answers the same without writing.";

const mediaTypes = ["text/csv", "application/json"] as const;

/** Each import holds room on the disk while its upload lasts, and a connection to the database while it writes: some are left to everybody else. */
const mostAtOnce = 6;

/** The route by which files come into the registers. */
export async function importRoutes(
  app: App,
  options: {
    database: Database<Tables>;
    clock: Clock;
    importers: Record<RegisterKind, Importer>;
  },
): Promise<void> {
  let running = 0;
  await app.register(async (scoped: App) => {
    scoped.removeAllContentTypeParsers();
    scoped.addContentTypeParser([...mediaTypes], (_request, payload, done) => done(null, payload));
    scoped.post(
      "/api/v1/imports/:kind",
      {
        config: { idempotencyKey: "optional", uploads: mediaTypes },
        // Before anything of the file is read.
        onRequest: async (request) => void callerOf(request),
        schema: {
          tags: ["Imports"],
          description,
          params: z.object({ kind: z.string().max(40) }),
          response: { 200: importResult },
        },
      },
      async (request) => {
        const kind = registerKind.safeParse(request.params.kind);
        const upload = request.body;
        if (!(upload instanceof Readable)) throw new Problem("body/media-type");
        if (running >= mostAtOnce) {
          upload.resume();
          throw new Problem("unavailable", "other imports are under way");
        }
        running += 1;
        try {
          if (!kind.success) throw new Problem("not-found");
          const caller = callerOf(request);
          if (Number(request.headers["content-length"] ?? 0) > maxFileBytes)
            throw new Problem("import/too-large", `the most is ${maxFileBytes} bytes`);
          const key =
            request.headers["idempotency-key"] === undefined ? undefined : idempotencyKeyOf(request);
          const form = formOf(request.headers["content-type"] ?? "");
          const imported = await runImport(options.database, options.clock, {
            kind: kind.data,
            importer: options.importers[kind.data],
            form,
            upload,
            caller,
            key,
          });
          return { imported };
        } finally {
          running -= 1;
          // What is left unread would hold up the answer.
          upload.resume();
        }
      },
    );
  });
}

/** @throws Problem `body/media-type` where the charset named is not UTF-8 */
function formOf(contentType: string): "csv" | "json" {
  if (!saysUtf8(contentType)) throw new Problem("body/media-type", "the charset must be UTF-8");
  return /^text\/csv/i.test(contentType) ? "csv" : "json";
}
