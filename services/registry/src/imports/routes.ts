import type { Clock } from "@shuangsui/clock";
import { importQuery, importResult, Problem, registerKind, type RegisterKind } from "@shuangsui/contracts";
import { callerOf, idempotencyKeyOf, saysUtf8, type App, type Database } from "@shuangsui/service-kit";
import { Readable } from "node:stream";
import { z } from "zod";
import type { Tables } from "../tables.ts";
import type { Importer } from "./importer.ts";
import { maxFileBytes } from "./limits.ts";
import { runImport } from "./run.ts";

const description =
  "Imports a file of text/csv (UTF-8, GB18030 or UTF-16, columns headed by their field's name or its Chinese name) or " +
  "application/json (an array), all of it or nothing. Rows are numbered as in the sheet; of an array from 1. `dryRun=true` checks " +
  "and writes nothing. With the header Idempotency-Key the same request again answers the same without writing.";

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
        config: { action: "registry.write", idempotencyKey: "optional", uploads: mediaTypes },
        schema: {
          tags: ["imports"],
          description,
          params: z.object({ kind: z.string().max(40) }),
          querystring: importQuery,
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
          return await runImport(options.database, options.clock, {
            kind: kind.data,
            importer: options.importers[kind.data],
            form,
            upload,
            caller,
            key,
            dryRun: request.query.dryRun,
            onProgress: (rows) => request.log.info({ register: kind.data, rows }, "an import is under way"),
          });
        } finally {
          running -= 1;
          // What is left unread would hold up the answer.
          upload.resume();
        }
      },
    );
  });
}

/** A file's own bytes tell its encoding better than whoever sends it, who often says UTF-8 of everything. */
const csvCharset = /;\s*charset="?(utf-?8|utf-?16(le|be)?|gbk|gb2312|gb-?18030)"?\s*(;|$)/i;

/** @throws Problem `body/media-type` where a charset is named that no file comes in */
function formOf(contentType: string): "csv" | "json" {
  if (/^text\/csv/i.test(contentType)) {
    if (/charset/i.test(contentType) && !csvCharset.test(contentType))
      throw new Problem("body/media-type", "the charset must be UTF-8, UTF-16 or GB18030");
    return "csv";
  }
  if (!saysUtf8(contentType)) throw new Problem("body/media-type", "the charset must be UTF-8");
  return "json";
}
