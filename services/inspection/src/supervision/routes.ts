import {
  id,
  Problem,
  seenBy,
  supervisionCommands,
  supervisionCounts,
  supervisionDetail,
  supervisionList,
  supervisionListQuery,
  supervisionOrder,
  type SupervisionDetail,
} from "@shuangsui/contracts";
import {
  callerOf,
  commandRoute,
  createOnce,
  eventsOf,
  idempotencyKeyOf,
  idOfCursor,
  notModified,
  ofVersion,
  pageOfRows,
  stuckCausesOf,
  type App,
  type Auditor,
  type Frame,
} from "@shuangsui/service-kit";
import { fileRoute } from "@shuangsui/service-kit/list-files";
import { v7 as uuidv7 } from "uuid";
import { z } from "zod";
import type { Work } from "../tables.ts";
import { supervisionDomain } from "./domain.ts";
import { countSupervisions } from "./figures.ts";
import { supervisionFile } from "./list-file.ts";
import { listSupervisions } from "./lists.ts";
import { papersOf } from "./papers.ts";
import { requireSubordinate } from "./rules.ts";
import { findSupervision, insertSupervision } from "./store.ts";
import { findSubject } from "./subjects.ts";
import { detailOf, summaryOf } from "./views.ts";

const tags = ["supervision"];
const params = z.object({ id });
const reading = { action: "supervision.read" } as const;

/** The API by which superiors order supervision (督办) and subordinates answer it (article 4). */
export function supervisionRoutes(app: App, frame: Frame<Work>, auditor: Auditor): void {
  const { database, clock } = frame;
  fileRoute(app, { database, auditor }, supervisionFile(clock));
  /** @throws Problem `not-found` */
  const readDetail = async (work: Work, orderId: string): Promise<SupervisionDetail> => {
    const [now, order] = await Promise.all([clock.now(work), findSupervision(work, orderId)]);
    if (order === undefined) throw new Problem("not-found");
    const [stuck, papers, events] = await Promise.all([
      stuckCausesOf(work, "supervision", [orderId], now),
      papersOf(work, orderId),
      eventsOf(work, orderId),
    ]);
    return detailOf(order, { stuck: stuck.get(orderId) ?? [], papers, events }, now);
  };

  app.get(
    "/api/v1/supervision-orders",
    {
      config: reading,
      schema: { tags, querystring: supervisionListQuery, response: { 200: supervisionList } },
    },
    async (request) => {
      const { after, authority: asked, ...query } = request.query;
      const { authority } = callerOf(request);
      const authorities = asked === undefined ? seenBy(authority) : [asked];
      const afterId = idOfCursor(after);
      return database.as(authority, async (work) => {
        const now = await clock.now(work);
        const rows = await listSupervisions(
          work,
          { ...query, authorities, caller: authority, after: afterId },
          now,
        );
        const page = pageOfRows(rows, query.limit, (row) => [row.id]);
        const ids = page.items.map((row) => row.id);
        const stuck = await stuckCausesOf(work, "supervision", ids, now);
        return {
          items: page.items.map((row) => summaryOf(row, stuck.get(row.id) ?? [], now)),
          next: page.next,
        };
      });
    },
  );

  app.post(
    "/api/v1/supervision-orders",
    {
      config: { action: "supervision.order" },
      schema: { tags, body: supervisionOrder, response: { 201: supervisionDetail } },
    },
    async (request, reply) => {
      const caller = callerOf(request);
      const { body, id: requestId } = request;
      const subject = await database.as(caller.authority, (work) =>
        findSubject(work, caller.authority, body.subject),
      );
      requireSubordinate(caller.authority, subject.authority);
      const submission = {
        key: idempotencyKeyOf(request),
        matterId: uuidv7(),
        type: "order",
        payload: body,
        caller,
        requestId,
      };
      const orderId = await createOnce(
        frame,
        supervisionDomain.type,
        submission,
        (work, newId, at) =>
          insertSupervision(work, newId, caller.authority, body, subject, {
            at,
            actor: caller.actor,
            requestId,
          }),
        subject.authority,
      );
      // Where the engine is away, the reconciler starts its workflow.
      void frame.engine
        .refresh({ type: supervisionDomain.type, id: orderId, authority: subject.authority })
        .catch(() => undefined);
      const detail = await database.as(caller.authority, (work) => readDetail(work, orderId));
      return reply.code(201).header("location", `/api/v1/supervision-orders/${orderId}`).send(detail);
    },
  );

  app.get(
    "/api/v1/supervision-orders/counts",
    { config: reading, schema: { tags, response: { 200: supervisionCounts } } },
    (request) =>
      database.as(callerOf(request).authority, async (work) => ({
        items: await countSupervisions(work, await clock.now(work)),
      })),
  );

  app.get(
    "/api/v1/supervision-orders/:id",
    { config: reading, schema: { tags, params, response: { 200: supervisionDetail, ...notModified } } },
    async (request, reply) => {
      const detail = await database.as(callerOf(request).authority, (work) =>
        readDetail(work, request.params.id),
      );
      return ofVersion(reply, detail.version).send(detail);
    },
  );

  for (const [type, action] of [
    ["receive", "supervision.answer"],
    ["answer", "supervision.answer"],
    ["close", "supervision.order"],
    ["return", "supervision.order"],
    ["withdraw", "supervision.order"],
  ] as const)
    commandRoute(app, frame, supervisionDomain, {
      url: `/api/v1/supervision-orders/:id/commands/${type}`,
      type,
      body: supervisionCommands[type],
      tags,
      action,
    });
}
