import { secure } from "@shuangsui/service-kit/schema";
import { CompiledQuery, type Kysely } from "kysely";

const table = `create table disclosure.risk_table (
  authority text not null,
  version integer not null check (version > 0),
  valid_from date not null,
  months integer not null,
  rows jsonb not null,
  ground text not null,
  shown_from timestamptz not null,
  primary key (authority, version)
)`;

const open = [
  // What classes follow from is public. The system alone brings it in, and nobody changes it.
  `create policy reading on disclosure.risk_table for select using ((select disclosure.scope()) <> '')`,
  `create policy adding on disclosure.risk_table for insert with check ((select disclosure.scope()) = 'system')`,
  `revoke update, delete on disclosure.risk_table from disclosure`,
];

/** The rules by which risk classes follow from credit records, in versions, as the registry has told them (article 21). */
export async function up(database: Kysely<unknown>): Promise<void> {
  await database.executeQuery(CompiledQuery.raw(table));
  await secure(database, "disclosure", "risk_table");
  for (const statement of open) await database.executeQuery(CompiledQuery.raw(statement));
}
