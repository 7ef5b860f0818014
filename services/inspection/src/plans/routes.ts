import type { Clock } from "@shuangsui/clock";
import {
  id,
  planCommands,
  planDetail,
  planDraft,
  planList,
  planListQuery,
  planPreview,
  Problem,
  type PlanCommandType,
} from "@shuangsui/contracts";
import {
  answerCommand,
  callerOf,
  commandResponses,
  idempotencyKeyOf,
  idOfCursor,
  pageOfRows,
  type App,
  type Caller,
  type Database,
  type Inbox,
} from "@shuangsui/service-kit";
import type { Transaction } from "kysely";
import { createHash } from "node:crypto";
import { v7 as uuidv7 } from "uuid";
import { z } from "zod";
import type { RegistrySnapshot } from "../draws/registry-snapshot.ts";
import type { Tables } from "../tables.ts";
import { withIds } from "./decide.ts";
import { previewOf } from "./preview.ts";
import { requirePlanState } from "./rules.ts";
import {
  change,
  eventsOf,
  findPlan,
  insertPlan,
  listPlans,
  lockPlan,
  revisionOf,
  updateRevision,
  type Plan,
} from "./store.ts";
import { detailOf, summaryOf } from "./views.ts";

export type PlanRouteParts = {
  database: Database<Tables>;
  clock: Clock;
  inbox: Inbox;
  registry: RegistrySnapshot;
};

const tags = ["plans"];
const params = z.object({ id });

/** The API by which officials and services write, publish and adjust an authority's yearly plans (articles 9, 16–20). */
export function planRoutes(app: App, parts: PlanRouteParts): void {
  const { database, clock } = parts;

  app.get(
    "/api/v1/plans",
    { schema: { tags, querystring: planListQuery, response: { 200: planList } } },
    async (request) => {
      const { after, ...query } = request.query;
      const afterId = idOfCursor(after);
      const now = await clock.now();
      const rows = await database.as(callerOf(request).authority, (work) =>
        listPlans(work, { ...query, after: afterId }),
      );
      const page = pageOfRows(rows, query.limit, (row) => [row.id]);
      return { items: page.items.map((row) => summaryOf(row, now)), next: page.next };
    },
  );

  app.post(
    "/api/v1/plans",
    { schema: { tags, body: planDraft, response: { 201: planDetail } } },
    async (request, reply) => {
      const { authority, actor } = callerOf(request);
      const now = await clock.now();
      const { year, title, entries } = request.body;
      const key = idempotencyKeyOf(request);
      const detail = await database.as(authority, async (work) => {
        const planId = await insertPlan(
          work,
          {
            id: uuidv7(),
            authority,
            year,
            title,
            state: "draft",
            revision: 1,
            published_revision: null,
            plan_version: null,
            due_at: null,
            calendar_version: null,
            draft_key: key,
            draft_hash: createHash("sha256").update(JSON.stringify(request.body)).digest("hex"),
            created_at: now,
            updated_at: now,
          },
          withIds(entries),
          { at: now, actor, requestId: request.id },
        );
        return readDetail(work, planId, now);
      });
      return reply.code(201).header("location", `/api/v1/plans/${detail.id}`).send(detail);
    },
  );

  app.get(
    "/api/v1/plans/:id",
    { schema: { tags, params, response: { 200: planDetail } } },
    async (request) => {
      const now = await clock.now();
      return database.as(callerOf(request).authority, (work) => readDetail(work, request.params.id, now));
    },
  );

  app.put(
    "/api/v1/plans/:id",
    { schema: { tags, params, body: planDraft, response: { 200: planDetail } } },
    async (request) => {
      const caller = callerOf(request);
      const now = await clock.now();
      await ownPlan(database, caller, request.params.id);
      return database.as(caller.authority, async (work) => {
        const plan = await lockPlan(work, request.params.id);
        requirePlanState(plan.state, "draft");
        const { year, title, entries } = request.body;
        await updateRevision(work, plan.id, plan.revision, {
          title,
          entries: JSON.stringify(withIds(entries)),
          at: now,
          actor: caller.actor,
        });
        await change(work, plan, { year, title }, "redrafted", {
          at: now,
          actor: caller.actor,
          requestId: request.id,
        });
        return readDetail(work, plan.id, now);
      });
    },
  );

  app.get(
    "/api/v1/plans/:id/preview",
    { schema: { tags, params, response: { 200: planPreview } } },
    async (request) => previewOf(parts, callerOf(request).authority, request.params.id),
  );

  for (const [type, body] of Object.entries(planCommands))
    commandRoute(app, parts, type as PlanCommandType, body);
}

/** One address a command, so that each has its own schema in the OpenAPI document. */
function commandRoute(
  app: App,
  { database, inbox }: PlanRouteParts,
  type: PlanCommandType,
  body: z.ZodType,
): void {
  app.post(
    `/api/v1/plans/:id/commands/${type}`,
    { schema: { tags, params, body, response: commandResponses } },
    async (request, reply) => {
      const caller = callerOf(request);
      const key = idempotencyKeyOf(request);
      const { id: subjectId, authority } = await ownPlan(database, caller, request.params.id);
      const outcome = await inbox.submit({
        key,
        authority,
        subjectType: "plan",
        subjectId,
        type,
        payload: request.body,
        caller,
        requestId: request.id,
      });
      return answerCommand(reply, outcome);
    },
  );
}

async function readDetail(work: Transaction<Tables>, planId: string, now: Date) {
  const plan = await findPlan(work, planId);
  if (plan === undefined) throw new Problem("not-found");
  const written = await revisionOf(work, plan.id, plan.revision);
  const inForce =
    plan.published_revision === null ? null : await revisionOf(work, plan.id, plan.published_revision);
  return detailOf(plan, { written, inForce, events: await eventsOf(work, plan.id) }, now);
}

/**
 * A plan that the caller may change: its own.
 * @throws Problem `not-found` where the caller cannot see it; `authority/not-yours` for a superior
 */
export async function ownPlan(database: Database<Tables>, caller: Caller, planId: string): Promise<Plan> {
  const plan = await database.as(caller.authority, (work) => findPlan(work, planId));
  if (plan === undefined) throw new Problem("not-found");
  if (plan.authority !== caller.authority) throw new Problem("authority/not-yours");
  return plan;
}
