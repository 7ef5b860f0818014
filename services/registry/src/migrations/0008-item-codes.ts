import { CompiledQuery, type Kysely } from "kysely";

const statements = [
  // Of all authorities, whoever owns the table.
  `alter table registry.item no force row level security`,
  `update registry.item set code = upper(code collate "C") where code <> upper(code collate "C")`,
  `alter table registry.item force row level security`,
  // A code stands once by itself now.
  `drop index registry.item_once`,
  `alter table registry.item add constraint item_code_in_capitals check (code = upper(code collate "C"))`,
];

/** Each code of an item in the one form in which it is kept and compared: in capitals. */
export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await database.executeQuery(CompiledQuery.raw(statement));
}
