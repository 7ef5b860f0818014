import type { MatterInput } from "@shuangsui/contracts";
import type { Frame } from "@shuangsui/service-kit";
import { inspectionsToStart } from "../inspections/of-campaign.ts";
import type { Work } from "../tables.ts";

/** How many inspections' workflows are being started at a time. */
const atOnce = 50;

/** Articles 20, 21: starts the workflow of every inspection of a campaign, in the order of their ids. Those that run stay. */
export async function startInspections(
  { database, clock, engine }: Pick<Frame<Work>, "database" | "clock" | "engine">,
  { id, authority }: MatterInput,
): Promise<void> {
  const startNext = async (after: string | null): Promise<string | undefined> => {
    const next = await database.as(authority, (work) => inspectionsToStart(work, clock, id, after, atOnce));
    await Promise.all(
      next.map((one) => engine.startLater({ type: "inspection", id: one.id, authority }, one.standing)),
    );
    return next.length < atOnce ? undefined : next.at(-1)?.id;
  };
  let last = await startNext(null);
  while (last !== undefined) last = await startNext(last);
}
