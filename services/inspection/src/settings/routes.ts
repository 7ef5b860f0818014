import { caps, drawVenue, localHolidays, settingSources, visitCap } from "@shuangsui/contracts";
import {
  appendChange,
  callerOf,
  lockCalendar,
  readOnly,
  type App,
  type Caller,
  type Frame,
} from "@shuangsui/service-kit";
import { v7 as uuidv7 } from "uuid";
import { requireMaySetLocalHolidays } from "../calendar/rules.ts";
import type { Work } from "../tables.ts";
import {
  capsInForce,
  localHolidaysStop,
  settingSourcesOf,
  superiorsVisitCap,
  venueInForce,
  visitCapInForce,
} from "./of-authority.ts";
import { requireCapsWithin, requireVisitCapWithin } from "./rules.ts";
import { recordSetting, writeSetting } from "./store.ts";
import type { SettingTable } from "./tables.ts";

const tags = ["settings"];
const reading = { action: "settings.read" } as const;
const writing = { action: "settings.write" } as const;

/** What each authority sets for itself (articles 20, 23, 35), and a prefecture for its counties. */
export function settingRoutes(app: App, { database, clock }: Pick<Frame<Work>, "database" | "clock">): void {
  const set = ({ authority, actor }: Caller, name: SettingTable["name"], value: unknown) =>
    database.as(authority, async (work) =>
      writeSetting(work, { authority, name, value, at: await clock.now(work), actor }),
    );

  app.get(
    "/api/v1/settings",
    { config: reading, schema: { tags, response: { 200: settingSources } } },
    async (request) => {
      const { authority } = callerOf(request);
      const items = await database.as(authority, (work) => settingSourcesOf(work, authority), readOnly);
      return { items };
    },
  );

  app.get(
    "/api/v1/settings/draw-venue",
    { config: reading, schema: { tags, response: { 200: drawVenue } } },
    async (request) => {
      const { authority } = callerOf(request);
      return database.as(authority, (work) => venueInForce(work, authority), readOnly);
    },
  );

  app.put(
    "/api/v1/settings/draw-venue",
    { config: writing, schema: { tags, body: drawVenue, response: { 200: drawVenue } } },
    async (request) => {
      await set(callerOf(request), "draw-venue", request.body);
      return request.body;
    },
  );

  app.get(
    "/api/v1/settings/local-holidays",
    { config: reading, schema: { tags, response: { 200: localHolidays } } },
    async (request) => {
      const { authority } = callerOf(request);
      return database.as(
        authority,
        async (work) => ({ stopDeadlines: await localHolidaysStop(work, authority) }),
        readOnly,
      );
    },
  );

  // It moves deadlines, as a notice does: so it is a version of the calendar.
  app.put(
    "/api/v1/settings/local-holidays",
    { config: writing, schema: { tags, body: localHolidays, response: { 200: localHolidays } } },
    async (request) => {
      const { authority, actor } = callerOf(request);
      requireMaySetLocalHolidays(authority);
      const { stopDeadlines } = request.body;
      await database.as(authority, async (work) => {
        await lockCalendar(work);
        if ((await localHolidaysStop(work, authority)) === stopDeadlines) return;
        const at = await clock.now(work);
        await appendChange(work, { id: uuidv7(), at, actor, by: { authority, stopDeadlines } });
        const setting = { authority, name: "local-holidays", at, actor };
        await recordSetting(work, setting, { stopDeadlines: !stopDeadlines }, { stopDeadlines });
      });
      return request.body;
    },
  );

  app.get(
    "/api/v1/settings/caps",
    { config: reading, schema: { tags, response: { 200: caps } } },
    async (request) => {
      const { authority } = callerOf(request);
      return database.as(authority, (work) => capsInForce(work, authority), readOnly);
    },
  );

  app.get(
    "/api/v1/settings/visit-cap",
    { config: reading, schema: { tags, response: { 200: visitCap } } },
    async (request) => {
      const { authority } = callerOf(request);
      return database.as(authority, (work) => visitCapInForce(work, authority), readOnly);
    },
  );

  app.put(
    "/api/v1/settings/visit-cap",
    { config: writing, schema: { tags, body: visitCap, response: { 200: visitCap } } },
    async (request) => {
      const { authority, actor } = callerOf(request);
      return database.as(authority, async (work) => {
        requireVisitCapWithin(await superiorsVisitCap(work, authority), request.body);
        const setting = { authority, name: "visit-cap", value: request.body, actor } as const;
        await writeSetting(work, { ...setting, at: await clock.now(work) });
        return visitCapInForce(work, authority);
      });
    },
  );

  app.put(
    "/api/v1/settings/caps",
    { config: writing, schema: { tags, body: caps, response: { 200: caps } } },
    async (request) => {
      const caller = callerOf(request);
      requireCapsWithin(caller.authority, request.body);
      await set(caller, "caps", request.body);
      return request.body;
    },
  );
}
