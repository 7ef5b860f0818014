import { campaignAttention, campaignState, id, mayDo, Problem } from "@shuangsui/contracts";
import type { App } from "@shuangsui/service-kit";
import { z } from "zod";
import type { ConsoleDeps } from "../deps.ts";
import { signedInOf } from "../sign-in/guard.ts";
import { linkTo } from "../site/links.ts";
import { clockOf, inspectionFor, refreshOf, sendPage, viewerOf } from "../site/page.ts";
import { knownAuthority, optionalField, viewerQuery, visibleTo } from "../site/viewer.ts";
import { words } from "../site/words.ts";
import { campaignDetailOf } from "./detail.ts";
import { campaignRowOf } from "./row.ts";

const listQuery = viewerQuery.extend({
  authority: optionalField(knownAuthority),
  state: optionalField(campaignState),
  attention: optionalField(campaignAttention),
  after: optionalField(z.string().max(400)),
});

const perPage = 50;

/** The list of campaigns, and the page of each with its draw. */
export function campaignRoutes(app: App, deps: ConsoleDeps): void {
  app.get(
    "/campaigns",
    { schema: { summary: `${words.console.campaigns} (HTML)`, tags: ["pages"], querystring: listQuery } },
    async (request, reply) => {
      const { authority, state, attention, after } = request.query;
      const viewer = viewerOf(request, request.query);
      const service = inspectionFor(request, deps.inspectionUrl);
      const filter = { authority, state, attention };
      const [list, clock] = await Promise.all([
        service.getCampaigns({
          query: { ...filter, authority: viewer ?? authority, after, limit: perPage },
        }),
        clockOf(request, service),
      ]);
      return sendPage(request, reply, {
        template: "campaigns/list",
        title: words.console.campaigns,
        section: "campaigns",
        viewer,
        clock,
        refresh: refreshOf(request.query),
        view: {
          as: viewer,
          authorities: visibleTo(viewer ?? signedInOf(request).authority).map(({ code, short }) => ({
            value: code,
            name: short,
            chosen: code === authority,
          })),
          states: campaignState.options.map((key) => ({
            value: key,
            name: words.campaignState[key],
            chosen: key === state,
          })),
          attentions: campaignAttention.options.map((key) => ({
            value: key,
            name: words.campaignAttention[key],
            chosen: key === attention,
          })),
          rows: list.items.map((campaign) => campaignRowOf(campaign, viewer, deps.portalUrl)),
          filtered: Object.values(filter).some((value) => value !== undefined),
          resetHref: linkTo("/campaigns", viewer),
          firstHref: after === undefined ? null : linkTo("/campaigns", viewer, filter),
          nextHref: list.next === null ? null : linkTo("/campaigns", viewer, { ...filter, after: list.next }),
        },
      });
    },
  );

  app.get(
    "/campaigns/:id",
    {
      schema: {
        summary: "一个抽查任务 (HTML)",
        tags: ["pages"],
        params: z.object({ id: z.string() }),
        querystring: viewerQuery,
      },
    },
    async (request, reply) => {
      const wanted = id.safeParse(request.params.id);
      if (!wanted.success) throw new Problem("not-found");
      const viewer = viewerOf(request, request.query);
      const service = inspectionFor(request, deps.inspectionUrl);
      const [campaign, clock] = await Promise.all([
        service.getCampaignsById({ params: { id: wanted.data } }),
        clockOf(request, service),
      ]);
      return sendPage(request, reply, {
        template: "campaigns/detail",
        title: campaign.title,
        section: "campaigns",
        viewer,
        clock,
        refresh: refreshOf(request.query),
        view: {
          campaign: campaignDetailOf(campaign, viewer, deps.portalUrl),
          listHref: linkTo("/campaigns", viewer),
          witnessHref: mayDo(signedInOf(request).roles, "draw.contribute", "own")
            ? `/witness/${campaign.id}`
            : null,
        },
      });
    },
  );
}
