import { stuckCounts } from "@shuangsui/contracts";
import { callerOf, countStuck, type App, type Frame } from "@shuangsui/service-kit";
import type { Work } from "./tables.ts";

/** What may be stuck: every kind of matter that there is. */
export const kinds = ["plan", "campaign", "inspection", "supervision"] as const;

/** How many plans, campaigns, inspections and supervision orders are stuck, of those that the caller sees: a query for each kind. */
export function stuckRoute(app: App, { database, clock }: Frame<Work>): void {
  app.get(
    "/api/v1/stuck",
    { config: { action: "stuck.read" }, schema: { tags: ["stuck"], response: { 200: stuckCounts } } },
    (request) =>
      database.as(callerOf(request).authority, async (work) => {
        const now = await clock.now(work);
        const counts = await Promise.all(
          kinds.map(async (kind) =>
            (await countStuck(work, kind, now)).map(({ authority, count }) => ({
              kind,
              authority,
              count,
            })),
          ),
        );
        return { items: counts.flat() };
      }),
  );
}
