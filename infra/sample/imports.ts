import { importView, wordsOf, type ImportView, type RegisterKind } from "@shuangsui/contracts";
import { until, type Person } from "./people.ts";

/**
 * Brings a file into a register, all of it or nothing, as a clerk would, and waits for the end. Under the same key it is done once.
 * @throws Error with what was refused
 */
export async function importFile(
  clerk: Person,
  register: RegisterKind,
  file: string | Uint8Array<ArrayBuffer>,
  key: string,
): Promise<ImportView> {
  const fileName = encodeURIComponent(
    `${wordsOf("zh").auditKind[register]}.${typeof file === "string" ? "csv" : "xlsx"}`,
  );
  const query = `register=${register}&apply=all&fileName=${fileName}`;
  const taken = await clerk.upload(`/api/v1/imports?${query}`, file, key);
  const at = taken.location;
  if (taken.status !== 202 || at === null)
    throw new Error(`import of ${register}: ${taken.status} ${JSON.stringify(taken.body).slice(0, 1500)}`);
  const ended = await until(
    async () => importView.parse((await clerk.get(at)).body),
    ({ endedAt }) => endedAt !== null,
    `the import of ${register}`,
    // A minute and a half on a machine that is busy.
    1_800,
  );
  if (ended.state !== "applied")
    throw new Error(`import of ${register}: ${JSON.stringify({ ...ended, differences: [] }).slice(0, 1500)}`);
  return ended;
}
