import { Problem, type ProblemPlace } from "@shuangsui/contracts";
import { maxPlaces } from "./limits.ts";

/** A row of an import by its number, as a value to be checked, or with what is wrong with its form. */
export type ImportRow =
  | { row: number; value: unknown; fault?: never }
  | { row: number; fault: { path: string; message: string }; value?: never };

/** What is wrong with one row; row 0 is the header, an empty path the row as a whole. */
export type RowFault = { row: number; path: string; message: string };

/** The refusal that names rows, the first hundred of them. */
export function rowsRefused(faults: readonly RowFault[]): Problem {
  const places: ProblemPlace[] = faults
    .slice(0, maxPlaces)
    .map(({ row, path, message }) => ({ row, ...(path === "" ? {} : { path }), message }));
  return new Problem("import/rows-refused", undefined, places);
}
