import { id, Problem, retried } from "@shuangsui/contracts";
import {
  callerOf,
  originNow,
  recordAudit,
  stuckCausesOf,
  type App,
  type Frame,
} from "@shuangsui/service-kit";
import { z } from "zod";
import { stuckKinds } from "../stuck.ts";
import type { Work } from "../tables.ts";
import { inspectionDomain } from "./domain.ts";
import { requireSight } from "./sight.ts";
import { findInspection } from "./store.ts";

/**
 * What is stuck is tried again at once, instead of when its turn comes: the inspection's workflow begins anew from where its row
 * stands, and with that hands over what is owed. Nothing is done twice by it, since each delivery has a key of its own.
 */
export function retryRoute(app: App, { database, clock, engine }: Frame<Work>): void {
  app.post(
    "/api/v1/inspections/:id/retry",
    {
      config: { action: "stuck.retry", idempotencyKey: "none" },
      schema: {
        tags: ["inspections"],
        params: z.object({ id }),
        body: z.strictObject({}),
        response: { 200: retried },
      },
    },
    async (request) => {
      const caller = callerOf(request);
      const { row, causes, at } = await database.as(caller.authority, async (work) => {
        await requireSight(work, caller, request.params.id);
        const found = await findInspection(work, request.params.id);
        if (found === undefined) throw new Problem("not-found");
        const now = await clock.now(work);
        const stuck = await stuckCausesOf(work, stuckKinds.inspection, [found.id], now);
        return { row: found, causes: stuck.get(found.id) ?? [], at: now };
      });
      if (causes.length === 0) throw new Problem("inspection/wrong-state", "nothing of it is stuck");
      await database.as(row.authority, (work) =>
        recordAudit(work, [
          {
            at,
            authority: row.authority,
            callerAuthority: caller.authority,
            actor: caller.actor,
            action: "inspection/retry",
            subject: row.id,
            code: null,
            before: null,
            after: { causes: causes.map(({ kind, name }) => `${kind}/${name}`) },
            ...originNow(),
          },
        ]),
      );
      await engine
        .refresh({ type: inspectionDomain.type, id: row.id, authority: row.authority }, { anew: true })
        .catch(() => {
          throw new Problem("unavailable");
        });
      return { causes: causes.length };
    },
  );
}
