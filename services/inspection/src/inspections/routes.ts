import {
  seenBy,
  type Action,
  groupedFigures,
  groupedFiguresQuery,
  id,
  instant,
  inspectionCommands,
  inspectionCounts,
  inspectionDetail,
  inspectionList,
  inspectionListQuery,
  inspectionOfTip,
  inspectionOrder,
  inspectionPapers,
  type InspectionCommandType,
  Problem,
  recusalDecision,
  targetCode,
  targetKind,
  trend,
  trendQuery,
  visitLedger,
  visitsQuery,
  type InspectionDetail,
} from "@shuangsui/contracts";
import {
  answerCommand,
  calendarsOf,
  callerOf,
  commandResponses,
  commandRoute,
  createdBefore,
  createOnce,
  idempotencyKeyOf,
  submit,
  eventsOf,
  idOfCursor,
  keyOf,
  notModified,
  ofVersion,
  pageOfRows,
  readOnly,
  stuckCausesOf,
  type App,
  type Auditor,
  type Caller,
  type Frame,
} from "@shuangsui/service-kit";
import { fileRoute } from "@shuangsui/service-kit/list-files";
import { dueAt, isWorkday, newest, workdaysBetween, type Calendar } from "@shuangsui/workdays";
import type { Clock } from "@shuangsui/clock";
import { v7 as uuidv7 } from "uuid";
import { z } from "zod";
import { approvalRoutes } from "../approvals/routes.ts";
import type { RegistryClient } from "../neighbours/registry.ts";
import type { Work } from "../tables.ts";
import { inspectionDomain } from "./domain.ts";
import { figuresFile, inspectionsFile } from "./list-files.ts";
import { figuresOfGroups, lastDaysOf, trendOf } from "./figures.ts";
import { countInspections, countListed, listInspections, whose, type AfterRow } from "./lists.ts";
import { askForOrder } from "./order.ts";
import { approveInspection, inspectionOfTip as tippedInspection, orderInspection } from "./ordering.ts";
import { papersOf } from "./papers.ts";
import { onlyOfTeams, othersThanTeam, requireSight, sightBefore } from "./sight.ts";
import { findingsOf, findInspection, teamOf } from "./store.ts";
import { detailOf, summaryOf } from "./views.ts";
import { ledgerOf, yearOf } from "./visits.ts";

const tags = ["inspections"];
const reading = { action: "inspection.read" } as const;
const counting = { action: "figures.read" } as const;
/** What each command is in the policy. A decision on a recusal has an address of its own. */
const actionOf = {
  recuse: "recusal.ask",
  replace: "inspection.prepare",
  gone: "inspection.prepare",
  confirm: "inspection.prepare",
  notify: "inspection.prepare",
  cancel: "inspection.cancel",
  begin: "inspection.record",
  record: "inspection.record",
  supplement: "inspection.record",
  path: "inspection.record",
  report: "paper.sign",
  sign: "paper.sign",
  feedback: "feedback.give",
  receive: "feedback.receive",
  object: "objection.enter",
  answer: "objection.answer",
  publish: "publication.publish",
  repair: "credit.repair",
} as const satisfies Record<Exclude<InspectionCommandType, "decide-recusal">, Action>;
const namesOf = <T extends object>(of: T) => Object.keys(of) as (keyof T)[];

/** Article 24: the inspected asks for a recusal as the inspected, and not in anybody else's name. @throws Problem `body/invalid` */
function declaredByWhoAsks({ roles }: Caller, body: unknown): unknown {
  const { declaredBy } = inspectionCommands.recuse.parse(body);
  if (roles.includes("inspected") && declaredBy !== "target")
    throw new Problem("body/invalid", undefined, [
      { path: "/declaredBy", message: "is target where the inspected asks" },
    ]);
  return body;
}

/** How many working days ahead the next reminders are. */
const soonWorkdays = 2;
/** Where nobody asks for what is due soon, the calendar is not. */
const nowAlone = (now: Date) => ({ now, soon: now });
/** How many working days are in each span of days that has an end. */
function workdaysOf(calendar: Calendar, now: Date) {
  const { today, week, "next-week": nextWeek } = lastDaysOf(now);
  return {
    today: Number(isWorkday(calendar, today)),
    week: workdaysBetween(calendar, today, week),
    "next-week": workdaysBetween(calendar, week, nextWeek),
  };
}
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

