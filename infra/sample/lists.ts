import { api } from "@shuangsui/contracts";
import { makeCreditCode } from "./codes.ts";
import { sampleFiles } from "./generate.ts";
import type { Person } from "./people.ts";

/** The day as of which the other bodies had their lists. */
const asOf = "2026-08-31";
/** Serials that no firm of the sample has. */
const unregistered = [90_001, 90_002, 90_003];

/** The rows of a file of the sample, no field of which holds a comma or a quote. */
function rowsIn(text: string): Record<string, string>[] {
  const [header = "", ...lines] = text.trimEnd().split("\n");
  const names = header.split(",");
  return lines.map((line) =>
    Object.fromEntries(line.split(",").map((field, index) => [names[index] ?? "", field])),
  );
}

/**
 * Brings the lists of permits and of filed projects that other bodies have of an authority's targets, as a clerk would: what is
 * registered, and of permits three firms that are not, so that each draw's page says so. Doing it again changes nothing.
 */
export async function bringLists(clerk: Person, authority: string): Promise<void> {
  const files = sampleFiles().get(authority);
  if (files === undefined) throw new Error(`no sample of ${authority}`);
  const registry = clerk.at(api.registry);
  const { items } = await registry.getSourceLists();
  const rowsOf = (file: string) => rowsIn(files[file] ?? "");
  const permits = rowsOf("entities.csv")
    .filter(({ permits: held }) => held !== "")
    .map(({ creditCode = "", name = "", permits: held = "" }) => ({
      ...{ targetKind: "entity" as const, code: creditCode, name },
      number: held.split("|")[0] ?? null,
    }));
  const others = unregistered.map((serial) => ({
    ...{ targetKind: "entity" as const, code: makeCreditCode(authority, serial) },
    ...{ name: `未登记企业${serial}`, number: null },
  }));
  const filings = rowsOf("projects.csv").map(({ code = "", name = "" }) => ({
    ...{ targetKind: "project" as const, code, name, number: null },
  }));
  for (const [source, rows] of [
    ["permits", [...permits, ...others]],
    ["filings", filings],
  ] as const)
    if (!items.some((list) => list.source === source))
      await registry.postSourceLists({ body: { source, asOf, rows: [...rows] } });
}
