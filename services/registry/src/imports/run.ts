import type { Clock } from "@shuangsui/clock";
import { Problem, type RegisterKind } from "@shuangsui/contracts";
import type { Caller, Database } from "@shuangsui/service-kit";
import { createHash } from "node:crypto";
import type { Readable } from "node:stream";
import type { Work } from "../register/register.ts";
import type { Tables } from "../tables.ts";
import { chunksOf } from "./bytes.ts";
import { csvSource } from "./csv.ts";
import { decoded, encodingProbe } from "./encoding.ts";
import type { Importer } from "./importer.ts";
import { jsonSource } from "./json.ts";
import { maxFileBytes, rowsToTell } from "./limits.ts";
import { BrokenFile, faultyRows, type Source } from "./rows.ts";
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
  /** Checks as an import does, and writes nothing. */
  dryRun: boolean;
  /** Told now and then how many rows are written so far. */
  onProgress?: (rows: number) => void;
};

/** How many rows were written, or would be. */
export type Imported = { imported: number; checked?: number };

/** Takes back what a dry run has written. */
class DryRunDone extends Error {
  override readonly name = "DryRunDone";
}

/**
 * Imports a file into a register, all of it or nothing; gives how many rows. The file is taken in first: what it writes
 * is written in one go, and nobody waits for its upload.
 * @throws Problem `import/rows-refused`, `import/too-large`, `command/key-reused`, `body/not-json`, `body/invalid`
 */
export async function runImport(
  database: Database<Tables>,
  clock: Clock,
  request: ImportRequest,
): Promise<Imported> {
  const { kind, importer, caller, upload, dryRun } = request;
  const key = dryRun ? undefined : request.key;
  const hash = createHash("sha256").update(`${kind} ${request.form}\n`);
  const probe = encodingProbe();
  const taken = chunksOf(upload, hash, maxFileBytes);
  return spooled(request.form === "csv" ? seenBy(probe, taken) : taken, async (chunks) => {
    const fingerprint = hash.digest("hex");
    const at = await clock.now();
    let checked = 0;
    const writing = database.as(caller.authority, async (work): Promise<Imported> => {
      await waitForOthers(work);
      if (key !== undefined) {
        await lockKey(work, caller.authority, key);
        const made = await importOf(work, caller.authority, key);
        if (made !== undefined) return { imported: repeated(made, fingerprint) };
      }
      await lockRegister(work, kind);
      const source =
        request.form === "csv"
          ? csvSource(decoded(chunks, probe.encoding()), importer.kind)
          : jsonSource(chunks);
      const imported = await writeAll(source, importer, work, { caller, at }, request.onProgress);
      if (dryRun) {
        checked = imported;
        throw new DryRunDone();
      }
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
      return { imported };
    });
    return writing.catch((error: unknown) => {
      if (error instanceof DryRunDone) return { imported: 0, checked };
      throw error;
    });
  });
}

async function* seenBy(
  probe: ReturnType<typeof encodingProbe>,
  chunks: AsyncIterable<Buffer>,
): AsyncGenerator<Buffer> {
  for await (const chunk of chunks) {
    probe.see(chunk);
    yield chunk;
  }
}

function repeated(made: Tables["import"], fingerprint: string): number {
  if (fingerprint !== made.fingerprint) throw new Problem("command/key-reused");
  return made.imported;
}

/** @throws Problem `import/rows-refused` with the rows that have faults, and those before where a file breaks off */
async function writeAll(
  { rows, cellOf }: Source,
  importer: Importer,
  work: Work,
  by: { caller: Caller; at: Date },
  onProgress: (rows: number) => void = () => undefined,
): Promise<number> {
  const importing = importer.begin(work, by);
  const faulty = faultyRows();
  let told = 0;
  try {
    for await (const row of rows) {
      const found = importing.take(row);
      if (found === undefined) continue;
      faulty.add(await found);
      if (importing.imported() < told + rowsToTell) continue;
      told = importing.imported();
      onProgress(told);
    }
  } catch (error) {
    if (!(error instanceof BrokenFile)) throw error;
    faulty.add(error.found);
  }
  faulty.add(await importing.finish());
  if (faulty.number > 0) throw faulty.refusal(cellOf);
  return importing.imported();
}
