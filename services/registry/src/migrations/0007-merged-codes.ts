import { CompiledQuery, type Kysely } from "kysely";

const statements = ["kept", "merged"].map(
  (column) =>
    `create index merge_by_${column} on registry.merge (register, ${column}) where undone_at is null`,
);

/** Which codes are one target is asked by either of them, whoever merged them. */
export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await database.executeQuery(CompiledQuery.raw(statement));
}
