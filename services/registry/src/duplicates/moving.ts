import type { DuplicatedRegister } from "@shuangsui/contracts";
import { sql } from "kysely";
import type { Work } from "../register/register.ts";
import { partyColumns } from "../projects/tables.ts";
import type { Row } from "../register/row.ts";
import { keepVersions, updateRow } from "../register/store.ts";
import { nextVersion } from "../register/table.ts";
import type { Moved } from "./tables.ts";

type By = Parameters<typeof keepVersions>[3];

/** What may name a target: a register, its table, and the columns that do. */
const hanging = [
  { register: "conflicts", table: "conflict", columns: ["target_code"] },
  { register: "credit-records", table: "credit_record", columns: ["target_code"] },
  {
    register: "projects",
    table: "project",
    columns: partyColumns,
  },
] as const;

/** Of which rows of a table a key forbids that they name another target: there is one already that says the same of it. */
const saidAlready = {
  conflict: sql`exists (select from conflict kept where kept.authority = old.authority and kept.inspector_id = old.inspector_id
    and kept.target_code = `,
  credit_record: sql`old.inspection_id is null and exists (select from credit_record kept where kept.authority = old.authority
    and kept.kind = old.kind and kept.date = old.date and kept.description_hash = old.description_hash
    and kept.inspection_id is null and kept.target_code = `,
} as const;

/**
 * Has all that hangs on one target in an authority's own registers hang on another; gives what that was. What others entered stays
 * theirs, and where the other target has the same on record already, nothing is moved.
 */
export async function moveAll(
  work: Work,
  register: DuplicatedRegister,
  codes: { from: string; to: string },
  by: By,
): Promise<Moved[]> {
  const moved: Moved[] = [];
  for (const { register: of, table, columns } of hanging) {
    if (table === "project" && register === "projects") continue;
    for (const column of columns) {
      const { rows } = await sql<Row>`
        select old.* from ${sql.table(table)} as old where authority = ${by.caller.authority} and ${sql.ref(column)} = ${codes.from}
          ${table === "credit_record" ? sql`and target_kind = ${register === "entities" ? "entity" : "project"}` : sql``}
          ${table === "project" ? sql`` : sql`and not (${saidAlready[table]} ${codes.to}))`} order by id for update`.execute(
        work,
      );
      for (const row of rows) {
        await move(work, { register: of, table, column }, row, codes.to, by);
        moved.push({ register: of, id: row.id, column });
      }
    }
  }
  return moved;
}

/** Has what was moved hang on its first target again, but for what names yet another one by now. */
export async function moveBack(
  work: Work,
  moved: readonly Moved[],
  codes: { from: string; to: string },
  by: By,
): Promise<void> {
  for (const { register, id, column } of moved) {
    const kind = hanging.find((one) => one.register === register);
    if (kind === undefined) continue;
    const { rows } = await sql<Row>`
      select * from ${sql.table(kind.table)} where id = ${id}::uuid and ${sql.ref(column)} = ${codes.from} for update`.execute(
      work,
    );
    for (const row of rows) await move(work, { register, table: kind.table, column }, row, codes.to, by);
  }
}

async function move(
  work: Work,
  { register, table, column }: { register: Moved["register"]; table: string; column: string },
  before: Row,
  to: string,
  by: By,
): Promise<void> {
  const row = { ...nextVersion(before, by.at), [column]: to };
  await updateRow(work, table, row);
  await keepVersions(work, register, [{ subject: row.id, row, before }], by);
}
