import type { Clock } from "@shuangsui/clock";
import { Problem, type RegisterKind } from "@shuangsui/contracts";
import type { Caller, Database } from "@shuangsui/service-kit";
import { createHash } from "node:crypto";
import type { Readable } from "node:stream";
import type { Work } from "../register/register.ts";
import type { Tables } from "../tables.ts";
import { chunksOf } from "./bytes.ts";
import { csvRows } from "./csv.ts";
import type { Importer } from "./importer.ts";
import { jsonRows } from "./json.ts";
import { maxFileBytes, maxPlaces } from "./limits.ts";
import { rowsRefused, type ImportRow, type RowFault } from "./rows.ts";
import { spooled } from "./spool.ts";
import { importOf, keepImport, lockKey, lockRegister, waitForOthers } from "./store.ts";

export type ImportRequest = {
  kind: RegisterKind;
  importer: Importer;
  form: "csv" | "json";
  upload: Readable;
  caller: Caller;
  /** Where it is given, the same import asked for again is answered without writing. */
  key: string | undefined;
};

/**
 * Imports a file into a register, all of it or nothing; gives how many rows. The file is taken in first: what it writes
 * is written in one go, and nobody waits for its upload.
 * @throws Problem `import/rows-refused`, `import/too-large`, `command/key-reused`, `body/not-json`, `body/invalid`
 */
export async function runImport(
  database: Database<Tables>,
  clock: Clock,
  request: ImportRequest,
): Promise<number> {
  const { kind, importer, caller, key, upload } = request;
  const hash = createHash("sha256").update(`${kind} ${request.form}\n`);
  return spooled(chunksOf(upload, hash, maxFileBytes), async (chunks) => {
    const fingerprint = hash.digest("hex");
    const at = await clock.now();
    return database.as(caller.authority, async (work) => {
      await waitForOthers(work);
      if (key !== undefined) {
        await lockKey(work, caller.authority, key);
        const made = await importOf(work, caller.authority, key);
        if (made !== undefined) return repeated(made, fingerprint);
      }
      await lockRegister(work, kind);
      const rows = request.form === "csv" ? csvRows(chunks, importer.columns) : jsonRows(chunks);
      const imported = await writeAll(rows, importer, work, { caller, at });
      if (key !== undefined)
        await keepImport(work, {
          authority: caller.authority,
          key,
          register: kind,
          fingerprint,
          imported,
          actor: caller.actor,
          at,
        });
      return imported;
    });
  });
}

function repeated(made: Tables["import"], fingerprint: string): number {
  if (fingerprint !== made.fingerprint) throw new Problem("command/key-reused");
  return made.imported;
}

async function writeAll(
  rows: AsyncIterable<ImportRow>,
  importer: Importer,
  work: Work,
  by: { caller: Caller; at: Date },
): Promise<number> {
  const importing = importer.begin(work, by);
  const faults: RowFault[] = [];
  try {
    for await (const row of rows) {
      faults.push(...(await importing.take(row)));
      if (faults.length >= maxPlaces) break;
    }
    if (faults.length < maxPlaces) faults.push(...(await importing.finish()));
  } catch (error) {
    // Where the form breaks off, the rows before it are named too.
    if (!(error instanceof Problem) || error.code !== "import/rows-refused") throw error;
    faults.push(...error.places.map(({ row = 0, path = "", message }) => ({ row, path, message })));
  }
  if (faults.length > 0) throw rowsRefused(faults.sort((one, other) => one.row - other.row));
  return importing.imported();
}
