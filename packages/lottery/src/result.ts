import { hex64, integer, listOf, name, object, opaque, readJson, recordOf, type Form } from "./json-form.ts";
import { at, Refusal } from "./refusal.ts";
import { linesOf } from "./text.ts";

/** A selected target with its team, in dealing order. */
export interface DrawnLine {
  readonly rank: number;
  readonly id: string;
  readonly stratum: string;
  readonly ticket: string;
  readonly officers: readonly number[];
  readonly experts: readonly number[];
}

/** An alternate of a stratum. */
export interface AlternateLine {
  readonly alternate: number;
  readonly id: string;
  readonly stratum: string;
  readonly ticket: string;
}

/** A line of `result.ndjson`. */
export type ResultLine = DrawnLine | AlternateLine;

const FILE = "result.ndjson";

const drawnForm: Form<DrawnLine> = object({
  rank: integer(1),
  id: opaque,
  stratum: name,
  ticket: hex64,
  officers: listOf(integer(1)),
  experts: listOf(integer(1)),
});

const alternateForm: Form<AlternateLine> = object({
  alternate: integer(1),
  id: opaque,
  stratum: name,
  ticket: hex64,
});

const resultForm: Form<ResultLine> = (value, where) =>
  "rank" in recordOf(value, where) ? drawnForm(value, where) : alternateForm(value, where);

/**
 * Reads `result.ndjson`: the drawn in order of rank, then each stratum's alternates in order.
 * @throws Refusal with file and line
 */
export function readResult(text: string): ResultLine[] {
  const seen = new Set<string>();
  let before: ResultLine | undefined;
  return linesOf(FILE, text).map((line, i) =>
    at(FILE, i + 1, () => {
      const found = readJson(line, resultForm);
      if (!follows(before, found)) throw new Refusal("order", "out of order");
      if (seen.has(found.id)) throw new Refusal("order", "an id occurs twice");
      seen.add(found.id);
      before = found;
      return found;
    }),
  );
}

function follows(before: ResultLine | undefined, line: ResultLine): boolean {
  if ("rank" in line)
    return before === undefined ? line.rank === 1 : "rank" in before && line.rank === before.rank + 1;
  if (before === undefined || "rank" in before || line.stratum > before.stratum) return line.alternate === 1;
  return line.stratum === before.stratum && line.alternate === before.alternate + 1;
}
