import { CompiledQuery, type Kysely } from "kysely";

const statements = [
  `alter table inspection.plan add column draft_key uuid, add column draft_hash text`,
  `create unique index plan_once_a_key on inspection.plan (authority, draft_key)`,
];

/** A plan is drafted once however often its request is sent. */
export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await database.executeQuery(CompiledQuery.raw(statement));
}
