import { z } from "zod";
import { authorityCode, day, flag, id, instant, listOf, pageQuery, problemPlace } from "./basics.ts";
import { name } from "./names.ts";
import { registerKind } from "./registry.ts";

/**
 * Where an import stands: its file is read, it was checked and waits to be applied, it is being applied, it was, it was refused, or
 * somebody has cancelled it.
 */
export const importState = z.enum(["reading", "checked", "applying", "applied", "refused", "cancelled"]);
export type ImportState = z.infer<typeof importState>;

/** How an import is applied: all its rows or none, or each row that has no fault. */
export const importMode = z.enum(["all", "rows"]);
export type ImportMode = z.infer<typeof importMode>;

/** The media types of what is uploaded: a workbook, or a text in any of the encodings that spreadsheets write. */
export const sheetTypes = [
  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  "application/vnd.ms-excel",
  "text/csv",
] as const;
/** The same, or what says nothing of itself: its bytes tell what it is. */
export const sheetsOfAnyName = [...sheetTypes, "application/octet-stream"] as const;
/** A sheet, or an array. */
export const uploadedSheets = [...sheetTypes, "application/json"] as const;

/** A place among another system's changes, as that writes it. */
const sourceCursor = z
  .string()
  .max(200)
  .regex(/^[!-~]+$/);

/**
 * POST /api/v1/imports: into which register the file goes, which of its sheets, what it is called, and how it is to be applied as
 * soon as it was checked. Without `apply` it waits for POST /api/v1/imports/{id}/apply.
 */
export const newImportQuery = z.strictObject({
  register: registerKind,
  sheet: name(100).optional(),
  fileName: name(200).optional(),
  apply: importMode.optional(),
  /** Another system, whose changes since `after` up to `cursor` the file has: what it calls its own places. Both name a source. */
  source: name(60).optional(),
  cursor: sourceCursor.optional(),
  after: sourceCursor.optional(),
});
/** GET /api/v1/import-sources: up to where each source's changes were applied to a register, and by which import. A source goes on from there. */
export const importSource = z.object({
  source: z.string(),
  register: registerKind,
  cursor: z.string(),
  importId: id,
  at: instant,
});
export const importSources = z.object({ items: z.array(importSource) });
/** GET /api/v1/imports/templates/{register}: in which language it is headed. */
export const importTemplateQuery = z.strictObject({ language: z.enum(["zh", "en"]).default("zh") });
export const applyImport = z.strictObject({ mode: importMode });
/** POST /api/v1/imports/{id}/sheet: which of its sheets is to be read, of a workbook that was refused since it could not be told. */
export const chooseSheet = z.strictObject({ sheet: name(100) });
/** POST /api/v1/imports/{id}/cancel. */
export const cancelImport = z.strictObject({});

/** How many rows become a new entry, change one, leave it as it is, or are refused. */
export const importCounts = z.object({
  created: z.number().int(),
  changed: z.number().int(),
  unchanged: z.number().int(),
  refused: z.number().int(),
});
export type ImportCounts = z.infer<typeof importCounts>;

/** What a row would change of an entry: each field as it stands in a sheet. */
export const importDifference = z.object({
  row: z.number().int(),
  /** The entry's code or id. */
  entry: z.string(),
  fields: z.array(z.object({ field: z.string(), heading: z.string(), was: z.string(), would: z.string() })),
});
export type ImportDifference = z.infer<typeof importDifference>;
/**
 * GET /api/v1/imports/{id}/differences, in the order of the rows. Of an import that changes more than 20,000 entries the first of them are
 * kept: the count says then that there are more.
 */
export const importDifferencesQuery = pageQuery.extend({ count: flag });
export const importDifferences = listOf(importDifference);

/** An import, as the authority sees it whose register it is. */
export const importView = z.object({
  id,
  authority: authorityCode,
  actor: z.string(),
  register: registerKind,
  fileName: z.string().nullable(),
  sheet: z.string().nullable(),
  state: importState,
  mode: importMode.nullable(),
  /** How many rows were read so far, of how many, where the file tells that; while it is applied, of those that were checked. */
  progress: z.object({ rows: z.number().int(), of: z.number().int().nullable() }),
  counts: importCounts,
  /** Why the file as a whole is refused. */
  refusal: z
    .object({
      code: z.string(),
      title: z.string(),
      detail: z.string().nullable(),
      /** Of `import/which-sheet`: the workbook's sheets, of which one can be chosen. */
      sheets: z.array(z.string()),
    })
    .nullable(),
  /** What is wrong with the first hundred rows that have faults, and how many more there are. */
  faults: z.array(problemPlace),
  moreRows: z.number().int(),
  /** What the first hundred changed rows would change. */
  differences: z.array(importDifference),
  createdAt: instant,
  endedAt: instant.nullable(),
  /** Until which day it is kept, with its file. */
  keptUntil: day,
});
export type ImportView = z.infer<typeof importView>;
