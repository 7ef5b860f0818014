import { itemLists } from "@shuangsui/contracts";
import { callerOf, readOnly, type App, type Frame } from "@shuangsui/service-kit";
import type { Work } from "../tables.ts";

/** How lists of what may be inspected at random stand with the public (articles 6, 8). What is ready an official publishes as any publication. */
export function itemListRoutes(app: App, { database }: Pick<Frame<Work>, "database">): void {
  app.get(
    "/api/v1/item-lists",
    {
      config: { action: "registry.read" },
      schema: { tags: ["publications"], response: { 200: itemLists } },
    },
    async (request) => {
      const rows = await database.as(callerOf(request).authority, listed, readOnly);
      return {
        items: rows.map(({ authority, id, version, due_at: due, ready_reason: reason }) => ({
          authority,
          publicationId: id,
          version,
          ready: reason === null ? null : { reason, dueAt: due.toISOString() },
        })),
      };
    },
  );
}

const listed = (work: Work) =>
  work
    .selectFrom("publication")
    .select(["authority", "id", "version", "due_at", "ready_reason"])
    .where("kind", "=", "item-list")
    .orderBy("authority")
    .execute();
