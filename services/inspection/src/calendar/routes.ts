import {
  api,
  authorityOf,
  calendarChanges,
  calendarNotice,
  calendarNoticeList,
  calendarNoticeQuery,
  calendarNoticeView,
  clockView,
  explainedDeadline,
  explainQuery,
  id,
  Problem,
  wholeNumber,
} from "@shuangsui/contracts";
import {
  calendarsOf,
  callerOf,
  createOnce,
  idempotencyKeyOf,
  keyOf,
  pageOfRows,
  readChanges,
  readOnly,
  systemScope,
  type App,
  type Frame,
} from "@shuangsui/service-kit";
import { dueAt, endOf, explain, nation, newest } from "@shuangsui/workdays";
import { v7 as uuidv7 } from "uuid";
import { z } from "zod";
import type { Work } from "../tables.ts";
import { enterNotice, listNotices } from "./notices.ts";
import { requireDays, requireMayEnter } from "./rules.ts";

const tags = ["calendar"];
const config = { action: "calendar.read" } as const;

/** The API of the calendar: notices are entered and read, deadlines explained, and other services told of what changed. */
export function calendarRoutes(app: App, frame: Frame<Work>): void {
  const { database, clock } = frame;

  app.get("/api/v1/clock", { config, schema: { tags, response: { 200: clockView } } }, async () => ({
    kind: clock.kind,
    now: (await clock.now()).toISOString(),
  }));

  app.post(
    "/api/v1/calendar/notices",
    {
      config: { action: "calendar.write" },
      schema: { tags, body: calendarNotice, response: { 201: calendarNoticeView } },
    },
    async (request, reply) => {
      const caller = callerOf(request);
      const notice = request.body;
      requireDays(notice);
      requireMayEnter(caller.authority, notice);
      const submission = {
        key: idempotencyKeyOf(request),
        matterId: uuidv7(),
        type: "enter",
        payload: notice,
        caller,
        requestId: request.id,
      };
      const noticeId = await createOnce(frame, "calendar-notice", submission, (work, newId, at) =>
        enterNotice(work, notice, { id: newId, at, actor: caller.actor }),
      );
      const view = await readNotice(noticeId);
      return reply.code(201).header("location", `/api/v1/calendar/notices/${noticeId}`).send(view);
    },
  );

  app.get(
    "/api/v1/calendar/notices",
    { config, schema: { tags, querystring: calendarNoticeQuery, response: { 200: calendarNoticeList } } },
    async (request) => {
      const { authority, after, limit } = request.query;
      const from = after === undefined ? 0 : versionOf(after);
      const notices = await database.as(systemScope, listNotices, readOnly);
      const rows = notices.filter(
        (notice) => notice.version > from && (authority === undefined || notice.authority === authority),
      );
      return pageOfRows(rows.slice(0, limit + 1), limit, ({ version }) => [String(version)]);
    },
  );

  app.get(
    "/api/v1/calendar/notices/:id",
    { config, schema: { tags, params: z.object({ id }), response: { 200: calendarNoticeView } } },
    async (request) => readNotice(request.params.id),
  );

  async function readNotice(noticeId: string) {
    const notices = await database.as(systemScope, listNotices, readOnly);
    const found = notices.find((notice) => notice.id === noticeId);
    if (found === undefined) throw new Problem("not-found");
    return found;
  }

  app.get(
    "/api/v1/calendar/explain",
    { config, schema: { tags, querystring: explainQuery, response: { 200: explainedDeadline } } },
    async (request) => {
      const { authority, after, workdays } = request.query;
      if (authority !== nation && authorityOf(authority) === undefined)
        throw new Problem("body/invalid", undefined, [
          { path: "/authority", message: "is not the division code of an authority, nor 000000" },
        ]);
      return database.as(
        systemScope,
        async (work) => {
          const { calendar, version } = newest(await calendarsOf(work, authority));
          // Any instant of the day itself.
          const { due, on, provisional } = dueAt(calendar, new Date(endOf(after).getTime() - 1), workdays);
          return {
            authority,
            after,
            workdays,
            on,
            dueAt: due.toISOString(),
            calendarVersion: version,
            provisional,
            localHolidaysStop: calendar.localHolidaysStop,
            days: explain(calendar, after, workdays).map(({ notice, ...day }) => ({
              ...day,
              notice:
                notice === null
                  ? null
                  : { authority: notice.authority, number: notice.number, name: notice.name },
            })),
          };
        },
        readOnly,
      );
    },
  );

  app.get(
    "/internal/v1/calendar/changes",
    {
      config: { action: "service" },
      schema: {
        hide: true,
        querystring: api.inspection.getInternalCalendarChanges.query,
        response: { 200: calendarChanges },
      },
    },
    async (request) => {
      const rows = await database.as(
        systemScope,
        (work) => readChanges(work, request.query.after, changesAtOnce),
        readOnly,
      );
      return calendarChanges.parse({
        items: rows.map(({ version, id: changeId, at, actor, content }) => ({
          version,
          id: changeId,
          at: at.toISOString(),
          actor,
          content,
        })),
      });
    },
  );
}

const changesAtOnce = 200;

/** A cursor of the list. @throws Problem `body/invalid` */
function versionOf(cursor: string): number {
  const read = z.tuple([wholeNumber(0, 2_000_000_000)]).safeParse(keyOf(cursor, 1));
  if (!read.success)
    throw new Problem("body/invalid", undefined, [
      { path: "/after", message: "is not a cursor of this list" },
    ]);
  return read.data[0];
}
