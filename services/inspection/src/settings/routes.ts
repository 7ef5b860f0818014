import type { Clock } from "@shuangsui/clock";
import { caps, drawVenue } from "@shuangsui/contracts";
import { callerOf, readOnly, type App, type Database } from "@shuangsui/service-kit";
import type { Tables } from "../tables.ts";
import { capsOf, requireCapsWithin, venueOf } from "./rules.ts";
import { readSetting, writeSetting } from "./store.ts";

const tags = ["settings"];

/** What each authority sets for itself (articles 20, 23, 35). */
export function settingRoutes(
  app: App,
  { database, clock }: { database: Database<Tables>; clock: Clock },
): void {
  app.get(
    "/api/v1/settings/draw-venue",
    { schema: { tags, response: { 200: drawVenue } } },
    async (request) => {
      const { authority } = callerOf(request);
      return venueOf(
        await database.as(authority, (work) => readSetting(work, authority, "draw-venue"), readOnly),
      );
    },
  );

  app.put(
    "/api/v1/settings/draw-venue",
    { schema: { tags, body: drawVenue, response: { 200: drawVenue } } },
    async (request) => {
      const { authority, actor } = callerOf(request);
      const at = await clock.now();
      await database.as(authority, (work) =>
        writeSetting(work, { authority, name: "draw-venue", value: request.body, at, actor }),
      );
      return request.body;
    },
  );

  app.get("/api/v1/settings/caps", { schema: { tags, response: { 200: caps } } }, async (request) => {
    const { authority } = callerOf(request);
    return capsOf(
      authority,
      await database.as(authority, (work) => readSetting(work, authority, "caps"), readOnly),
    );
  });

  app.put(
    "/api/v1/settings/caps",
    { schema: { tags, body: caps, response: { 200: caps } } },
    async (request) => {
      const { authority, actor } = callerOf(request);
      requireCapsWithin(authority, request.body);
      const at = await clock.now();
      await database.as(authority, (work) =>
        writeSetting(work, { authority, name: "caps", value: request.body, at, actor }),
      );
      return request.body;
    },
  );
}
