import {
  mostSourceRows,
  newSourceList,
  Problem,
  targetKindOfSource,
  type sourceFileQuery,
} from "@shuangsui/contracts";
import type { z } from "zod";
import { encodingProbe } from "../imports/encoding.ts";
import { formOf } from "../imports/form.ts";
import { faultsOf } from "../imports/importer.ts";
import { maxPlaces } from "../imports/limits.ts";
import { BrokenFile, placesOf, type RowFaults, type Source } from "../imports/rows.ts";
import { openSource } from "../imports/source.ts";

type NewSourceList = z.output<typeof newSourceList>;
const oneRow = newSourceList.shape.rows.element;

/**
 * A list as another body gave it as a sheet: .xlsx or CSV, headed as such lists are, columns in any order. All of it is taken or nothing.
 * @throws Problem `import/rows-refused` with the place of each fault, `import/too-large`, those of `openSource`
 */
export async function listOfFile(
  bytes: Buffer,
  { source, asOf, sheet }: z.output<typeof sourceFileQuery>,
): Promise<NewSourceList> {
  const probe = encodingProbe();
  probe.see(bytes);
  const encoding = probe.encoding();
  const file = await openSource({
    ...{ register: "source-list", form: formOf("sheet", bytes.subarray(0, 512), encoding), encoding },
    sheet: sheet ?? null,
    async *chunks() {
      yield bytes;
    },
  });
  const found: RowFaults[] = [];
  const rows: NewSourceList["rows"] = [];
  const firstRows = new Map<string, number>();
  try {
    for await (const { row, value, faults } of file.rows) {
      const refuse = (its: RowFaults["faults"]) => void found.push({ row, faults: its });
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
      const key = `${read.data.targetKind} ${read.data.code}`;
      const first = firstRows.get(key);
      if (first !== undefined) refuse([{ path: "code", fault: "repeats-row", values: { row: first } }]);
      firstRows.set(key, first ?? row);
      rows.push(read.data);
      if (rows.length > mostSourceRows)
        throw new Problem("import/too-large", `the most is ${mostSourceRows} rows`);
    }
  } catch (error) {
    if (!(error instanceof BrokenFile)) throw error;
    throw refusalOf(error.found, file);
  }
  if (found.length > 0) throw refusalOf(found, file);
  if (rows.length === 0) throw refusalOf([{ row: 2, faults: [{ path: "code", fault: "missing" }] }], file);
  return { source, asOf, rows };
}

const refusalOf = (found: readonly RowFaults[], { cellOf }: Source) =>
  new Problem(
    "import/rows-refused",
    undefined,
    found.slice(0, maxPlaces).flatMap((faults) => placesOf(faults, cellOf)),
  );
