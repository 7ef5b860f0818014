import { riskTableKeeper, riskTableOn, riskTableOrigin, type RiskTable } from "@shuangsui/contracts";
import type { Work } from "../register/register.ts";

/** The versions of the rules that these authorities have set, and the first, the newest first. */
export async function riskTables(work: Work, authorities?: readonly string[]): Promise<RiskTable[]> {
  const rows = await work
    .selectFrom("risk_table")
    .select(["authority", "version", "valid_from as from", "months", "ground", "rows"])
    .$if(authorities !== undefined, (query) =>
      query.where("authority", "in", [riskTableOrigin, ...(authorities ?? [])]),
    )
    .orderBy("version", "desc")
    .orderBy("authority")
    .execute();
  return rows;
}

/** The rules by which an authority's targets have their classes on a day (article 21). */
export async function riskRulesOn(work: Work, authority: string, day: string): Promise<RiskTable> {
  return riskTableOn(await riskTables(work, [riskTableKeeper(authority)]), day);
}
