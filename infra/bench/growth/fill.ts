import { escapeIdentifier, escapeLiteral, type Client } from "pg";

/** Copies of real inspections are spread over these authorities, each with campaigns of its own. */
export const counties = ["533103", "533102", "533122", "533123", "533124"] as const;
const campaignsEach = 4;

/** The id of one of the campaigns that the copies belong to: they have no row of their own. */
export function campaignOf(county: number, number: number): string {
  return `00000000-0000-4000-8000-${String(county * campaignsEach + number).padStart(12, "0")}`;
}

type Column = { name: string; type: string; hasDefault: boolean; generated: boolean };
type Table = { name: string; columns: Column[]; unique: string[][] };

/** What is told of a copied inspection otherwise than of its template; only columns that are there are set. */
const changes: Readonly<Record<string, string>> = {
  id: "c.id",
  authority: "c.authority",
  campaign_id: "c.campaign",
  publication_id: "case when t.publication_id is null then null else gen_random_uuid() end",
  target_code: "t.target_code || '/' || c.n",
  due_at: "t.due_at + c.n % 7 * interval '1 day'",
  // A few are overdue as supervisors see it. What time would move is left alone, else the sweeps would move the copies.
  shown_due:
    "case when c.n % 97 = 0 then now() - interval '1 hour' else t.shown_due + c.n % 7 * interval '1 day' end",
};
const required = ["id", "authority", "campaign_id"];

/**
 * Inserts copies of these inspections, with all rows of the service's tables that refer to them, until there are so many:
 * each column is its template's but for the ids, authorities and dates, so that a new column needs no change here.
 * The connection is the superuser's.
 */
export async function copyInspections(
  client: Client,
  templates: readonly string[],
  { from, to }: { from: number; to: number },
): Promise<void> {
  // Neither triggers nor foreign keys: the copies' campaigns are not there.
  await client.query("set session_replication_role = replica");
  await client.query("set synchronous_commit = off");
  await client.query("drop table if exists copies");
  await client.query(
    `create temporary table copies as
       select gen_random_uuid() as id, n, ($1::uuid[])[1 + n % $2::int] as template,
              ($3::text[])[1 + n / $2::int % ${counties.length}] as authority,
              ($4::uuid[])[1 + n / $2::int % ${counties.length} * ${campaignsEach} + n / ($2::int * ${counties.length}) % ${campaignsEach}] as campaign
         from generate_series($5::int, $6::int - 1) n`,
    [
      templates,
      templates.length,
      counties,
      counties.flatMap((_, county) =>
        Array.from({ length: campaignsEach }, (_each, number) => campaignOf(county, number)),
      ),
      from,
      to,
    ],
  );
  await client.query("analyze copies");
  for (const table of await tablesOf(client)) {
    const own = table.name === "inspection";
    const references = own ? ["id"] : await referencesOf(client, table, templates);
    if (references.length > 0) await copyRows(client, table, references, own ? changes : {});
  }
  await client.query("set session_replication_role = origin");
  await client.query("vacuum analyze");
}

/** The service's tables but for the feed, in which each row has a place of its own. */
async function tablesOf(client: Client): Promise<Table[]> {
  const { rows } = await client.query<Table>(
    `select c.relname as name,
            (select json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, null),
                               'hasDefault', a.atthasdef,
                               'generated', a.attgenerated <> '' or a.attidentity = 'a') order by a.attnum)
               from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns,
            (select coalesce(json_agg((select json_agg(a.attname) from pg_attribute a
                                        where a.attrelid = c.oid and a.attnum = any (i.indkey))), '[]')
               from pg_index i where i.indrelid = c.oid and i.indisunique) as unique
       from pg_class c
      where c.relnamespace = 'inspection'::regnamespace and c.relkind = 'r' and c.relname <> 'feed'
      order by c.relname <> 'inspection', c.relname`,
  );
  if (rows[0]?.name !== "inspection") throw new Error("there is no table of inspections");
  const missing = required.filter((name) => rows[0]?.columns.every((column) => column.name !== name));
  if (missing.length > 0) throw new Error(`the table of inspections has no ${missing.join(", ")}`);
  return rows;
}

/** The columns of a table that name one of the inspections. */
async function referencesOf(client: Client, table: Table, templates: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const { name, type } of table.columns) {
    if (type !== "uuid" && type !== "text") continue;
    const { rows } = await client.query<{ found: boolean }>(
      `select exists (select from inspection.${escapeIdentifier(table.name)}
                       where ${escapeIdentifier(name)}::text = any ($1::text[])) as found`,
      [templates],
    );
    if (rows[0]?.found === true) found.push(name);
  }
  return found;
}

async function copyRows(
  client: Client,
  table: Table,
  references: readonly string[],
  changed: Readonly<Record<string, string>>,
): Promise<void> {
  const [first = ""] = references;
  // A key that names the inspection is unique by that already.
  const keys = table.unique.filter((key) => key.every((name) => !references.includes(name))).flat();
  const copied = table.columns.flatMap((column) => {
    const value = changed[column.name] ?? valueOf(column, references, keys);
    return value === undefined || column.generated ? [] : [{ name: column.name, value }];
  });
  const name = `inspection.${escapeIdentifier(table.name)}`;
  await client.query(
    `insert into ${name} (${copied.map((column) => escapeIdentifier(column.name)).join(", ")})
     select ${copied.map(({ value }) => value).join(", ")}
       from copies c join ${name} t on t.${escapeIdentifier(first)}::text = c.template::text`,
  );
}

/** A column's value in a copied row; undefined where its default makes it. */
function valueOf(
  { name, type, hasDefault }: Column,
  references: readonly string[],
  keys: readonly string[],
): string | undefined {
  const column = `t.${escapeIdentifier(name)}`;
  if (references.includes(name)) return `c.id::${type}`;
  if (name === "authority") return "c.authority";
  if (!keys.includes(name)) return column;
  if (type === "uuid") return "gen_random_uuid()";
  if (type === "text") return `${column} || ${escapeLiteral("/")} || c.n`;
  return hasDefault ? undefined : column;
}
