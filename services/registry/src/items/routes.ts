import { itemCompilation, itemsCompiled } from "@shuangsui/contracts";
import { callerOf, type App } from "@shuangsui/service-kit";
import type { RegisterOptions } from "../register/entries.ts";
import { compileList } from "./compile.ts";

/** Lists of items that are compiled from the superior's (article 7). */
export function compileRoute(app: App, { database, clock }: RegisterOptions): void {
  app.post(
    "/api/v1/items/compile",
    {
      config: { action: "registry.write", idempotencyKey: "none" },
      schema: { tags: ["items"], body: itemCompilation, response: { 200: itemsCompiled } },
    },
    async (request) => {
      const caller = callerOf(request);
      const at = await clock.now();
      return database.as(caller.authority, (work) => compileList(work, caller, request.body, at));
    },
  );
}
