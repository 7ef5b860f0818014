import { createClient } from "@shuangsui/client";
import { api, authorityCode, uploadedSheets, type ImportView, type RegisterKind } from "@shuangsui/contracts";
import { randomUUID } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { basename, extname } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";
import { addressOf, tokenFor, whyOf } from "../service.ts";
import { CannotRun, print, Usage, warn } from "../terminal.ts";

/** What the registers are called on the command line. */
const registers: Readonly<Record<string, RegisterKind>> = {
  entities: "entities",
  projects: "projects",
  inspectors: "inspectors",
  items: "items",
  credit: "credit-records",
  conflicts: "conflicts",
};
const mediaTypes: Readonly<Record<string, (typeof uploadedSheets)[number]>> = {
  ".xlsx": uploadedSheets[0],
  ".xls": uploadedSheets[1],
  ".csv": "text/csv",
  ".json": "application/json",
};
const everyMs = 300;
/** How long an upload may take to be answered. */
const timeoutMs = 600_000;
const { postImports, getImportsById, getImportsByIdWorkbook, postImportsByIdCancel } = api.registry;
const operations = { postImports, getImportsById, getImportsByIdWorkbook, postImportsByIdCancel };

/**
 * Brings a file into a register, all of it or nothing; with --dry-run it is checked alone, and what it would change is shown. The last line is
 * its counts, in JSON.
 * @returns 0 where all rows are in, or would be, 3 where rows are refused
 */
export async function importInto(args: readonly string[]): Promise<number> {
  const { register, file, sheet, authority, url, dryRun, errors } = readArguments(args);
  const bytes = await readFile(file).catch(() => {
    throw new CannotRun(`${file}: can't be read`);
  });
  const service = createClient(operations, {
    baseUrl: url ?? (await addressOf("registry")),
    token: tokenFor({ roles: ["registry-clerk"], authority }),
    timeoutMs,
  });
  const asked = async <T>(answer: Promise<T>): Promise<T> =>
    answer.catch((error: unknown) => {
      throw new CannotRun(whyOf("registry", error));
    });
  const type = mediaTypes[extname(file).toLowerCase()] ?? "text/csv";
  let job = await asked(
    service.postImports({
      query: {
        ...{ register, fileName: basename(file) },
        ...(sheet === undefined ? {} : { sheet }),
        ...(dryRun ? {} : { apply: "all" as const }),
      },
      body: new Uint8Array(bytes),
      type,
      idempotencyKey: randomUUID(),
    }),
  );
  const params = { id: job.id };
  while (job.state === "reading" || job.state === "applying") {
    await pause(everyMs);
    job = await asked(service.getImportsById({ params }));
  }
  if (job.refusal !== null && job.refusal.code !== "import/rows-refused")
    throw new CannotRun(
      `${file}: ${job.refusal.title}${job.refusal.detail === null ? "" : ` (${job.refusal.detail})`}`,
    );
  report(job, dryRun);
  // What is checked and waits takes one of the places that an authority has.
  if (job.state === "checked") await asked(service.postImportsByIdCancel({ params, body: {} }));
  if (job.counts.refused === 0 && job.state !== "refused") return 0;
  if (errors !== undefined)
    await keepMarked(errors, async () => {
      if (type === "application/json") throw new CannotRun("an array has no sheet to mark");
      return asked(service.getImportsByIdWorkbook({ params }));
    });
  return 3;
}

/** Writes the sheet with its faults marked into a file. That rows are refused holds without it: where it can't be had, only that is told. */
async function keepMarked(file: string, marked: () => Promise<Uint8Array>): Promise<void> {
  try {
    const bytes = await marked();
    await writeFile(file, bytes).catch(() => {
      throw new CannotRun("can't be written");
    });
  } catch (error) {
    if (!(error instanceof CannotRun)) throw error;
    warn(`${file}: ${error.message}`);
  }
}

function report({ faults, moreRows, counts, state, differences }: ImportView, dryRun: boolean): void {
  if (dryRun && counts.changed > 0) {
    print(`rows that change an entry: ${counts.changed}`);
    for (const { row, entry, fields } of differences)
      print(
        `${row}: ${entry}: ${fields.map(({ heading, was, would }) => `${heading} ${was} → ${would}`).join("; ")}`,
      );
    if (counts.changed > differences.length) print(`… ${counts.changed - differences.length}`);
  }
  for (const { row, message } of faults) print(`${row}: ${message}`);
  if (moreRows > 0) print(`… ${moreRows}`);
  // Where any row is refused none is written.
  const written = dryRun || state === "applied" ? counts : { ...counts, created: 0, changed: 0 };
  print(JSON.stringify(written));
}

function readArguments(args: readonly string[]) {
  try {
    const text = { type: "string" } as const;
    const { positionals, values } = parseArgs({
      args: [...args],
      options: {
        ...{ authority: text, url: text, errors: text, sheet: text },
        "dry-run": { type: "boolean", default: false },
      },
      allowPositionals: true,
    });
    const [name = "", file, ...others] = positionals;
    const register = Object.hasOwn(registers, name) ? registers[name] : undefined;
    if (register === undefined) throw new Usage(`import what? one of ${Object.keys(registers).join(", ")}`);
    if (file === undefined || others.length > 0) throw new Usage("one file is imported at a time");
    const authority = authorityCode.safeParse(values.authority);
    if (!authority.success) throw new Usage("--authority is the division code of an authority");
    const { url, errors, sheet, "dry-run": dryRun } = values;
    return { register, file, sheet, authority: authority.data, url, errors, dryRun };
  } catch (error) {
    if (error instanceof CannotRun) throw error;
    throw new Usage(error instanceof Error ? error.message : String(error));
  }
}
