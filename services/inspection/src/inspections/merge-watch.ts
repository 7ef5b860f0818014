import { startRounds, type Frame, type Rounds } from "@shuangsui/service-kit";
import type { RegistryClient } from "../neighbours/registry.ts";
import type { Work } from "../tables.ts";
import { learnMerges } from "./merged-targets.ts";

const everyMs = 30_000;

/**
 * Article 5: asks the registry again and again which targets it has merged, so that visits to the one count as visits to the other, until
 * that is undone. What was missed is made up for with the next round.
 */
export function startMergeWatch(
  { database, logger }: Pick<Frame<Work>, "database" | "logger">,
  registry: Pick<RegistryClient, "merges">,
): Rounds {
  const failing = "it is not known which targets the registry has merged";
  return startRounds({ logger, everyMs, failing, atOnce: true }, () => learnMerges(database, registry));
}
