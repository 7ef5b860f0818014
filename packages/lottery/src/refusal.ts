/** The eight files of a draw, in the order in which they come to be. */
export const FILE_NAMES = [
  "commitment.json",
  "targets.csv",
  "roster.ndjson",
  "exclusions.csv",
  "reveal.json",
  "result.ndjson",
  "recusals.ndjson",
  "teams.ndjson",
] as const;

/**
 * The largest file of a draw, in bytes, that a portal takes and a verifier reads: some five million targets. Twice as
 * much would be more than JavaScript can hold as one text.
 */
export const LARGEST_FILE = 256 * 1024 * 1024;

export type FileName = (typeof FILE_NAMES)[number];

/** Every reason for which this package says no. */
export type RefusalCode =
  | "form"
  | "order"
  | "count"
  | "root"
  | "unknown"
  | "quota"
  | "not-servable"
  | "secret"
  | "beacon"
  | "result"
  | "change"
  | "teams"
  | "reveal"
  | "registry"
  | "files";

/**
 * A draw, a file, a request or a proof that is not by the specification.
 * `file` and `line` (from 1) say where, so far as it is known.
 */
export class Refusal extends Error {
  readonly code: RefusalCode;
  readonly file: FileName | undefined;
  readonly line: number | undefined;

  constructor(code: RefusalCode, message: string, file?: FileName, line?: number) {
    super(message);
    this.name = "Refusal";
    this.code = code;
    this.file = file;
    this.line = line;
  }
}

/** Runs `work`, and adds `file` and `line` to a refusal that does not yet say where. */
export function at<T>(file: FileName, line: number, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof Refusal && error.file === undefined) {
      throw new Refusal(error.code, error.message, file, line);
    }
    throw error;
  }
}
