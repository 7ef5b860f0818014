import {
  mostSourceFileRows,
  newSourceList,
  Problem,
  targetKindOfSource,
  type sourceFileQuery,
} from "@shuangsui/contracts";
import type { z } from "zod";
import { faultsOf } from "../imports/importer.ts";
import { maxPlaces } from "../imports/limits.ts";
import { repeatsOf } from "../register/repeats.ts";
import { BrokenFile, placesOf, type RowFaults, type Source } from "../imports/rows.ts";
import { openSource } from "../imports/source.ts";
import type { TakenIn } from "../imports/taken-in.ts";
import type { SourceRow } from "./store.ts";

const oneRow = newSourceList.shape.rows.element;
const rowsAtOnce = 2_000;

/**
 * The rows of a list as another body gave it as a sheet: .xlsx or CSV, headed as such lists are, columns in any order. They come batch by
 * batch, however many there are, until one is wrong: what was taken by then must not stay.
 * @throws Problem `import/rows-refused` with the place of each fault, `import/too-large`, those of `openSource`
 */
export async function* rowsOfFile(
  { form, encoding, chunks }: TakenIn,
  { source, sheet }: Pick<z.output<typeof sourceFileQuery>, "source" | "sheet">,
): AsyncGenerator<SourceRow[]> {
  const file = await openSource({
    ...{ register: "source-list", form, encoding, sheet: sheet ?? null },
    chunks: () => chunks,
  });
  const found: RowFaults[] = [];
  const repeats = repeatsOf();
  let batch: SourceRow[] = [];
  let taken = 0;
  try {
    for await (const { row, value, faults } of file.rows) {
      const refuse = (its: RowFaults["faults"]) => void found.push({ row, faults: its });
      if (found.length >= maxPlaces) break;
      if (faults !== undefined) {
        refuse(faults);
        continue;
      }
      const stated = { ...Object(value), targetKind: Object(value).targetKind ?? targetKindOfSource[source] };
      const read = oneRow.safeParse(stated);
      if (!read.success) {
        refuse(faultsOf(read.error.issues, stated, "source-list"));
        continue;
      }
      const first = repeats.firstRowOf("code", `${read.data.targetKind} ${read.data.code}`, row);
      if (first !== undefined) refuse([{ path: "code", fault: "repeats-row", values: { row: first } }]);
      taken += 1;
      if (taken > mostSourceFileRows)
        throw new Problem("import/too-large", `the most is ${mostSourceFileRows} rows`);
      if (found.length > 0) continue;
      batch.push(read.data);
      if (batch.length < rowsAtOnce) continue;
      yield batch;
      batch = [];
    }
  } catch (error) {
    if (!(error instanceof BrokenFile)) throw error;
    throw refusalOf(error.found, file);
  }
  if (found.length > 0) throw refusalOf(found, file);
  if (taken === 0) throw refusalOf([{ row: 2, faults: [{ path: "code", fault: "missing" }] }], file);
  yield batch;
}

const refusalOf = (found: readonly RowFaults[], { cellOf }: Source) =>
  new Problem(
    "import/rows-refused",
    undefined,
    found.slice(0, maxPlaces).flatMap((faults) => placesOf(faults, cellOf)),
  );
