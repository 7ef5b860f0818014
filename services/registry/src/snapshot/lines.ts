import type { Database } from "@shuangsui/service-kit";
import { once } from "node:events";
import { PassThrough } from "node:stream";
import type { Work } from "../register/register.ts";
import type { Tables } from "../tables.ts";

const batch = 5_000;

/**
 * Streams rows as NDJSON out of one snapshot of the database, a batch at a time and no faster than they are
 * read. `next` gives the batch after a row, or the first. A failure cuts the stream off, so that no reader takes a part for the whole.
 */
export function streamLines<Row>(
  database: Database<Tables>,
  authority: string,
  next: (work: Work, after: Row | undefined, most: number) => Promise<Row[]>,
): PassThrough {
  const stream = new PassThrough();
  const write = async (work: Work) => {
    let after: Row | undefined;
    for (;;) {
      const rows = await next(work, after, batch);
      after = rows.at(-1);
      const open = rows.length === 0 || stream.write(rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
      if (stream.destroyed) return;
      if (!open) await Promise.race([once(stream, "drain"), once(stream, "close")]);
      if (rows.length < batch) return;
    }
  };
  database.as(authority, write, { isolation: "repeatable read" }).then(
    () => stream.end(),
    (error: unknown) => stream.destroy(error instanceof Error ? error : new Error("the snapshot failed")),
  );
  return stream;
}
