import { caps, drawVenue, localHolidays, settingSources, visitCap } from "@shuangsui/contracts";
import {
  appendChange,
  callerOf,
  etagOfValue,
  lockCalendar,
  notModified,
  readOnly,
  requireAsSeen,
  type App,
  type Frame,
} from "@shuangsui/service-kit";
import type { FastifyRequest } from "fastify";
import { v7 as uuidv7 } from "uuid";
import { requireMaySetLocalHolidays } from "../calendar/rules.ts";
import type { Work } from "../tables.ts";
import {
  capsInForce,
  localHolidaysInForce,
  settingSourcesOf,
  superiorsVisitCap,
  venueInForce,
  visitCapInForce,
} from "./of-authority.ts";
import { requireCapsWithin, requireVisitCapWithin } from "./rules.ts";
import { lockSetting, recordSetting, writeSetting } from "./store.ts";
import type { SettingTable } from "./tables.ts";

const tags = ["settings"];
const reading = { action: "settings.read" } as const;
const writing = { action: "settings.write", ifMatch: "optional" } as const;
/** What holds for an authority. */
type InForce<Value = unknown> = (work: Work, authority: string) => Promise<Value>;

/** What each authority sets for itself (articles 20, 23, 35), and a prefecture for its counties. */
export function settingRoutes(app: App, { database, clock }: Pick<Frame<Work>, "database" | "clock">): void {
  /** What holds for who asks, with the ETag by which nobody writes over what they have not seen. */
  const read = async <Value>(
    request: FastifyRequest,
    reply: { header(name: string, value: string): unknown },
    inForce: InForce<Value>,
  ): Promise<Value> => {
    const { authority } = callerOf(request);
    const value = await database.as(authority, (work) => inForce(work, authority), readOnly);
    reply.header("etag", etagOfValue(value));
    return value;
  };
  /** Sets something, one at a time, over what whoever sets it has seen. */
  const set = (
    { request, name, inForce }: { request: FastifyRequest; name: SettingTable["name"]; inForce: InForce },
    value: unknown,
  ) => {
    const { authority, actor } = callerOf(request);
    return database.as(authority, async (work) => {
      await lockSetting(work, { authority, name });
      requireAsSeen(request.headers["if-match"], await inForce(work, authority));
      await writeSetting(work, { authority, name, value, at: await clock.now(work), actor });
    });
  };

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
    { config: reading, schema: { tags, response: { 200: drawVenue, ...notModified } } },
    (request, reply) => read(request, reply, venueInForce),
  );

  app.put(
    "/api/v1/settings/draw-venue",
    { config: writing, schema: { tags, body: drawVenue, response: { 200: drawVenue } } },
    async (request) => {
      await set({ request, name: "draw-venue", inForce: venueInForce }, request.body);
      return request.body;
    },
  );

  app.get(
    "/api/v1/settings/local-holidays",
    { config: reading, schema: { tags, response: { 200: localHolidays, ...notModified } } },
    (request, reply) => read(request, reply, localHolidaysInForce),
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
        const standing = await localHolidaysInForce(work, authority);
        requireAsSeen(request.headers["if-match"], standing);
        if (standing.stopDeadlines === stopDeadlines) return;
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
    { config: reading, schema: { tags, response: { 200: caps, ...notModified } } },
    (request, reply) => read(request, reply, capsInForce),
  );

  app.get(
    "/api/v1/settings/visit-cap",
    { config: reading, schema: { tags, response: { 200: visitCap, ...notModified } } },
    (request, reply) => read(request, reply, visitCapInForce),
  );

  app.put(
    "/api/v1/settings/visit-cap",
    { config: writing, schema: { tags, body: visitCap, response: { 200: visitCap } } },
    async (request) => {
      const { authority, actor } = callerOf(request);
      return database.as(authority, async (work) => {
        const setting = { authority, name: "visit-cap", value: request.body, actor } as const;
        await lockSetting(work, setting);
        requireAsSeen(request.headers["if-match"], await visitCapInForce(work, authority));
        requireVisitCapWithin(await superiorsVisitCap(work, authority), request.body);
        await writeSetting(work, { ...setting, at: await clock.now(work) });
        return visitCapInForce(work, authority);
      });
    },
  );

  app.put(
    "/api/v1/settings/caps",
    { config: writing, schema: { tags, body: caps, response: { 200: caps } } },
    async (request) => {
      requireCapsWithin(callerOf(request).authority, request.body);
      await set({ request, name: "caps", inForce: capsInForce }, request.body);
      return request.body;
    },
  );
}
