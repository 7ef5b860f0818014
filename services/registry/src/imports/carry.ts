import type { Clock } from "@shuangsui/clock";
import {
  isProblemCode,
  Problem,
  type ImportCounts,
  type MatterInput,
  type RegisterKind,
} from "@shuangsui/contracts";
import { createSealer } from "@shuangsui/sealing";
import { readOnly, type Caller, type Database, type Logger } from "@shuangsui/service-kit";
import type { ImportStanding } from "@shuangsui/workflows/import/contract";
import type { CipherKeys } from "../secrecy/cipher.ts";
import type { Tables } from "../tables.ts";
import { noCounts, type Importer, type Pass, type Settled } from "./importer.ts";
import { batchRows, maxMarkedRows } from "./limits.ts";
import { importPieces, piecesOf } from "./pieces.ts";
import { BrokenFile, placesOf, type ImportRow, type Source } from "./rows.ts";
import { openSource, type StoredFile } from "./source.ts";
import { moveCursor } from "./sources.ts";
import {
  appliedBatches,
  changeImport,
  findImport,
  forgetDetails,
  keepDetails,
  lockImport,
  lockRegister,
  noteBatch,
  removeImport,
  waitForOthers,
  type Detail,
  type ImportPatch,
} from "./store.ts";
import type { ImportTable } from "./tables.ts";

export type CarrierOptions = {
  database: Database<Tables>;
  clock: Clock;
  keys: CipherKeys;
  logger: Logger;
  importers: Record<RegisterKind, Importer>;
  /** How often it is told how far an import has come, in milliseconds; each second unless told otherwise. */
  tellEveryMs?: number;
};

/** Carries imports on, as their rows say: each of these may be broken off anywhere and begun again. */
export type ImportCarrier = {
  read(input: MatterInput): Promise<ImportStanding>;
  apply(input: MatterInput): Promise<ImportStanding>;
  giveUp(input: MatterInput): Promise<ImportStanding>;
  forget(input: MatterInput): Promise<void>;
};

/** Somebody has cancelled it, or another carries it on: what is under way here ends. */
class Overtaken extends Error {
  override readonly name = "Overtaken";
}

/** Rows that may not be written: nothing of the import is. */
class RowsRefused extends Error {
  override readonly name = "RowsRefused";
}

