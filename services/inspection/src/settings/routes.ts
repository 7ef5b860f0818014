import { caps, drawVenue } from "@shuangsui/contracts";
import { callerOf, readOnly, type App, type Caller, type Frame } from "@shuangsui/service-kit";
import type { Work } from "../tables.ts";
import { capsInForce, venueInForce } from "./of-authority.ts";
import { requireCapsWithin } from "./rules.ts";
import { writeSetting } from "./store.ts";
import type { SettingTable } from "./tables.ts";

const tags = ["settings"];

/** What each authority sets for itself (articles 20, 23, 35). */
export function settingRoutes(app: App, { database, clock }: Pick<Frame<Work>, "database" | "clock">): void {
  const set = ({ authority, actor }: Caller, name: SettingTable["name"], value: unknown) =>
    database.as(authority, async (work) =>
      writeSetting(work, { authority, name, value, at: await clock.now(work), actor }),
    );

  app.get(
    "/api/v1/settings/draw-venue",
    { schema: { tags, response: { 200: drawVenue } } },
    async (request) => {
      const { authority } = callerOf(request);
      return database.as(authority, (work) => venueInForce(work, authority), readOnly);
    },
  );

  app.put(
    "/api/v1/settings/draw-venue",
    { schema: { tags, body: drawVenue, response: { 200: drawVenue } } },
    async (request) => {
      await set(callerOf(request), "draw-venue", request.body);
      return request.body;
    },
  );

  app.get("/api/v1/settings/caps", { schema: { tags, response: { 200: caps } } }, async (request) => {
    const { authority } = callerOf(request);
    return database.as(authority, (work) => capsInForce(work, authority), readOnly);
  });

  app.put(
    "/api/v1/settings/caps",
    { schema: { tags, body: caps, response: { 200: caps } } },
    async (request) => {
      const caller = callerOf(request);
      requireCapsWithin(caller.authority, request.body);
      await set(caller, "caps", request.body);
      return request.body;
    },
  );
}
