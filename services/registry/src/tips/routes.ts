import { id, tipCard, tipInspection } from "@shuangsui/contracts";
import { callerOf, readOnly, seeingAll, type App } from "@shuangsui/service-kit";
import { z } from "zod";
import { keptCodeOf } from "../duplicates/one-target.ts";
import type { RegisterOptions } from "../register/entries.ts";
import type { Work } from "../register/register.ts";
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
    async (request) => {
      const { authority } = callerOf(request);
      return database.as(
        authority,
        async (work) => cardOf(work, authority, await findTip(work, request.params.id)),
        readOnly,
      );
    },
  );

  app.put(
    "/api/v1/tips/:id/inspection",
    { config, schema: { tags, params, body: tipInspection, response: { 200: tipCard } } },
    async (request) => {
      const caller = callerOf(request);
      const at = await clock.now();
      const { inspectionId } = request.body;
      return database.as(caller.authority, async (work) =>
        cardOf(
          work,
          caller.authority,
          await enterInspection(work, caller, request.params.id, inspectionId, at),
        ),
      );
    },
  );
}

/** What is inspected is the target by the code under which it stands in the register, also where it was merged since the tip came in (article 5). */
async function cardOf(work: Work, authority: string, row: TipRow): Promise<z.output<typeof tipCard>> {
  const { target_kind: kind, target_code: code } = row;
  const target = { kind, code: await seeingAll(work, authority, () => keptCodeOf(work, kind, code)) };
  return { id: row.id, origin: row.origin, target, status: row.status };
}
