import { protect } from "@shuangsui/service-kit/schema";
import { CompiledQuery, type Kysely } from "kysely";

const statements = [
  `create table registry.saved_filter (
    id uuid primary key,
    authority text not null,
    actor text not null,
    register text not null check (register in ('items','entities','projects','inspectors')),
    name text not null,
    name_key text not null,
    query jsonb not null,
    shared boolean not null,
    version integer not null check (version >= 1),
    updated_at timestamptz not null,
    unique (authority, actor, register, name_key)
  )`,
  `create index saved_filter_by_authority on registry.saved_filter (authority, id)`,
];

/** The filters of lists that people keep. */
export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await database.executeQuery(CompiledQuery.raw(statement));
  await protect(database, "registry", "saved_filter");
}
