import { campaignState, type InspectionSummary, type PlanSummary } from "@shuangsui/contracts";
import type { App } from "@shuangsui/service-kit";
import type { ConsoleDeps } from "../deps.ts";
import { campaignRowOf } from "../campaigns/row.ts";
import { rowOf } from "../inspections/row.ts";
import { signedInOf } from "../sign-in/guard.ts";
import { linkTo } from "../site/links.ts";
import { firstSection, inspectionFor, refreshOf, sendPage, viewerOf } from "../site/page.ts";
import { stuckTexts } from "../site/stuck.ts";
import { shortName, viewerQuery, visibleTo } from "../site/viewer.ts";
import { words } from "../site/words.ts";
import { boardOf, stuckCount } from "./board.ts";

/** How many of each kind are read to find the worst, and how many of them the board shows. */
const mostRead = 200;
const shown = 8;

/** The states of a campaign that is under way, as the board lists them: void needs the superior, then what runs, a draft last. */
const first = ["void", "running", "ended"] as const;
const open = [...first, ...campaignState.exclude([...first, "closed", "cancelled"]).options.toReversed()];

/** The first page: what is late or stands still, the status line, and all inspections by state and authority. */
export function boardRoutes(app: App, deps: ConsoleDeps): void {
  app.get(
    "/",
    { schema: { summary: `${words.console.board} (HTML)`, tags: ["pages"], querystring: viewerQuery } },
    async (request, reply) => {
      const session = signedInOf(request);
      const begin = firstSection(session);
      if (begin !== undefined && begin !== "/") return reply.redirect(begin, 303);
      const viewer = viewerOf(request, request.query);
      const inspection = inspectionFor(request, deps.inspectionUrl);
      const shownTo = visibleTo(viewer ?? session.authority);
      const isShown = (item: { authority: string }) => shownTo.some(({ code }) => code === item.authority);
      const authority = viewer ?? undefined;
      const worst = (attention: "overdue" | "stuck") =>
        inspection.getInspections({ query: { authority, attention, order: "due", limit: mostRead } });
      const [counts, stuckOf, overdue, stuck, stuckPlans, campaigns] = await Promise.all([
        inspection.getInspectionsCounts(),
        inspection.getStuck(),
        worst("overdue"),
        worst("stuck"),
        inspection.getPlans({ query: { authority, attention: "stuck", limit: shown } }),
        Promise.all(
          open.map((state) => inspection.getCampaigns({ query: { authority, state, limit: shown } })),
        ),
      ]);
      const stuckItems = stuckOf.items.filter(isShown);
      const board = boardOf(counts.items.filter(isShown), stuckItems, shownTo, viewer);
      // What stands still comes first, then the longest overdue.
      const urgent = once([...stuck.items, ...overdue.items]);
      const underWay = campaigns.flatMap((page) => page.items);
      return sendPage(request, reply, {
        template: "board/page",
        title: words.console.board,
        section: "board",
        viewer,
        clock: counts.clock,
        refresh: refreshOf(request.query),
        view: {
          board,
          urgent: urgent.slice(0, shown).map((inspection) => rowOf(inspection, viewer)),
          urgentLeft: Math.max(0, urgent.length - shown),
          urgentUncounted: overdue.next !== null || stuck.next !== null,
          campaigns: underWay
            .slice(0, shown)
            .map((campaign) => campaignRowOf(campaign, viewer, deps.portalUrl)),
          campaignsLeft: underWay.length > shown || campaigns.some((page) => page.next !== null),
          campaignsHref: linkTo("/campaigns", viewer),
          overdueHref: linkTo("/inspections", viewer, { attention: "overdue" }),
          stuckHref: linkTo("/inspections", viewer, { attention: "stuck" }),
          stuckCampaigns: stuckCount(stuckItems, "campaign"),
          stuckCampaignsHref: linkTo("/campaigns", viewer, { attention: "stuck" }),
          stuckPlans: stuckCount(stuckItems, "plan"),
          stuckPlanLines: stuckPlans.items.map(planLineOf),
          refreshHref: linkTo("/", viewer, request.query.refresh === undefined ? { refresh: "10" } : {}),
        },
      });
    },
  );
}

/** A plan that is stuck: it has no page of its own. */
function planLineOf(plan: PlanSummary) {
  return { title: plan.title, authority: shortName(plan.authority), stuck: stuckTexts("plan", plan.stuck) };
}

/** Each once, in their order. */
function once(inspections: readonly InspectionSummary[]): InspectionSummary[] {
  return [...new Map(inspections.map((inspection) => [inspection.id, inspection])).values()];
}
