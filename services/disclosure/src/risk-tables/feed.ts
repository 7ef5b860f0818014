import type { RiskTable } from "@shuangsui/contracts";
import { readOnly, startRounds, systemScope, type Frame, type Rounds } from "@shuangsui/service-kit";
import { isDeepStrictEqual } from "node:util";
import type { RegistryClient } from "../neighbours/registry.ts";
import type { Work } from "../tables.ts";
import { addRiskTables, riskTables } from "./store.ts";

const everyMs = 5_000;

/**
 * Learns the versions of the rules of risk classes from the registry, where they are set: each round asks for all of them and keeps those
 * that are new, so that after an outage of either all that was missed comes. A round gives how many were.
 */
export function startRiskTableFeed({
  frame: { database, clock, logger },
  registry,
}: {
  frame: Pick<Frame<Work>, "database" | "clock" | "logger">;
  registry: Pick<RegistryClient, "riskTables">;
}): Rounds {
  const round = async () => {
    const told = await registry.riskTables();
    const known = await database.as(systemScope, riskTables, readOnly);
    const before = new Map(known.map((one) => [keyOf(one), contentOf(one)]));
    const isNew = (one: RiskTable) => !before.has(keyOf(one));
    for (const one of told)
      if (!isNew(one) && !isDeepStrictEqual(before.get(keyOf(one)), contentOf(one)))
        // What was public stays so: a registry that was restored has lost it.
        logger.warn({ subject: keyOf(one) }, "the registry has other rules of risk classes than are public");
    const added = told.filter(isNew);
    if (added.length > 0)
      await database.as(systemScope, async (work) => addRiskTables(work, added, await clock.now(work)));
    return added.length;
  };
  return startRounds({ logger, everyMs, failing: "the rules of risk classes were not learnt" }, round);
}

const keyOf = ({ authority, version }: RiskTable) => `${authority}/${version}`;
const contentOf = ({ from, months, ground, rows }: RiskTable) => ({ from, months, ground, rows });
