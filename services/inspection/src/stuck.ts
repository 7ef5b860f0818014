import { stuckCounts } from "@shuangsui/contracts";
import { callerOf, countStuck, type App, type Frame, type StuckKind } from "@shuangsui/service-kit";
import type { Work } from "./tables.ts";

/** What may be stuck. A plan's deadline its publication holds. */
export const stuckKinds = {
  plan: { type: "plan", movedByTime: false },
  campaign: { type: "campaign", movedByTime: true },
  inspection: { type: "inspection", movedByTime: true },
  supervision: { type: "supervision", movedByTime: true },
} satisfies Record<string, StuckKind>;
const kinds = ["plan", "campaign", "inspection", "supervision"] as const;

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
            (await countStuck(work, stuckKinds[kind], now)).map(({ authority, count }) => ({
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
