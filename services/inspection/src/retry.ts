import { id, Problem, retried } from "@shuangsui/contracts";
import {
  callerOf,
  originNow,
  recordAudit,
  stuckCausesOf,
  type App,
  type Caller,
  type Frame,
} from "@shuangsui/service-kit";
import { z } from "zod";
import { campaignDomain } from "./campaigns/domain.ts";
import { inspectionDomain } from "./inspections/domain.ts";
import { requireSight } from "./inspections/sight.ts";
import { planDomain } from "./plans/domain.ts";
import type { kinds } from "./stuck.ts";
import { supervisionDomain } from "./supervision/domain.ts";
import type { Work } from "./tables.ts";

type Retried = {
  /** The plural by which its API calls it. */
  path: string;
  tag: string;
  kind: (typeof kinds)[number];
  find(work: Work, id: string): Promise<{ id: string; authority: string } | undefined>;
  /** Who sees less than all of their authority's. */
  requireSight?(work: Work, caller: Caller, id: string): Promise<void>;
};

const all: readonly Retried[] = [
  { path: "plans", tag: "plans", kind: "plan", find: planDomain.find },
  { path: "campaigns", tag: "campaigns", kind: "campaign", find: campaignDomain.find },
  { path: "inspections", tag: "inspections", kind: "inspection", find: inspectionDomain.find, requireSight },
  { path: "supervision-orders", tag: "supervision", kind: "supervision", find: supervisionDomain.find },
];

/**
 * What is stuck is tried again at once, instead of when its turn comes: the matter's workflow begins anew from where its row
 * stands, and with that hands over what is owed. Nothing is done twice by it, since each delivery has a key of its own.
 */
export function retryRoutes(app: App, frame: Frame<Work>): void {
  for (const one of all) retryRoute(app, frame, one);
}

function retryRoute(app: App, { database, clock, engine }: Frame<Work>, of: Retried): void {
  app.post(
    `/api/v1/${of.path}/:id/retry`,
    {
      config: { action: "stuck.retry", idempotencyKey: "none" },
      schema: {
        tags: [of.tag],
        params: z.object({ id }),
        body: z.strictObject({}),
        response: { 200: retried },
      },
    },
    async (request) => {
      const caller = callerOf(request);
      const { row, causes, at } = await database.as(caller.authority, async (work) => {
        await of.requireSight?.(work, caller, request.params.id);
        const found = await of.find(work, request.params.id);
        if (found === undefined) throw new Problem("not-found");
        const now = await clock.now(work);
        const stuck = await stuckCausesOf(work, of.kind, [found.id], now);
        return { row: found, causes: stuck.get(found.id) ?? [], at: now };
      });
      if (causes.length === 0) throw new Problem(`${of.kind}/wrong-state`, "nothing of it is stuck");
      await database.as(row.authority, (work) =>
        recordAudit(work, [
          {
            at,
            authority: row.authority,
            callerAuthority: caller.authority,
            actor: caller.actor,
            action: `${of.kind}/retry`,
            subject: row.id,
            code: null,
            before: null,
            after: { causes: causes.map(({ kind, name }) => `${kind}/${name}`) },
            ...originNow(),
          },
        ]),
      );
      await engine
        .refresh({ type: of.kind, id: row.id, authority: row.authority }, { anew: true })
        .catch(() => {
          throw new Problem("unavailable");
        });
      return { causes: causes.length };
    },
  );
}
