import type { RiskTable } from "@shuangsui/contracts";
import type { Work } from "../tables.ts";

/** A version that anybody can read, and since when. */
export type PublicRiskTable = RiskTable & { shownFrom: Date };

/** All versions that the registry has told of, the newest first. */
export function riskTables(work: Work): Promise<PublicRiskTable[]> {
  return work
    .selectFrom("risk_table")
    .select([
      ...(["authority", "version", "valid_from as from", "months", "ground", "rows"] as const),
      "shown_from as shownFrom",
    ])
    .orderBy("version", "desc")
    .orderBy("authority")
    .execute();
}

/** Adds versions that are not there yet. One that is stays as it is. */
export async function addRiskTables(work: Work, tables: readonly RiskTable[], at: Date): Promise<void> {
  if (tables.length === 0) return;
  await work
    .insertInto("risk_table")
    .values(
      tables.map(({ from, rows, authority, version, months, ground }) => ({
        ...{
          authority,
          version,
          months,
          ground,
          valid_from: from,
          rows: JSON.stringify(rows),
          shown_from: at,
        },
      })),
    )
    .onConflict((conflict) => conflict.columns(["authority", "version"]).doNothing())
    .execute();
}
