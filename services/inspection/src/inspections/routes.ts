import type { Clock } from "@shuangsui/clock";
import {
  id,
  instant,
  inspectionCommands,
  inspectionCounts,
  inspectionDetail,
  inspectionList,
  inspectionListQuery,
  Problem,
  publicationNotice,
  type InspectionCommandType,
} from "@shuangsui/contracts";
import {
  answerCommand,
  callerOf,
  commandResponses,
  idempotencyKeyOf,
  idOfCursor,
  keyOf,
  pageOfRows,
  requireService,
  systemScope,
  type App,
  type Caller,
  type Database,
  type Inbox,
} from "@shuangsui/service-kit";
import { calendar, dueAt } from "@shuangsui/workdays";
import { z } from "zod";
import type { Tables } from "../tables.ts";
import { noticeCommand } from "../disclosure-client.ts";
import { countInspections, eventsOf, listInspections, readInspection, type AfterRow } from "./lists.ts";
import { findingsOf, findInspection, teamOf } from "./store.ts";
import { detailOf, summaryOf } from "./views.ts";

export type InspectionRouteParts = { database: Database<Tables>; clock: Clock; inbox: Inbox };

const tags = ["inspections"];

/** How many working days ahead the next reminders are. */
const soonWorkdays = 2;
/** In a cursor, the due time of a row that has none. */
const never = "never";

/** Reads a cursor of the list in that order. @throws Problem `body/invalid` */
function afterOf(cursor: string | undefined, order: "id" | "due"): AfterRow | null {
  if (cursor === undefined) return null;
  if (order === "id") return { id: idOfCursor(cursor) ?? "" };
  const [due = "", rowId = ""] = keyOf(cursor, 2);
  const read = z.object({ due: z.union([instant, z.literal(never)]), id }).safeParse({ due, id: rowId });
  if (!read.success)
    throw new Problem("body/invalid", undefined, [
      { path: "/after", message: "is not a cursor of this list" },
    ]);
  return { id: read.data.id, due: read.data.due === never ? null : new Date(read.data.due) };
}

/** The API by which officials watch inspections and do their part of them. */
export function inspectionRoutes(app: App, { database, clock, inbox }: InspectionRouteParts): void {
  app.get(
    "/api/v1/inspections",
    { schema: { tags, querystring: inspectionListQuery, response: { 200: inspectionList } } },
    async (request) => {
      const { after, order, ...filters } = request.query;
      const query = { ...filters, order, after: afterOf(after, order) };
      const now = await clock.now();
      const rows = await database.as(callerOf(request).authority, (work) =>
        listInspections(work, query, now),
      );
      const page = pageOfRows(rows, query.limit, (row) =>
        order === "due" ? [row.shown_due?.toISOString() ?? never, row.id] : [row.id],
      );
      return { items: page.items.map((row) => summaryOf(row, now)), next: page.next };
    },
  );

  app.get(
    "/api/v1/inspections/counts",
    { schema: { tags, response: { 200: inspectionCounts } } },
    async (request) => {
      const now = await clock.now();
      const items = await database.as(callerOf(request).authority, (work) =>
        countInspections(work, now, dueAt(calendar, now, soonWorkdays).due),
      );
      return { clock: { kind: clock.kind, now: now.toISOString() }, items };
    },
  );

  app.get(
    "/api/v1/inspections/:id",
    { schema: { tags, params: z.object({ id }), response: { 200: inspectionDetail } } },
    async (request) => {
      const now = await clock.now();
      return database.as(callerOf(request).authority, async (work) => {
        const row = await readInspection(work, request.params.id, now);
        if (row === undefined) throw new Problem("not-found");
        const parts = {
          team: await teamOf(work, row.id),
          findings: await findingsOf(work, row.id),
          events: await eventsOf(work, row.id),
        };
        return detailOf(row, parts, now);
      });
    },
  );

  for (const [type, body] of Object.entries(inspectionCommands))
    commandRoute(app, { database, clock, inbox }, type as InspectionCommandType, body);
}

/** One address a command, so that each has its own schema in the OpenAPI document. */
function commandRoute(
  app: App,
  { database, inbox }: InspectionRouteParts,
  type: InspectionCommandType,
  body: z.ZodType,
): void {
  app.post(
    `/api/v1/inspections/:id/commands/${type}`,
    { schema: { tags, params: z.object({ id }), body, response: commandResponses } },
    async (request, reply) => {
      const caller = callerOf(request);
      const key = idempotencyKeyOf(request);
      const authority = await ownerOf(database, caller, request.params.id);
      const outcome = await inbox.submit({
        key,
        authority,
        subjectType: "inspection",
        subjectId: request.params.id.toLowerCase(),
        type,
        payload: request.body,
        caller,
        requestId: request.id,
      });
      return answerCommand(reply, outcome);
    },
  );
}

/**
 * Who inspects feeds back and publishes (article 3): the owner of an inspection, where the caller is that.
 * @throws Problem `not-found` where the caller cannot see it; `authority/not-yours` for a superior
 */
async function ownerOf(database: Database<Tables>, caller: Caller, inspectionId: string): Promise<string> {
  const row = await database.as(caller.authority, (work) => findInspection(work, inspectionId));
  if (row === undefined) throw new Problem("not-found");
  if (row.authority !== caller.authority) throw new Problem("authority/not-yours");
  return row.authority;
}

/** The door by which disclosure tells of each publishing; `plan` takes the notices that are not an inspection's. */
export function noticeRoutes(
  app: App,
  { database, inbox }: InspectionRouteParts,
  token: string,
  plan: (
    notice: z.infer<typeof publicationNotice>,
    key: string,
    caller: Caller,
    requestId: string,
  ) => Promise<unknown>,
): void {
  app.post(
    "/internal/v1/publications/:id/published",
    { schema: { hide: true, params: z.object({ id }), body: publicationNotice } },
    async (request, reply) => {
      requireService(request, token);
      const key = idempotencyKeyOf(request);
      const notice = request.body;
      const caller = { authority: "system", actor: "disclosure" };
      if (notice.kind !== "result") {
        await plan(notice, key, caller, request.id);
        return reply.code(202).send();
      }
      const row = await database.as(systemScope, (work) => findInspection(work, notice.subjectId));
      if (row === undefined) throw new Problem("not-found");
      await inbox.submit({
        key,
        authority: row.authority,
        subjectType: "inspection",
        subjectId: row.id,
        type: noticeCommand,
        payload: notice,
        caller,
        requestId: request.id,
      });
      return reply.code(202).send();
    },
  );
}
