import {
  id,
  planCommands,
  planDetail,
  planDraft,
  planList,
  planListQuery,
  planPreview,
  previewedPlan,
  Problem,
  publicPlanTexts,
  type PlanDetail,
} from "@shuangsui/contracts";
import {
  callerOf,
  commandRoute,
  createOnce,
  etagOfVersion,
  eventsOf,
  idempotencyKeyOf,
  idOfCursor,
  notModified,
  ofVersion,
  originNow,
  pageOfRows,
  stuckCausesOf,
  undecidedOn,
  writeDecision,
  type App,
  type Auditor,
  type Frame,
} from "@shuangsui/service-kit";
import { fileRoute } from "@shuangsui/service-kit/list-files";
import { v7 as uuidv7 } from "uuid";
import { z } from "zod";
import type { RegistrySnapshot } from "../neighbours/registry.ts";
import { requireNoPersonalData, reviewNamedBy } from "../public-texts.ts";
import type { Work } from "../tables.ts";
import { decideDelete } from "./commands/delete.ts";
import { decideRedraft } from "./commands/redraft.ts";
import { planDomain } from "./domain.ts";
import { withIds } from "./entries.ts";
import type { PlanMatter } from "./lifecycle.ts";
import { plansFile } from "./list-file.ts";
import { listPlans } from "./lists.ts";
import { previewOf, previewOfSaved } from "./preview.ts";
import { findPlan, findRevisionInForce, insertPlan, lastReturn, lockOwnPlan } from "./store.ts";
import { detailOf, summaryOf } from "./views.ts";

export type PlanRouteOptions = { frame: Frame<Work>; registry: RegistrySnapshot; auditor: Auditor };

const tags = ["plans"];
const params = z.object({ id });
const reading = { action: "plan.read" } as const;
const writing = { action: "plan.write" } as const;
const overwriting = { ...writing, ifMatch: "required" } as const;

/** The API by which officials and services write, publish and adjust an authority's yearly plans (articles 9, 16–20). */
export function planRoutes(app: App, { frame, registry, auditor }: PlanRouteOptions): void {
  const { database, clock } = frame;
  fileRoute(app, { database, auditor }, plansFile(clock));

  app.get(
    "/api/v1/plans",
    { config: reading, schema: { tags, querystring: planListQuery, response: { 200: planList } } },
    async (request) => {
      const { after, ...query } = request.query;
      const afterId = idOfCursor(after);
      return database.as(callerOf(request).authority, async (work) => {
        const now = await clock.now(work);
        const rows = await listPlans(work, { ...query, after: afterId }, now);
        const page = pageOfRows(rows, query.limit, (row) => [row.id]);
        const ids = page.items.map((row) => row.id);
        const stuck = await stuckCausesOf(work, "plan", ids, now);
        return {
          items: page.items.map((row) => summaryOf(row, stuck.get(row.id) ?? [], now)),
          next: page.next,
        };
      });
    },
  );

  app.post(
    "/api/v1/plans",
    { config: writing, schema: { tags, body: planDraft, response: { 201: planDetail } } },
    async (request, reply) => {
      const caller = callerOf(request);
      const { authority, actor } = caller;
      const { year, title, entries } = request.body;
      const draft = {
        key: idempotencyKeyOf(request),
        matterId: uuidv7(),
        type: "draft",
        payload: request.body,
        caller,
        requestId: request.id,
      };
      const planId = await createOnce(frame, planDomain.type, draft, async (work, newId, at) => {
        const review = await reviewNamedBy(work, request.body);
        const reviews = requireNoPersonalData(request.body, publicPlanTexts, actor, review);
        await insertPlan(
          work,
          { id: newId, authority, year, title },
          withIds(entries, () => uuidv7()),
          reviews,
          {
            at,
            actor,
            requestId: request.id,
          },
        );
      });
      const detail = await database.as(authority, async (work) =>
        readDetail(work, planId, await clock.now(work)),
      );
      return withEtag(reply, detail).code(201).header("location", `/api/v1/plans/${detail.id}`).send(detail);
    },
  );

  app.get(
    "/api/v1/plans/:id",
    { config: reading, schema: { tags, params, response: { 200: planDetail, ...notModified } } },
    async (request, reply) => {
      const plan = await database.as(callerOf(request).authority, async (work) =>
        readDetail(work, request.params.id, await clock.now(work)),
      );
      return withEtag(reply, plan).send(plan);
    },
  );

  app.put(
    "/api/v1/plans/:id",
    { config: overwriting, schema: { tags, params, body: planDraft, response: { 200: planDetail } } },
    async (request, reply) => {
      const { authority, actor } = callerOf(request);
      const read = await database.as(authority, async (work) => {
        const plan = await lockDraft(work, request);
        const act = { at: await clock.now(work), actor, requestId: request.id };
        const review = await reviewNamedBy(work, request.body);
        const decision = decideRedraft(plan, request.body, act, () => uuidv7(), review);
        await writeDecision(work, planDomain, plan, decision, act, audited("redraft", authority));
        return readDetail(work, plan.id, act.at);
      });
      return withEtag(reply, read).send(read);
    },
  );

  app.delete(
    "/api/v1/plans/:id",
    { config: overwriting, schema: { tags, params, response: { 204: z.null() } } },
    async (request, reply) => {
      const { authority, actor } = callerOf(request);
      const plan = await database.as(authority, async (work) => {
        const draft = await lockDraft(work, request);
        const act = { at: await clock.now(work), actor, requestId: request.id };
        return writeDecision(work, planDomain, draft, decideDelete(draft), act, audited("delete", authority));
      });
      // Its workflow, where there is one, ends when it hears of it, or when it next looks.
      void frame.engine.refresh({ type: planDomain.type, id: plan.id, authority }).catch(() => undefined);
      return reply.code(204).send(null);
    },
  );

  app.get(
    "/api/v1/plans/:id/preview",
    { config: reading, schema: { tags, params, response: { 200: planPreview } } },
    async (request) =>
      previewOfSaved({ database, clock, registry }, callerOf(request).authority, request.params.id),
  );

  app.post(
    "/api/v1/plan-previews",
    {
      config: { ...writing, idempotencyKey: "none" },
      schema: { tags, body: previewedPlan, response: { 200: planPreview } },
    },
    async (request) => {
      const { authority } = callerOf(request);
      const { plan: planId, title, year, entries } = request.body;
      const saved =
        planId === undefined ? undefined : await database.as(authority, (work) => findPlan(work, planId));
      if (planId !== undefined && saved?.authority !== authority) throw new Problem("not-found");
      return previewOf({ database, clock, registry }, authority, {
        ...{ id: planId ?? uuidv7(), authority, year },
        ...{ title: title ?? saved?.title ?? "", revision: saved?.revision ?? 1, reason: null },
        entries: withIds(entries, () => uuidv7()),
      });
    },
  );

  for (const [type, action] of [
    ["submit", "plan.write"],
    ["withdraw", "plan.write"],
    ["return", "plan.publish"],
    ["publish", "plan.publish"],
    ["adjust", "plan.write"],
  ] as const)
    commandRoute(app, frame, planDomain, {
      url: `/api/v1/plans/:id/commands/${type}`,
      type,
      body: planCommands[type],
      tags,
      action,
    });
}

