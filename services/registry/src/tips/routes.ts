import { id, tipCard, tipInspection } from "@shuangsui/contracts";
import { callerOf, readOnly, type App } from "@shuangsui/service-kit";
import { z } from "zod";
import type { RegisterOptions } from "../register/entries.ts";
import { enterInspection, findTip } from "./store.ts";
import type { TipRow } from "./tables.ts";

const tags = ["services"];
const params = z.object({ id });
const config = { action: "service", idempotencyKey: "none" } as const;

/** What the inspection service asks of tips, and tells of them (article 2): nothing of who complained. */
export function tipRoutes(app: App, { database, clock }: RegisterOptions): void {
  app.get(
    "/api/v1/tips/:id/card",
    { config, schema: { tags, params, response: { 200: tipCard } } },
    async (request) =>
      database.as(
        callerOf(request).authority,
        async (work) => cardOf(await findTip(work, request.params.id)),
        readOnly,
      ),
  );

  app.put(
    "/api/v1/tips/:id/inspection",
    { config, schema: { tags, params, body: tipInspection, response: { 200: tipCard } } },
    async (request) => {
      const caller = callerOf(request);
      const at = await clock.now();
      const { inspectionId } = request.body;
      return database.as(caller.authority, async (work) =>
        cardOf(await enterInspection(work, caller, request.params.id, inspectionId, at)),
      );
    },
  );
}

const cardOf = (row: TipRow): z.output<typeof tipCard> => ({
  id: row.id,
  origin: row.origin,
  target: { kind: row.target_kind, code: row.target_code },
  status: row.status,
});
