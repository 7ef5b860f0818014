import type { Clock } from "@shuangsui/clock";
import {
  campaignCommands,
  campaignDetail,
  campaignList,
  campaignListQuery,
  campaignTrigger,
  id,
  Problem,
  type CampaignCommandType,
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
import { v7 as uuidv7 } from "uuid";
import { z } from "zod";
import { drawsOf, witnessesOf } from "../draws/store.ts";
import { ownPlan } from "../plans/routes.ts";
import type { Tables } from "../tables.ts";
import { superiorOf } from "./rules.ts";
import { eventsOf, findCampaign, listCampaigns, statesOf, type Campaign } from "./store.ts";
import { triggerCampaign } from "./trigger.ts";
import { detailOf, summaryOf, type DrawWithWitnesses } from "./views.ts";

export type CampaignRouteParts = { database: Database<Tables>; clock: Clock; inbox: Inbox };

const tags = ["campaigns"];
const params = z.object({ id });

/** The API by which officials and services run the campaigns of a published plan, and watch them (articles 20–23). */
export function campaignRoutes(app: App, parts: CampaignRouteParts): void {
  const { database, clock } = parts;

  app.post(
    "/api/v1/plans/:planId/entries/:entryId/campaigns",
    {
      schema: {
        tags,
        params: z.object({ planId: id, entryId: id }),
        body: campaignTrigger.nullish(),
        response: { 201: campaignDetail },
      },
    },
    async (request, reply) => {
      const caller = callerOf(request);
      const key = idempotencyKeyOf(request);
      const { planId, entryId } = request.params;
      const plan = await ownPlan(database, caller, planId);
      const now = await clock.now();
      const act = { at: now, actor: caller.actor, requestId: request.id };
      const trigger = {
        key,
        authority: plan.authority,
        planId: plan.id,
        entryId,
        title: request.body?.title,
        act,
      };
      const detail = await database.as(caller.authority, async (work) =>
        readDetail(work, await triggerCampaign(work, trigger), now),
      );
      return reply.code(201).header("location", `/api/v1/campaigns/${detail.id}`).send(detail);
    },
  );

  app.get(
    "/api/v1/campaigns",
    { schema: { tags, querystring: campaignListQuery, response: { 200: campaignList } } },
    async (request) => {
      const { after, ...query } = request.query;
      const afterId = idOfCursor(after);
      const now = await clock.now();
      return database.as(callerOf(request).authority, async (work) => {
        const rows = await listCampaigns(work, { ...query, after: afterId });
        const page = pageOfRows(rows, query.limit, (row) => [row.id]);
        const states = await statesOf(
          work,
          page.items.map((row) => row.id),
        );
        return {
          items: page.items.map((row) => summaryOf(row, states.get(row.id) ?? {}, now)),
          next: page.next,
        };
      });
    },
  );

  app.get(
    "/api/v1/campaigns/:id",
    { schema: { tags, params, response: { 200: campaignDetail } } },
    async (request) => {
      const now = await clock.now();
      return database.as(callerOf(request).authority, (work) => readDetail(work, request.params.id, now));
    },
  );

  commandRoute(app, parts, "PUT", "scheme", "scheme");
  commandRoute(app, parts, "POST", "witnesses", "witness");
  commandRoute(app, parts, "POST", "contributions", "contribution");
  commandRoute(app, parts, "POST", "commands/commit", "commit");
  commandRoute(app, parts, "POST", "commands/redraw", "redraw");
  commandRoute(app, parts, "POST", "commands/reveal", "reveal");
}

/** One address a command, so that each has its own schema in the OpenAPI document. */
function commandRoute(
  app: App,
  { database, inbox }: CampaignRouteParts,
  method: "PUT" | "POST",
  path: string,
  type: CampaignCommandType,
): void {
  const body: z.ZodType = campaignCommands[type];
  app.route({
    method,
    url: `/api/v1/campaigns/:id/${path}`,
    schema: { tags, params, body, response: commandResponses },
    handler: async (request, reply) => {
      const caller = callerOf(request);
      // A PUT is one by its nature, with a key or without.
      const key =
        method === "PUT" && request.headers["idempotency-key"] === undefined
          ? uuidv7()
          : idempotencyKeyOf(request);
      const { id: subjectId, authority } = await campaignFor(database, caller, request.params.id, type);
      const submission = {
        key,
        authority,
        subjectType: "campaign",
        subjectId,
        type,
        payload: request.body,
        caller,
        requestId: request.id,
      };
      return answerCommand(reply, await inbox.submit(submission));
    },
  });
}

/**
 * The campaign that the caller may ask something of: its own; a second draw is the superior's to approve.
 * @throws Problem `not-found` where the caller cannot see it; `authority/not-yours`
 */
async function campaignFor(
  database: Database<Tables>,
  caller: Caller,
  campaignId: string,
  type: CampaignCommandType,
): Promise<Campaign> {
  const campaign = await database.as(caller.authority, (work) => findCampaign(work, campaignId));
  if (campaign === undefined) throw new Problem("not-found");
  const who = type === "redraw" ? superiorOf(campaign.authority) : campaign.authority;
  if (caller.authority !== who) throw new Problem("authority/not-yours");
  return campaign;
}

async function readDetail(work: Transaction<Tables>, campaignId: string, now: Date) {
  const campaign = await findCampaign(work, campaignId);
  if (campaign === undefined) throw new Problem("not-found");
  const draws: DrawWithWitnesses[] = [];
  for (const draw of await drawsOf(work, campaign.id))
    draws.push({ draw, witnesses: await witnessesOf(work, draw.id) });
  const states = (await statesOf(work, [campaign.id])).get(campaign.id) ?? {};
  return detailOf(campaign, { states, draws, events: await eventsOf(work, campaign.id) }, now);
}
