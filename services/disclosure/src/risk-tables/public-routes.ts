import { riskTable } from "@shuangsui/contracts";
import { readOnly, systemScope, type App, type ScopedDatabase } from "@shuangsui/service-kit";
import type { Work } from "../tables.ts";
import { riskTables } from "./store.ts";

/** What anybody reads of the rules of risk classes, as data (article 21). */
export function publicRiskTableRoutes(app: App, { database }: { database: ScopedDatabase<Work> }): void {
  app.get(
    "/api/v1/risk-table",
    { config: { action: "public" }, schema: { tags: ["publications"], response: { 200: riskTable } } },
    async () => ({ items: await database.as(systemScope, riskTables, readOnly) }),
  );
}
