import { authorityCode, type AuditHead } from "@shuangsui/contracts";
import { checkChain, noLinks, type ChainFault } from "@shuangsui/service-kit/audit-chain";
import { parseArgs } from "node:util";
import { CannotRun, print, Usage } from "../terminal.ts";
import { pagesOfApi } from "./api.ts";

const services = ["registry", "inspection", "disclosure", "identity", "console"];
const shownFaults = 20;

/** Verifies a service's audit trail, printing what is wrong with it and its head. @returns 0 if nothing is, else 1 */
export async function audit([what, ...args]: readonly string[]): Promise<number> {
  if (what !== "verify") throw new Usage("audit what? there is: audit verify");
  const { service, url, database, authority, head } = readArguments(args);
  if (!services.includes(service ?? "")) throw new Usage(`--service is one of ${services.join(", ")}`);
  const kept = head === undefined ? noLinks : headOf(head);
  if (database !== undefined) return verifyDatabase(service ?? "", database, kept);
  if (url === undefined) throw new Usage("verify where? --url URL with --authority CODE, or --database URL");
  if (!authorityCode.safeParse(authority).success || authority === undefined)
    throw new Usage("--authority is the division code of an authority");
  let seen: readonly string[] = [authority];
  const check = checkChain((code) => seen.includes(code), kept);
  for await (const { items, sees } of pagesOfApi(url)) {
    if (!sees.includes(authority)) throw new CannotRun(`the token is of no auditor of ${authority}`);
    seen = sees;
    for (const link of items) check.take(link);
  }
  return report(service ?? "", check.end());
}

async function verifyDatabase(service: string, database: string, kept: AuditHead): Promise<number> {
  const check = checkChain(() => true, kept);
  // For what is read by the API, nobody waits until this is loaded.
  const { openTrail } = await import("./database.ts");
  const trail = openTrail(database, service);
  let waiting: number;
  try {
    for await (const link of trail.links()) check.take(link);
    waiting = await trail.countUnlinked();
  } finally {
    await trail.close();
  }
  const code = report(service, check.end());
  if (waiting > 0) print(`  ${waiting} entries wait for their link`);
  return code;
}

const sentences: Record<ChainFault["fault"], (seq: number) => string> = {
  "link-missing": (seq) => `link ${seq} is missing`,
  "link-changed": (seq) => `link ${seq} was changed or moved`,
  "entry-missing": (seq) => `the entry of link ${seq} was removed`,
  "entry-changed": (seq) => `the entry of link ${seq} was changed or moved`,
  "head-missing": (seq) => `the chain ends before the kept head ${seq}`,
  "head-changed": (seq) => `link ${seq} is not the one of the kept head`,
};

function report(
  service: string,
  { faults, head, entries }: ReturnType<ReturnType<typeof checkChain>["end"]>,
): number {
  print(`${service}: ${head.seq} links, of ${entries} of which the entry could be read`);
  for (const { seq, fault } of faults.slice(0, shownFaults)) print(`  FAILED: ${sentences[fault](seq)}`);
  if (faults.length > shownFaults) print(`  and ${faults.length - shownFaults} more`);
  print(faults.length === 0 ? `  verified, head ${head.seq}:${head.hash}` : "  refused");
  return faults.length === 0 ? 0 : 1;
}

function headOf(text: string): AuditHead {
  const [, seq, hash] = /^(\d{1,15}):([0-9a-f]{64})$/.exec(text) ?? [];
  if (seq === undefined || hash === undefined) throw new Usage("--head is N:HASH, as it was printed");
  return { seq: Number(seq), hash };
}

function readArguments(args: readonly string[]) {
  const text = { type: "string" } as const;
  try {
    const options = { service: text, url: text, database: text, authority: text, head: text };
    return parseArgs({ args: [...args], options, allowPositionals: false }).values;
  } catch (error) {
    if (error instanceof CannotRun) throw error;
    throw new Usage(error instanceof Error ? error.message : String(error));
  }
}
