import { secure } from "@shuangsui/service-kit/schema";
import { CompiledQuery, type Kysely } from "kysely";

/** The rules that held before they could be set. */
const first = JSON.stringify([
  { riskClass: "D", of: "violations", atLeast: 2, without: [] },
  { riskClass: "C", of: "violations", atLeast: 1, without: [] },
  { riskClass: "C", of: "complaints", atLeast: 3, without: [] },
  { riskClass: "C", of: "abnormal-list", atLeast: 1, without: [] },
  { riskClass: "C", of: "samr-d", atLeast: 1, without: [] },
  { riskClass: "A", of: "honest", atLeast: 1, without: ["complaints", "samr-c"] },
  { riskClass: "B", of: null, atLeast: 0, without: [] },
]);

const statements = [
  `create table registry.risk_table (
    authority text not null,
    version integer not null check (version > 0),
    valid_from date not null,
    months integer not null check (months between 1 and 120),
    rows jsonb not null,
    ground text not null,
    actor text not null,
    at timestamptz not null,
    primary key (authority, version)
  )`,
  `insert into registry.risk_table values ('000000', 1, '2026-01-01', 24, '${first}',
    '双随机、一公开监管办法第二十一条', 'system', '2026-01-01T00:00:00Z')`,
];

const published = [
  // What classes follow from is public.
  `create policy reading on registry.risk_table for select using ((select registry.scope()) <> '')`,
  `create policy adding on registry.risk_table for insert with check (authority = (select registry.scope())
    and (select registry.writer()) in ('', actor))`,
  `revoke update, delete on registry.risk_table from registry`,
];

/** The rules by which risk classes follow from credit records, in versions (article 21). */
export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await database.executeQuery(CompiledQuery.raw(statement));
  await secure(database, "registry", "risk_table");
  for (const statement of published) await database.executeQuery(CompiledQuery.raw(statement));
}