/** An inspection as the scope sees it. @throws Problem `not-found` */
async function detailIn(work: Work, rowId: string, clock: Clock): Promise<InspectionDetail> {
  const now = await clock.now(work);
  const row = await findInspection(work, rowId);
  if (row === undefined) throw new Problem("not-found");
  const [stuck, team, findings, events] = await Promise.all([
    stuckCausesOf(work, "inspection", [row.id], now),
    teamOf(work, row.id),
    findingsOf(work, row.id),
    eventsOf(work, row.id),
  ]);
  return detailOf(row, { stuck: stuck.get(row.id) ?? [], team, findings, events }, now);
}

export type InspectionRouteOptions = { frame: Frame<Work>; registry: RegistryClient; auditor: Auditor };

/** The API by which officials order inspections, watch them and do their part of them. */
export function inspectionRoutes(app: App, { frame, registry, auditor }: InspectionRouteOptions): void {
  const { database, clock } = frame;
  /** Now, the end of what is due soon, and the calendar by which it is. */
  const timesOf = async (work: Work, authority: string) => {
    const [now, calendars] = await Promise.all([clock.now(work), calendarsOf(work, authority)]);
    const { calendar } = newest(calendars);
    return { now, soon: dueAt(calendar, now, soonWorkdays).due, calendar };
  };
  const readDetail = (work: Work, rowId: string) => detailIn(work, rowId, clock);

  app.get(
    "/api/v1/inspections",
    {
      config: reading,
      schema: { tags, querystring: inspectionListQuery, response: { 200: inspectionList } },
    },
    async (request) => {
      const { after, authority: asked, count: isCounted, ...query } = request.query;
      const caller = callerOf(request);
      const { authority } = caller;
      const afterRow = afterOf(after, query.order);
      return database.as(authority, async (work) => {
        const times =
          query.attention === "soon" ? await timesOf(work, authority) : nowAlone(await clock.now(work));
        const { now } = times;
        const whole = { ...query, authorities: whose(authority, asked), ofTeams: onlyOfTeams(caller) };
        const [rows, count] = await Promise.all([
          listInspections(work, { ...whole, after: afterRow }, times),
          isCounted ? countListed(work, whole, times) : undefined,
        ]);
        const page = pageOfRows(rows, query.limit, (row) =>
          query.order === "due" ? [row.shown_due?.toISOString() ?? never, row.id] : [row.id],
        );
        const ids = page.items.map(({ id: rowId }) => rowId);
        const stuck = await stuckCausesOf(work, "inspection", ids, now);
        return {
          items: page.items.map((row) => summaryOf(row, stuck.get(row.id) ?? [], now)),
          next: page.next,
          ...(count === undefined ? {} : { count }),
        };
      });
    },
  );

  app.get(
    "/api/v1/inspections/counts",
    { config: counting, schema: { tags, response: { 200: inspectionCounts } } },
    async (request) => {
      const { authority } = callerOf(request);
      return database.as(authority, async (work) => {
        const { calendar, ...times } = await timesOf(work, authority);
        const items = await countInspections(work, { authorities: seenBy(authority), ...times });
        const { kind } = clock;
        return {
          clock: { kind, now: times.now.toISOString() },
          items,
          workdays: workdaysOf(calendar, times.now),
        };
      });
    },
  );

  app.get(
    "/api/v1/inspections/figures",
    {
      config: counting,
      schema: { tags, querystring: groupedFiguresQuery, response: { 200: groupedFigures } },
    },
    async (request) => {
      const { authority } = callerOf(request);
      const { by, authority: asked, campaign } = request.query;
      return database.as(
        authority,
        async (work) =>
          figuresOfGroups(work, {
            by,
            campaign,
            authorities: whose(authority, asked),
            ...(await timesOf(work, authority)),
          }),
        readOnly,
      );
    },
  );

  app.get(
    "/api/v1/inspections/trend",
    { config: counting, schema: { tags, querystring: trendQuery, response: { 200: trend } } },
    async (request) => {
      const { authority } = callerOf(request);
      const { weeks, authority: asked } = request.query;
      return database.as(
        authority,
        async (work) => ({
          weeks: await trendOf(work, {
            authorities: whose(authority, asked),
            now: await clock.now(work),
            weeks,
          }),
        }),
        readOnly,
      );
    },
  );
  fileRoute(app, { database, auditor }, inspectionsFile(timesOf));
  fileRoute(app, { database, auditor }, figuresFile(timesOf, registry));

  app.get(
    "/api/v1/inspections/:id",
    {
      config: reading,
      schema: { tags, params: z.object({ id }), response: { 200: inspectionDetail, ...notModified } },
    },
    async (request, reply) => {
      const caller = callerOf(request);
      const { detail, version } = await database.as(caller.authority, async (work) => {
        await requireSight(work, caller, request.params.id);
        const [shown, row] = await Promise.all([
          readDetail(work, request.params.id),
          findInspection(work, request.params.id),
        ]);
        return { detail: shown, version: row?.lock_version ?? 0 };
      });
      return ofVersion(reply, version).send(detail);
    },
  );

  app.post(
    "/api/v1/inspections",
    {
      config: { action: "inspection.order" },
      schema: { tags, body: inspectionOrder, response: { 201: inspectionDetail } },
    },
    async (request, reply) => {
      const { body: order, id: requestId } = request;
      const caller = callerOf(request);
      const { authority, actor } = caller;
      const submission = {
        key: idempotencyKeyOf(request),
        matterId: uuidv7(),
        type: "order",
        payload: order,
        caller,
        requestId,
      };
      const madeBefore = await createdBefore(frame, inspectionDomain.type, submission);
      const known = madeBefore === undefined ? await askForOrder(registry, authority, order) : undefined;
      const rowId =
        known === undefined
          ? (madeBefore ?? "")
          : await createOnce(frame, inspectionDomain.type, submission, (work, newId, at) =>
              orderInspection(work, { id: newId, authority }, order, known, { at, actor, requestId }),
            );
      // Where the engine is away, the sweep starts its workflow.
      void frame.engine.refresh({ type: inspectionDomain.type, id: rowId, authority }).catch(() => undefined);
      const detail = await database.as(authority, (work) => readDetail(work, rowId));
      return reply.code(201).header("location", `/api/v1/inspections/${rowId}`).send(detail);
    },
  );

  app.get(
    "/api/v1/tips/:id/inspection",
    { config: reading, schema: { tags, params: z.object({ id }), response: { 200: inspectionOfTip } } },
    async (request) => {
      const caller = callerOf(request);
      const found = await database.as(caller.authority, async (work) => {
        const row = await tippedInspection(work, request.params.id);
        if (row !== undefined) await requireSight(work, caller, row.inspectionId);
        return row;
      });
      if (found === undefined) throw new Problem("not-found");
      return found;
    },
  );

  app.get(
    "/api/v1/inspections/:id/documents",
    { config: reading, schema: { tags, params: z.object({ id }), response: { 200: inspectionPapers } } },
    (request) =>
      database.as(callerOf(request).authority, async (work) => {
        await requireSight(work, callerOf(request), request.params.id);
        const row = await findInspection(work, request.params.id);
        if (row === undefined) throw new Problem("not-found");
        return { items: await papersOf(work, row) };
      }),
  );

  app.get(
    "/api/v1/targets/:kind/:code/visits",
    {
      config: counting,
      schema: {
        tags,
        params: z.object({ kind: targetKind, code: targetCode }),
        querystring: visitsQuery,
        response: { 200: visitLedger },
      },
    },
    (request) =>
      database.as(
        callerOf(request).authority,
        async (work) => {
          const { params, query } = request;
          const span = yearOf(query.year ?? (await clock.now(work)));
          return ledgerOf(work, callerOf(request).authority, params, span);
        },
        readOnly,
      ),
  );
  approvalRoutes(app, frame, {
    url: "/api/v1/inspections/:id",
    kind: "inspection",
    async find(work, inspectionId, caller) {
      await requireSight(work, caller, inspectionId);
      return findInspection(work, inspectionId);
    },
    approved: approveInspection,
  });
  app.post(
    "/api/v1/inspections/:id/recusals/:recusalId/decision",
    {
      config: { action: "recusal.decide" },
      schema: {
        tags,
        params: z.object({ id, recusalId: id }),
        body: recusalDecision,
        response: commandResponses,
      },
    },
    async (request, reply) => {
      const { id: matterId, recusalId } = request.params;
      const outcome = await submit(frame, inspectionDomain, {
        key: idempotencyKeyOf(request),
        matterId,
        type: "decide-recusal",
        payload: { recusalId, ...request.body },
        caller: callerOf(request),
        requestId: request.id,
      });
      return answerCommand(reply, outcome);
    },
  );
  const { "decide-recusal": _ownAddress, ...commands } = inspectionCommands;
  for (const type of namesOf(commands))
    commandRoute(app, frame, inspectionDomain, {
      url: `/api/v1/inspections/:id/commands/${type}`,
      type,
      body: commands[type],
      tags,
      action: actionOf[type],
      ...(type === "recuse" ? { payloadOf: declaredByWhoAsks } : {}),
      requires: type === "answer" ? othersThanTeam(database) : sightBefore(database),
    });
}
