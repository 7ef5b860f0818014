import { CompiledQuery, type Kysely } from "kysely";

/** Where codes of projects stand; those of entities were kept in capitals from the beginning. */
const naming = [
  { table: "project", column: "code" },
  { table: "conflict", column: "target_code" },
  { table: "credit_record", column: "target_code" },
  { table: "tip", column: "target_code" },
  { table: "source_row", column: "code" },
];
const tables = [...naming.map(({ table }) => table), "dismissal", "merge"];
const capital = (column: string) => `upper(${column} collate "C")`;

const statements = [
  // Of all authorities, whoever owns the tables.
  ...tables.map((table) => `alter table registry.${table} no force row level security`),
  // A list that has one twice, in capitals and in small letters, has it once.
  `delete from registry.source_row one using registry.source_row other
    where other.list_id = one.list_id and other.target_kind = one.target_kind
      and ${capital("other.code")} = ${capital("one.code")} and other.code < one.code`,
  ...naming.map(
    ({ table, column }) =>
      `update registry.${table} set ${column} = ${capital(column)} where ${column} <> ${capital(column)}`,
  ),
  `update registry.dismissal set one = least(${capital("one")}, ${capital("other")}), other = greatest(${capital("one")}, ${capital("other")})
    where one <> ${capital("one")} or other <> ${capital("other")}`,
  `update registry.merge set kept = ${capital("kept")}, merged = ${capital("merged")}
    where kept <> ${capital("kept")} or merged <> ${capital("merged")}`,
  ...tables.map((table) => `alter table registry.${table} force row level security`),
  // A code stands once by itself now.
  `drop index registry.project_once`,
  `alter table registry.project add constraint project_code_in_capitals check (code = ${capital("code")})`,
];

/** Each code of a target in the one form in which it is kept and compared: in capitals. */
export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await database.executeQuery(CompiledQuery.raw(statement));
}
