import type { Frame } from "@shuangsui/service-kit";
import type { RegistryClient } from "../neighbours/registry.ts";
import type { Work } from "../tables.ts";
import { learnMerges } from "./merged-targets.ts";

const everyMs = 30_000;

type Watch = { once(): Promise<number>; stop(): Promise<void> };

/**
 * Article 5: asks the registry again and again which targets it has merged, so that visits to the one count as visits to the other, until
 * that is undone. What was missed is made up for with the next round.
 */
export function startMergeWatch(
  { database, logger }: Pick<Frame<Work>, "database" | "logger">,
  registry: Pick<RegistryClient, "merges">,
): Watch {
  const once = () => learnMerges(database, registry);
  let asking: Promise<unknown> | undefined;
  const ask = () => {
    asking ??= once()
      .catch((error: unknown) =>
        logger.warn(
          { error: error instanceof Error ? error.name : "unknown" },
          "it is not known which targets the registry has merged",
        ),
      )
      .finally(() => (asking = undefined));
  };
  ask();
  const timer = setInterval(ask, everyMs);
  return {
    once,
    async stop() {
      clearInterval(timer);
      await asking;
    },
  };
}
