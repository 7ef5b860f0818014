import { id, itemMarks, Problem, unusedItems } from "@shuangsui/contracts";
import { callerOf, readOnly, type App, type Frame } from "@shuangsui/service-kit";
import { shanghaiDate } from "@shuangsui/workdays";
import { z } from "zod";
import { findRow } from "../campaigns/store.ts";
import type { RegistryClient } from "../neighbours/registry.ts";
import { findPlan } from "../plans/store.ts";
import type { Work } from "../tables.ts";
import { askForMarks } from "./marks.ts";
import { lastUses, unusedOf, unusedSince } from "./unused.ts";

const schema = { params: z.object({ id }), response: { 200: itemMarks } };

/** What the registry's list says of plans and campaigns that rest on it, and which of its items nobody uses (article 8). */
export function itemRoutes(
  app: App,
  { frame, registry }: { frame: Frame<Work>; registry: RegistryClient },
): void {
  const { database, clock } = frame;
  app.get(
    "/api/v1/plans/:id/marks",
    { config: { action: "plan.read" }, schema: { ...schema, tags: ["plans"] } },
    async (request) => {
      const { authority: viewer } = callerOf(request);
      const plan = await database.as(viewer, (work) => findPlan(work, request.params.id), readOnly);
      if (plan === undefined) throw new Problem("not-found");
      return askForMarks(
        registry,
        plan.authority,
        plan.written.entries.flatMap(({ items }) => items),
      );
    },
  );
  app.get(
    "/api/v1/campaigns/:id/marks",
    { config: { action: "campaign.read" }, schema: { ...schema, tags: ["campaigns"] } },
    async (request) => {
      const { authority: viewer } = callerOf(request);
      const row = await database.as(viewer, (work) => findRow(work, request.params.id), readOnly);
      if (row === undefined) throw new Problem("not-found");
      return askForMarks(registry, row.authority, row.item_codes);
    },
  );
  app.get(
    "/api/v1/items/unused",
    { config: { action: "item-use.read" }, schema: { tags: ["plans"], response: { 200: unusedItems } } },
    async (request) => {
      const { authority } = callerOf(request);
      const today = shanghaiDate(await clock.now());
      const uses = await database.as(authority, (work) => lastUses(work, authority), readOnly);
      const items = await Array.fromAsync(registry.list(authority));
      return { since: unusedSince(today), items: unusedOf(items, uses, today) };
    },
  );
}
