import { openSync, readSync, closeSync, statSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import type { Client } from "pg";
import { z } from "zod";

/** A statement that the services sent, how long it took, and how PostgreSQL found its rows. */
export type Statement = {
  query: string;
  ms: number;
  /** Every table that is read, and how, such as "Index Scan of inspection by inspection_due". */
  scans: { how: string; table: string; index: string | undefined }[];
};

type Plan = {
  "Node Type": string;
  "Relation Name"?: string | undefined;
  "Index Name"?: string | undefined;
  Plans?: Plan[] | undefined;
};

const plan: z.ZodType<Plan> = z.lazy(() =>
  z.object({
    "Node Type": z.string(),
    "Relation Name": z.string().optional(),
    "Index Name": z.string().optional(),
    Plans: z.array(plan).optional(),
  }),
);
const explained = z.object({ "Query Text": z.string(), Plan: plan });

/** Settings with which PostgreSQL can tell its plans; it begins with `recordPlans`. */
export const planSettings = { shared_preload_libraries: "auto_explain" } as const;

/** Makes PostgreSQL write the plan of every statement to its log while `work` runs, and gives those that read a table. */
export async function recordPlans(
  client: Client,
  logFile: string,
  work: () => Promise<void>,
): Promise<Statement[]> {
  await set(client, "auto_explain.log_format", "json");
  await set(client, "auto_explain.log_parameter_max_length", "0");
  await set(client, "auto_explain.log_min_duration", "0");
  await reload(client);
  const from = statSync(logFile).size;
  try {
    await work();
    await pause(300);
  } finally {
    await set(client, "auto_explain.log_min_duration", "-1");
    await reload(client);
  }
  return statementsIn(textFrom(logFile, from));
}

async function set(client: Client, name: string, value: string): Promise<void> {
  await client.query(`alter system set ${name} = '${value}'`);
}

/** Sessions take new settings before their next statement. */
async function reload(client: Client): Promise<void> {
  await client.query("select pg_reload_conf()");
  await pause(300);
}

function textFrom(file: string, from: number): string {
  const length = statSync(file).size - from;
  const buffer = Buffer.alloc(length);
  const opened = openSync(file, "r");
  try {
    readSync(opened, buffer, 0, length, from);
  } finally {
    closeSync(opened);
  }
  return buffer.toString("utf8");
}

/** An entry of the log begins without a tab, and its further lines with one. */
function statementsIn(log: string): Statement[] {
  return log
    .split(/\n(?!\t)/)
    .flatMap((entry) => {
      const found = /duration: ([\d.]+) ms {2}plan:\n(.*)$/s.exec(entry);
      if (found === null) return [];
      const json: unknown = JSON.parse((found[2] ?? "").replaceAll(/^\t/gm, ""));
      const { "Query Text": query, Plan } = explained.parse(json);
      return [{ query, ms: Number(found[1]), scans: scansOf(Plan) }];
    })
    .filter(({ scans }) => scans.length > 0);
}

function scansOf(node: Plan): Statement["scans"] {
  const below = (node.Plans ?? []).flatMap(scansOf);
  const table = node["Relation Name"];
  if (table === undefined) return below;
  // The index of a bitmap scan stands at a node of its own, below that of its table.
  const index = node["Node Type"] === "Bitmap Heap Scan" ? indexesOf(node)[0] : node["Index Name"];
  return [{ how: node["Node Type"], table, index }, ...below];
}

function indexesOf(node: Plan): string[] {
  return [
    ...(node["Index Name"] === undefined ? [] : [node["Index Name"]]),
    ...(node.Plans ?? []).flatMap(indexesOf),
  ];
}
