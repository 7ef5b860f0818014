import { id, inspectionAttention, inspectionKind, inspectionState, Problem } from "@shuangsui/contracts";
import type { App } from "@shuangsui/service-kit";
import { z } from "zod";
import type { ConsoleDeps } from "../deps.ts";
import { signedInOf } from "../sign-in/guard.ts";
import { linkTo } from "../site/links.ts";
import { clockOf, inspectionFor, refreshOf, sendPage, viewerOf } from "../site/page.ts";
import { knownAuthority, optionalField, viewerQuery, visibleTo } from "../site/viewer.ts";
import { words } from "../site/words.ts";
import { detailOf } from "./detail.ts";
import { rowOf } from "./row.ts";

/** The fields of the query bar, and where the page begins. */
const listQuery = viewerQuery.extend({
  authority: optionalField(knownAuthority),
  state: optionalField(inspectionState),
  kind: optionalField(inspectionKind),
  attention: optionalField(inspectionAttention),
  campaign: optionalField(id),
  after: optionalField(z.string().max(400)),
});

const perPage = 50;

/** The list of inspections behind every number of the board, and the page of each. */
export function inspectionRoutes(app: App, deps: ConsoleDeps): void {
  app.get(
    "/inspections",
    { schema: { summary: `${words.console.inspections} (HTML)`, tags: ["pages"], querystring: listQuery } },
    async (request, reply) => {
      const { authority, state, kind, attention, campaign, after } = request.query;
      const viewer = viewerOf(request, request.query);
      const service = inspectionFor(request, deps.inspectionUrl);
      const filter = { authority, state, kind, attention, campaign };
      const [list, clock] = await Promise.all([
        service.getInspections({
          query: { ...filter, authority: viewer ?? authority, order: "due", after, limit: perPage },
        }),
        clockOf(request, service),
      ]);
      return sendPage(request, reply, {
        template: "inspections/list",
        title: words.console.inspections,
        section: "inspections",
        viewer,
        clock,
        refresh: refreshOf(request.query),
        view: {
          authorities: visibleTo(viewer ?? signedInOf(request).authority).map(({ code, short }) => ({
            value: code,
            name: short,
            chosen: code === authority,
          })),
          states: inspectionState.options.map((key) => ({
            value: key,
            name: words.inspectionState[key],
            chosen: key === state,
          })),
          kinds: inspectionKind.options.map((key) => ({
            value: key,
            name: words.inspectionKind[key],
            chosen: key === kind,
          })),
          attentions: inspectionAttention.options.map((key) => ({
            value: key,
            name: words.inspectionAttention[key],
            chosen: key === attention,
          })),
          as: viewer,
          campaign,
          rows: list.items.map((inspection) => rowOf(inspection, viewer)),
          filtered: Object.values(filter).some((value) => value !== undefined),
          resetHref: linkTo("/inspections", viewer),
          firstHref: after === undefined ? null : linkTo("/inspections", viewer, filter),
          nextHref:
            list.next === null ? null : linkTo("/inspections", viewer, { ...filter, after: list.next }),
        },
      });
    },
  );

  app.get(
    "/inspections/:id",
    {
      schema: {
        summary: "一次检查 (HTML)",
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
      const [inspection, clock] = await Promise.all([
        service.getInspectionsById({ params: { id: wanted.data } }),
        clockOf(request, service),
      ]);
      return sendPage(request, reply, {
        template: "inspections/detail",
        title: inspection.targetName,
        section: "inspections",
        viewer,
        clock,
        refresh: refreshOf(request.query),
        view: {
          inspection: detailOf(inspection, viewer, deps.portalUrl),
          listHref: linkTo("/inspections", viewer),
        },
      });
    },
  );
}
