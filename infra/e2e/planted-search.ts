import { decoded, lazyClient, type PayloadCodec } from "@shuangsui/temporal-kit";
import { historyOf } from "@shuangsui/temporal-kit/for-workers";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { connected } from "../embedded/database.ts";
import type { Stack } from "../embedded/stack.ts";
import { marks } from "./planted-persons.ts";
import { pagesOf } from "./shown-codes.ts";

/** ID numbers and phones of the sample and of what was planted: no others look like them. */
const numbers = [
  ["id-number", /533100(?:19|20)\d{9}[\dX]/],
  ["phone", /1790000\d{4}/],
] as const;

/** What of all that was planted a text has: by name; as it stands, and in what of it is base64 or hex. */
export function plantedIn(text: string): string[] {
  const hidden = [
    ...[...text.matchAll(/[A-Za-z0-9+/]{16,}={0,2}/g)].map(([run]) => Buffer.from(run, "base64")),
    ...[...text.matchAll(/(?:[0-9a-f]{2}){12,}/g)].map(([run]) => Buffer.from(run, "hex")),
  ];
  const all = [text, ...hidden.map((bytes) => bytes.toString("utf8"))];
  const found = (pattern: RegExp | string) =>
    all.some((one) => (typeof pattern === "string" ? one.includes(pattern) : pattern.test(one)));
  return [
    ...numbers.flatMap(([name, pattern]) => (found(pattern) ? [name] : [])),
    ...Object.entries(marks).flatMap(([name, mark]) => (found(`${mark}某`) ? [name] : [])),
  ];
}

/** Where something planted is, each place with what. */
export type Found = string[];
const tell = (place: string, text: string): Found => plantedIn(text).map((what) => `${place}: ${what}`);

/** In the logs of all processes, the servers' too. */
export function inLogs(dataDir: string): Found {
  const folder = join(dataDir, "logs");
  return readdirSync(folder).flatMap((file) => tell(file, readFileSync(join(folder, file), "utf8")));
}

/** In all that the engine holds, as it stands there and as a codec decodes it, and in the file of its database. */
export async function inEngine(
  { engine }: Stack,
  dataDir: string,
  payloads: PayloadCodec = engine.payloads,
): Promise<{ raw: Found; decoded: Found; workflows: number }> {
  const client = lazyClient(engine);
  const [raw, plain]: [Found, Found] = [[], []];
  let workflows = 0;
  try {
    for await (const { workflowId, runId } of client.workflow.list()) {
      workflows += 1;
      const history = await historyOf(client.workflow.getHandle(workflowId, runId));
      const [kind = ""] = workflowId.split("/");
      raw.push(...tell(kind, JSON.stringify(history)));
      plain.push(...tell(kind, JSON.stringify(await decoded(history, payloads))));
    }
  } finally {
    await client.connection.close();
  }
  for (const file of readdirSync(join(dataDir, "temporal")))
    raw.push(...tell(file, readFileSync(join(dataDir, "temporal", file)).toString("utf8")));
  return { raw: [...new Set(raw)], decoded: [...new Set(plain)], workflows };
}

/** On the pages that the public reads, and in what their API answers. Gives what was read, too. */
export async function inPublic(site: string): Promise<{ found: Found; read: string }> {
  const pages = await pagesOf(site, 200);
  const api = ["publications", "draws", "statistics"].map((name) => `/api/v1/${name}`);
  for (const path of api) {
    const text = await fetch(new URL(path, site)).then((answer) => answer.text());
    pages.set(path, text);
    for (const [, id = ""] of text.matchAll(/"(?:id|drawId)":"([^"]+)"/g))
      pages.set(`${path}/${id}`, await fetch(new URL(`${path}/${id}`, site)).then((answer) => answer.text()));
  }
  const found = [...pages].flatMap(([path, text]) => tell(path.split("/").slice(0, 4).join("/"), text));
  return { found: [...new Set(found)], read: [...pages.values()].join("\n") };
}

/** In the services' database, by table and column, as a dump would hold them. */
export async function inDatabase({ superUrl }: Stack): Promise<Found> {
  return connected(superUrl, async (client) => {
    const { rows: columns } = await client.query<{
      at: string;
      schema: string;
      name: string;
      column: string;
    }>(
      `select format('%s.%s.%s', table_schema, table_name, column_name) as at, table_schema as schema, table_name as name, column_name as column
         from information_schema.columns join information_schema.tables using (table_schema, table_name)
        where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema') order by 1`,
    );
    const found: Found = [];
    for (const { at, schema, name, column } of columns) {
      const [relation, field] = [
        [schema, name].map((part) => client.escapeIdentifier(part)).join("."),
        client.escapeIdentifier(column),
      ];
      const { rows } = await client.query<{ text: string | null }>(
        `select distinct ${field}::text as text from ${relation} where ${field} is not null`,
      );
      found.push(...new Set(rows.flatMap(({ text }) => tell(at, text ?? ""))));
    }
    return found;
  });
}