/** The carrier of a registry's imports. */
export function importCarrier(options: CarrierOptions): ImportCarrier {
  const { database, clock, logger, importers, tellEveryMs = 1_000 } = options;
  const sealer = createSealer(options.keys.sealing);

  const load = (input: MatterInput) =>
    database.as(input.authority, (work) => findImport(work, input.authority, input.id), readOnly);
  const standing = async (input: MatterInput): Promise<ImportStanding> => {
    const job = await load(input);
    if (job === undefined) return { next: "rest", forgetInMs: 0 };
    if (job.state === "reading") return { next: "read", forgetInMs: 0 };
    if (job.state === "applying") return { next: "apply", forgetInMs: 0 };
    const { until } = await clock.read();
    return { next: "rest", forgetInMs: Math.max(0, until(endOfDay(job.kept_until))) };
  };
  const fileOf = (job: ImportTable): StoredFile => ({
    ...job,
    chunks: () => piecesOf(database, sealer, importPieces, job),
  });
  const byOf = async (job: ImportTable) => ({
    caller: { authority: job.authority, actor: job.actor, roles: ["registry-clerk"] } satisfies Caller,
    at: await clock.now(),
  });

  /** @throws Overtaken where it is in another state by now */
  const change = async (job: ImportTable, patch: ImportPatch) => {
    const changed = await database.as(job.authority, (work) =>
      changeImport(work, job.id, [job.state], patch),
    );
    if (changed === undefined) throw new Overtaken();
  };
  /** Tells now and then how far it has come. @throws Overtaken */
  const teller = (job: ImportTable) => {
    let toldAt = performance.now();
    return async (rows: number, counts: ImportCounts, total: Pick<ImportPatch, "rows_total"> = {}) => {
      if (performance.now() - toldAt < tellEveryMs) return;
      toldAt = performance.now();
      await change(job, { rows_read: rows, ...total, ...counts });
      logger.info({ import: job.id, register: job.register, rows }, "an import is under way");
    };
  };

  const read = async (job: ImportTable): Promise<void> => {
    await database.as(job.authority, (work) => forgetDetails(work, job.id));
    const pass = importers[job.register].begin();
    const by = await byOf(job);
    const tell = teller(job);
    const kept = keeper();
    let counts = noCounts;
    let rows = 0;
    let last = 0;
    const settle = async (source: Source, isAgain: boolean) => {
      const settled = await database.as(job.authority, (work) => pass.settle(work, by, false), readOnly);
      counts = added(counts, settled.counts);
      const details = kept.of(settled, source);
      if (details.length > 0)
        await database.as(job.authority, (work) => keepDetails(work, sealer, job, details));
      // Those that are still to come may be blank.
      const lastOfSheet = isAgain ? last : source.rowsOf?.();
      const total = lastOfSheet === undefined ? null : rows + Math.max(0, lastOfSheet - last);
      await tell(rows, counts, { rows_total: total });
    };
    const opened: { source?: Awaited<ReturnType<typeof openSource>> } = {};
    const open = async () => (opened.source = await openSource(fileOf(job)));
    let broken = false;
    try {
      await passOver(pass, open, {
        taken(row) {
          rows += 1;
          last = row.row;
        },
        settle,
      });
    } catch (error) {
      if (!(error instanceof BrokenFile)) throw error;
      broken = true;
      for (const one of error.found) pass.take(one);
      if (opened.source !== undefined) await settle(opened.source, false);
    }
    const isRefused = broken || (job.mode === "all" && counts.refused > 0);
    const state = isRefused ? "refused" : job.mode === null ? "checked" : "applying";
    await change(job, {
      state,
      sheet: opened.source?.sheet ?? null,
      rows_read: state === "applying" ? 0 : rows,
      rows_total: rows,
      ...counts,
      ...(isRefused ? { refusal_code: "import/rows-refused", ended_at: by.at } : {}),
    });
  };

  /**
   * All rows in one transaction, with the word that they are applied. Where one is refused the others are still gone through to the last, so
   * that all that is wrong is told, and nothing of them stays.
   */
  const applyAll = async (job: ImportTable): Promise<void> => {
    const by = await byOf(job);
    const tell = teller(job);
    const kept = keeper();
    const details: Detail[] = [];
    let refused = 0;
    try {
      await database.as(job.authority, async (work) => {
        await waitForOthers(work);
        await lockRegister(work, job.register);
        const pass = importers[job.register].begin();
        let counts = noCounts;
        let rows = 0;
        const settle = async (source: Source) => {
          const settled = await pass.settle(work, by, true);
          counts = added(counts, settled.counts);
          refused = counts.refused;
          details.push(...kept.of({ faults: settled.faults, differences: [] }, source));
          await tell(rows, counts);
        };
        await passOver(pass, () => openSource(fileOf(job)), { taken: () => (rows += 1), settle });
        if (refused > 0) throw new RowsRefused();
        const ended = { state: "applied", rows_read: rows, ended_at: by.at, ...counts } as const;
        if ((await changeImport(work, job.id, ["applying"], ended)) === undefined) throw new Overtaken();
        await moveCursor(work, job, by.at);
      });
    } catch (error) {
      if (!(error instanceof RowsRefused)) throw error;
      // Somebody has registered or changed something since it was checked.
      await database.as(job.authority, async (work) => {
        await keepDetails(work, sealer, job, details);
        const refusal = {
          ...({ state: "refused", refusal_code: "import/rows-refused", ended_at: by.at } as const),
          ...{ created: 0, changed: 0, unchanged: 0, refused },
        };
        if ((await changeImport(work, job.id, ["applying"], refusal)) === undefined) throw new Overtaken();
      });
    }
  };

  /** The rows without a fault, batch by batch, each in a transaction with the word that it is applied. */
  const applyRows = async (job: ImportTable): Promise<void> => {
    const by = await byOf(job);
    const tell = teller(job);
    const kept = keeper();
    const before = await database.as(job.authority, (work) => appliedBatches(work, job.id), readOnly);
    const pass = importers[job.register].begin();
    let { counts } = before;
    let rows = 0;
    let from = 1;
    let last = 0;
    let batch = 0;
    const settle = async (source: Source, isAgain: boolean) => {
      batch += 1;
      const range = { from, to: last };
      from = last + 1;
      if (before.batches.has(batch)) {
        pass.skip();
        return;
      }
      counts = added(
        counts,
        await database.as(job.authority, async (work) => {
          await waitForOthers(work);
          await lockRegister(work, job.register);
          if ((await lockImport(work, job.id))?.state !== "applying") throw new Overtaken();
          const settled = await pass.settle(work, by, true);
          // Those of rows that have waited are forgotten with the others between which they stand.
          if (!isAgain) await forgetDetails(work, job.id, range);
          await keepDetails(work, sealer, job, kept.of(settled, source));
          const noted = { authority: job.authority, import_id: job.id, batch, ...settled.counts };
          if (!(await noteBatch(work, noted))) throw new Overtaken();
          return settled.counts;
        }),
      );
      await tell(rows, counts);
    };
    await passOver(pass, () => openSource(fileOf(job)), {
      taken(row) {
        rows += 1;
        last = row.row;
      },
      settle,
    });
    const ended = { state: "applied", rows_read: rows, ended_at: by.at, ...counts } as const;
    await database.as(job.authority, async (work) => {
      if ((await changeImport(work, job.id, ["applying"], ended)) === undefined) throw new Overtaken();
      await moveCursor(work, job, by.at);
    });
  };

  type Refusal = { code: string; detail?: string | undefined; sheets?: readonly string[] };
  const refuse = async (job: ImportTable, { code, detail, sheets = [] }: Refusal) =>
    change(job, {
      state: "refused",
      refusal_code: code,
      refusal_detail: detail ?? null,
      sheets: [...sheets],
      ended_at: await clock.now(),
    });

  const carried = async (
    input: MatterInput,
    state: ImportTable["state"],
    run: (job: ImportTable) => Promise<void>,
  ) => {
    const job = await load(input);
    if (job?.state === state)
      try {
        await run(job).catch((error: unknown) => {
          // What cannot be read as what it says it is stays so, however often it is tried.
          if (error instanceof Problem && isFinal(error)) return refuse(job, error);
          throw error;
        });
      } catch (error) {
        if (!(error instanceof Overtaken)) throw error;
      }
    return standing(input);
  };

  return {
    read: (input) => carried(input, "reading", read),
    apply: (input) =>
      carried(input, "applying", (job) => (job.mode === "rows" ? applyRows(job) : applyAll(job))),
    async giveUp(input) {
      const job = await load(input);
      if (job?.state === "reading" || job?.state === "applying")
        await refuse(job, { code: "import/gave-up" }).catch((error: unknown) => {
          if (!(error instanceof Overtaken)) throw error;
        });
      return standing(input);
    },
    forget: (input) => database.as(input.authority, (work) => removeImport(work, input.id)),
  };
}

