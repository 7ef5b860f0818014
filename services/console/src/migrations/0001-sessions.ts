import { createAuditTables, createVisibility, secure } from "@shuangsui/service-kit/schema";
import { CompiledQuery, type Kysely } from "kysely";

const statements = [
  `create table console.session (
    id_hash text collate "C" primary key,
    tokens bytea not null,
    began_at timestamptz not null,
    used_at timestamptz not null
  )`,
  `comment on column console.session.tokens is 'sealed by packages/sealing for this column and row'`,
  `create index session_by_use on console.session (used_at)`,
];

/** Who is signed in. A session is of no authority: the console's own transactions alone see it. */
export async function up(database: Kysely<unknown>): Promise<void> {
  await createVisibility(database, "console");
  await createAuditTables(database, "console");
  for (const statement of statements) await database.executeQuery(CompiledQuery.raw(statement));
  await secure(database, "console", "session");
  for (const [policy, command] of [
    ["reading", "for select using"],
    ["adding", "for insert with check"],
    ["changing", "for update using"],
    ["removing", "for delete using"],
  ])
    await database.executeQuery(
      CompiledQuery.raw(
        `create policy ${policy} on console.session ${command} ((select console.scope()) = 'system')`,
      ),
    );
}
