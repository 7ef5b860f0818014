import { inspectorNames, inspectorNamesQuery, seenBy } from "@shuangsui/contracts";
import { callerOf, readOnly, type App, type Database } from "@shuangsui/service-kit";
import type { Tables } from "../tables.ts";

/** What inspectors are called and of which unit they are, for whoever reads the register, as far as it sees them: a team's by one call. */
export function inspectorNamesRoute(app: App, { database }: { database: Database<Tables> }): void {
  app.get(
    "/api/v1/inspectors/names",
    {
      config: { action: "registry.read" },
      schema: {
        tags: ["inspectors"],
        querystring: inspectorNamesQuery,
        response: { 200: inspectorNames },
      },
    },
    async (request) => {
      const { authority } = callerOf(request);
      const items = await database.as(
        authority,
        (work) =>
          work
            .selectFrom("inspector")
            .select(["id", "name", "unit"])
            .where("id", "in", request.query.ids)
            .where("authority", "in", seenBy(authority))
            .orderBy("id")
            .execute(),
        readOnly,
      );
      return { items };
    },
  );
}
