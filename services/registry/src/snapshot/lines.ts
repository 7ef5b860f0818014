import type { Database } from "@shuangsui/service-kit";
import { sql, type RawBuilder } from "kysely";
import { once } from "node:events";
import { PassThrough } from "node:stream";
import type { Work } from "../register/register.ts";
import type { Tables } from "../tables.ts";

const batch = 5_000;

/**
 * Streams a query's rows as NDJSON out of one snapshot of the database, a batch at a time and no faster than they are
 * read, each batch made lines by `lines`. A failure cuts the stream off, so that no reader takes a part for the whole.
 */
export function streamLines<Row, Line>(
  database: Database<Tables>,
  authority: string,
  query: RawBuilder<Row>,
  lines: (work: Work, rows: readonly Row[]) => Promise<readonly Line[]>,
): PassThrough {
  const stream = new PassThrough();
  const write = async (work: Work) => {
    // One cursor, so that the whole is planned and sorted once.
    await sql`declare snapshot no scroll cursor for ${query}`.execute(work);
    for (;;) {
      const { rows } = await sql<Row>`fetch ${sql.lit(batch)} from snapshot`.execute(work);
      const open =
        rows.length === 0 ||
        stream.write((await lines(work, rows)).map((line) => `${JSON.stringify(line)}\n`).join(""));
      if (rows.length < batch || stream.destroyed) return;
      if (!open) await Promise.race([once(stream, "drain"), once(stream, "close")]);
    }
  };
  database.as(authority, write, { isolation: "repeatable read", access: "read only" }).then(
    () => stream.end(),
    (error: unknown) => stream.destroy(error instanceof Error ? error : new Error("the snapshot failed")),
  );
  return stream;
}