/**
 * Takes a file into a pass and has it settled batch by batch; then once more from its beginning, where some of its rows have waited
 * for all others. `taken` hears of each row once.
 */
async function passOver(
  pass: Pass,
  open: () => Promise<Source>,
  { taken, settle }: { taken(row: ImportRow): void; settle(source: Source, isAgain: boolean): Promise<void> },
): Promise<void> {
  let isAgain = false;
  do {
    const source = await open();
    for await (const row of source.rows) {
      if (!isAgain) taken(row);
      pass.take(row);
      if (pass.waiting() >= batchRows) await settle(source, isAgain);
    }
    await settle(source, isAgain);
    isAgain = true;
  } while (pass.again());
}

const isFinal = ({ code }: Problem) =>
  isProblemCode(code) && (code.startsWith("import/") || code.startsWith("body/"));
const endOfDay = (day: string) => new Date(Date.parse(`${day}T00:00:00+08:00`) + 86_400_000);
const added = (one: ImportCounts, other: ImportCounts): ImportCounts => ({
  created: one.created + other.created,
  changed: one.changed + other.changed,
  unchanged: one.unchanged + other.unchanged,
  refused: one.refused + other.refused,
});

/** What is kept of what was settled: no more than a sheet that is handed back marks. */
function keeper() {
  let faults = 0;
  let differences = 0;
  return {
    of(settled: Pick<Settled, "faults" | "differences">, { cellOf }: Pick<Source, "cellOf">): Detail[] {
      const ofFaults = settled.faults.slice(0, maxMarkedRows - faults);
      const ofDifferences = settled.differences.slice(0, maxMarkedRows - differences);
      faults += ofFaults.length;
      differences += ofDifferences.length;
      return [
        ...ofFaults.map((one) => ({ row: one.row, kind: "faults" as const, detail: placesOf(one, cellOf) })),
        ...ofDifferences.map((one) => ({ row: one.row, kind: "difference" as const, detail: one })),
      ];
    },
  };
}
