import { CompiledQuery, type Kysely } from "kysely";

const statements = [
  `alter table console.session
    add column actor text collate "C",
    add column renews boolean not null default false`,
  `create index session_by_actor on console.session (actor)`,
];

/** Whose a session is, so that what becomes of an account reaches its sessions. Of those begun before, it is not known. */
export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await database.executeQuery(CompiledQuery.raw(statement));
}
