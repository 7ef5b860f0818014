import { protect } from "@shuangsui/service-kit/schema";
import { CompiledQuery, type Kysely } from "kysely";

const statements = [
  `create table inspection.merged_target (
    id uuid primary key,
    authority text not null,
    target_kind text not null check (target_kind in ('entity','project')),
    kept text not null,
    merged text not null check (merged <> kept)
  )`,
];

/** Which codes the registry has merged, since what was visited under one was visited under the other (articles 5, 20). */
export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await database.executeQuery(CompiledQuery.raw(statement));
  await protect(database, "inspection", "merged_target");
}