const audited = (action: string, callerAuthority: string) => ({
  action,
  callerAuthority,
  remote: originNow().remote,
});

/** The ETag of a draft is its version, over which it is written; what is no longer one shows more than its version tells. */
function withEtag<R extends { versionShown: number | null; header(name: string, value: string): unknown }>(
  reply: R,
  { state, stuck, version }: PlanDetail,
): R {
  if (state !== "draft" || stuck.length > 0) return ofVersion(reply, version);
  reply.header("etag", etagOfVersion(version));
  return reply;
}

/**
 * The plan, locked, as the clerk who writes it has seen it, with no command on it undecided.
 * @throws Problem `not-found`, `authority/not-yours`, `version/missing`, `version/changed`, `plan/wrong-state`
 */
async function lockDraft(
  work: Work,
  {
    params: { id: planId },
    headers,
  }: { params: { id: string }; headers: { "if-match"?: string | undefined } },
): Promise<PlanMatter> {
  const plan = await lockOwnPlan(work, planId);
  if (plan.state === "deleted") throw new Problem("not-found");
  const seen = headers["if-match"];
  if (seen === undefined) throw new Problem("version/missing");
  if (seen !== etagOfVersion(plan.lock_version)) throw new Problem("version/changed");
  if ((await undecidedOn(work, plan.id)).length > 0)
    throw new Problem("plan/wrong-state", "a command on it is not decided yet");
  return plan;
}

/** @throws Problem `not-found`, of a draft that was deleted too */
async function readDetail(work: Work, planId: string, now: Date) {
  const plan = await findPlan(work, planId);
  if (plan === undefined || plan.state === "deleted") throw new Problem("not-found");
  const [inForce, returned, stuck, events] = await Promise.all([
    findRevisionInForce(work, plan),
    plan.state === "draft" ? lastReturn(work, plan.id) : null,
    stuckCausesOf(work, "plan", [plan.id], now),
    eventsOf(work, plan.id),
  ]);
  return detailOf(plan, { inForce, returned, stuck: stuck.get(plan.id) ?? [], events }, now);
}
