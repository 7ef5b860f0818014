import {
  campaignCommands,
  campaignDetail,
  campaignList,
  campaignListQuery,
  campaignTrigger,
  id,
  ownWitness,
  Problem,
  witness,
} from "@shuangsui/contracts";
import {
  calendarsOf,
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
import { approvalRoutes } from "../approvals/routes.ts";
import { drawsOf, witnessesOf } from "../draws/store.ts";
import { figuresOfCampaigns, statesOf } from "../inspections/of-campaign.ts";
import type { Work } from "../tables.ts";
import { campaignDomain } from "./domain.ts";
import { campaignsFile } from "./list-file.ts";
import { listCampaigns } from "./lists.ts";
import { progressOf } from "./progress.ts";
import { inspectionStatistics } from "./statistics.ts";
import { campaignType, findRow } from "./store.ts";
import { triggerCampaign } from "./trigger.ts";
import { detailOf, summaryOf, type DrawWithWitnesses } from "./views.ts";
import { ownWitnessOf, witnessSignedIn } from "./witnesses.ts";

const tags = ["campaigns"];
const params = z.object({ id });
const reading = { action: "campaign.read" } as const;
const at = "/api/v1/campaigns/:id";

/** The API by which officials and services run the campaigns of a published plan, and watch them (articles 20–23). */
export function campaignRoutes(app: App, frame: Frame<Work>, auditor: Auditor): void {
  const { database, clock } = frame;
  fileRoute(app, { database, auditor }, campaignsFile(clock));

  app.post(
    "/api/v1/plans/:planId/entries/:entryId/campaigns",
    {
      config: { action: "campaign.trigger" },
      schema: {
        tags,
        params: z.object({ planId: id, entryId: id }),
        body: campaignTrigger.nullish(),
        response: { 201: campaignDetail },
      },
    },
    async (request, reply) => {
      const caller = callerOf(request);
      const trigger = { ...request.params, ...request.body };
      const submission = {
        key: idempotencyKeyOf(request),
        matterId: uuidv7(),
        type: "trigger",
        payload: trigger,
        caller,
        requestId: request.id,
      };
      const campaignId = await createOnce(frame, campaignType, submission, (work, newId, now) =>
        triggerCampaign(work, newId, trigger, { at: now, actor: caller.actor, requestId: request.id }),
      );
      const now = await clock.now();
      const detail = await database.as(caller.authority, (work) => readDetail(work, campaignId, now));
      return reply.code(201).header("location", `/api/v1/campaigns/${campaignId}`).send(detail);
    },
  );

  app.get(
    "/api/v1/campaigns",
    { config: reading, schema: { tags, querystring: campaignListQuery, response: { 200: campaignList } } },
    async (request) => {
      const { after, ...query } = request.query;
      const afterId = idOfCursor(after);
      const now = await clock.now();
      return database.as(callerOf(request).authority, async (work) => {
        const rows = await listCampaigns(work, { ...query, after: afterId }, now);
        const page = pageOfRows(rows, query.limit, (row) => [row.id]);
        const ids = page.items.map((row) => row.id);
        const [figures, stuck] = await Promise.all([
          figuresOfCampaigns(work, ids, now),
          stuckCausesOf(work, "campaign", ids, now),
        ]);
        return {
          items: page.items.map((row) =>
            summaryOf(row, { figures: figures(row.id), stuck: stuck.get(row.id) ?? [] }, now),
          ),
          next: page.next,
        };
      });
    },
  );

  app.get(
    "/api/v1/campaigns/:id",
    { config: reading, schema: { tags, params, response: { 200: campaignDetail, ...notModified } } },
    async (request, reply) => {
      const now = await clock.now();
      const { detail, version } = await database.as(callerOf(request).authority, async (work) => {
        const [row, shown] = await Promise.all([
          findRow(work, request.params.id),
          readDetail(work, request.params.id, now),
        ]);
        return { detail: shown, version: row?.lock_version ?? 0 };
      });
      return ofVersion(reply, version).send(detail);
    },
  );

  approvalRoutes(app, frame, { url: at, kind: "campaign", find: findRow });
  const { scheme, withdrawWitness, contribution, cancel, commit, redraw, reveal } = campaignCommands;
  commandRoute(app, frame, campaignDomain, {
    tags,
    method: "PUT",
    url: `${at}/scheme`,
    type: "scheme",
    action: "campaign.scheme",
    body: scheme,
  });
  commandRoute(app, frame, campaignDomain, {
    tags,
    url: `${at}/witnesses`,
    type: "witness",
    action: "draw.contribute",
    body: witness,
    payloadOf: (caller, body) => ({ ...witness.parse(body), ...witnessSignedIn(caller) }),
  });
  app.get(
    `${at}/witness`,
    { config: { action: "draw.contribute" }, schema: { tags, params, response: { 200: ownWitness } } },
    (request) => {
      const caller = callerOf(request);
      const { name, unit } = witnessSignedIn(caller);
      return database.as(caller.authority, async (work) => {
        const campaign = await campaignDomain.find(work, request.params.id);
        if (campaign === undefined) throw new Problem("not-found");
        return ownWitnessOf(campaign, { name, unit, actor: caller.actor });
      });
    },
  );
  commandRoute(app, frame, campaignDomain, {
    tags,
    url: `${at}/witnesses/withdraw`,
    type: "withdrawWitness",
    action: "draw.witnesses",
    body: withdrawWitness,
  });
  commandRoute(app, frame, campaignDomain, {
    tags,
    url: `${at}/contributions`,
    type: "contribution",
    action: "draw.contribute",
    body: contribution,
  });
  for (const [type, body, action] of [
    ["cancel", cancel, "campaign.cancel"],
    ["commit", commit, "draw.commit"],
    ["redraw", redraw, "draw.repeat"],
    ["reveal", reveal, "draw.reveal"],
  ] as const)
    commandRoute(app, frame, campaignDomain, { tags, url: `${at}/commands/${type}`, type, body, action });
}

/** The campaign with all that is shown of it. @throws Problem `not-found` */
async function readDetail(work: Work, campaignId: string, now: Date) {
  const campaign = await findRow(work, campaignId);
  if (campaign === undefined) throw new Problem("not-found");
  const draws: DrawWithWitnesses[] = [];
  for (const draw of await drawsOf(work, campaign.id))
    draws.push({ draw, witnesses: await witnessesOf(work, draw.id) });
  const figures = (await figuresOfCampaigns(work, [campaign.id], now))(campaign.id);
  const [calendars, states, counted, stuck, events, progress] = await Promise.all([
    calendarsOf(work, campaign.authority),
    statesOf(work, campaign.id),
    inspectionStatistics(work, campaign.id, figures),
    stuckCausesOf(work, "campaign", [campaign.id], now),
    eventsOf(work, campaign.id),
    progressOf(work, campaign),
  ]);
  return detailOf(
    { ...campaign, calendars },
    { figures, states, counted, stuck: stuck.get(campaign.id) ?? [], draws, events, progress },
    now,
  );
}
