import type { Clock } from "@shuangsui/clock";
import { drawId, id, knownAuthorities, Problem, publicListQuery } from "@shuangsui/contracts";
import {
  calendarsOf,
  eventsOf,
  pageOfRows,
  problemOf,
  readOnly,
  serveIcon,
  systemScope,
  typed,
  type App,
  type ScopedDatabase,
} from "@shuangsui/service-kit";
import { isDueProvisional, newest } from "@shuangsui/workdays";
import { readFileSync } from "node:fs";
import { z } from "zod";
import { listDraws } from "../draws/store.ts";
import { drawKey, itemOf, readDraw } from "../draws/views.ts";
import { afterOf } from "../newest-first.ts";
import type { FigureSource } from "../figures.ts";
import { findPublished, listPublished, listTakenDown, publicCounts } from "../publications/lists.ts";
import { publicationKey, summaryOf, takedownKey, takedownOf } from "../publications/views.ts";
import type { Work } from "../tables.ts";
import type { PortalPages } from "./page.ts";
import type { KeptPages } from "./kept-pages.ts";
import { riskTablePages } from "./risk-tables.ts";
import { authorityName, dueTime, localNote, movesOf, words } from "./words.ts";

export type PortalOptions = {
  database: ScopedDatabase<Work>;
  clock: Clock;
  figures: FigureSource;
  pages: PortalPages;
  kept: KeptPages;
};

const style = readFileSync(new URL("./style.css", import.meta.url));
const drawsOnPage = 50;
const takedownsOnPage = 50;
const config = { action: "public" } as const;
const hide = { config, schema: { hide: true } } as const;

/** The public pages: what was published, and the draws, for anybody. */
export async function portalRoutes(app: App, options: PortalOptions): Promise<void> {
  const {
    database,
    figures,
    pages: { send, refuse, render, tellTime },
    kept,
  } = options;
  await app.register(async (part) => {
    const pages = typed(part);
    pages.setErrorHandler(async (error, request, reply) => {
      const problem = problemOf(error);
      if (problem.code === "internal")
        request.log.error({ error: error instanceof Error ? error.name : "unknown" }, "a page failed");
      return refuse(request, reply, problem);
    });

    riskTablePages(pages, options);
    serveIcon(pages, config);
    pages.get("/style.css", hide, async (_request, reply) =>
      reply.header("content-type", "text/css; charset=utf-8").header("cache-control", "no-cache").send(style),
    );

    pages.get("/", { config, schema: { hide: true, querystring: portalQuery } }, async (request, reply) => {
      const { after, limit, q, authority, kind } = request.query;
      const filters = { q, authority, kind };
      const from = afterOf(after, id);
      const [[rows, draws, counts], inspections] = await Promise.all([
        database.as(
          systemScope,
          (work) =>
            Promise.all([
              listPublished(work, { ...filters, limit, after: from }),
              listDraws(work, { after: null, limit: 5 }),
              publicCounts(work),
            ]),
          readOnly,
        ),
        figures.ofAuthorities(),
      ]);
      const page = pageOfRows(rows, limit, publicationKey);
      const long = limit === publicListQuery.shape.limit.parse(undefined) ? undefined : String(limit);
      const next = page.next === null ? null : searchOf({ ...filters, limit: long, after: page.next });
      return send(reply, "home", words.portal.publications, {
        items: page.items.map(summaryOf),
        next,
        draws: draws.slice(0, 5).map(itemOf),
        counts,
        inspections,
        filters,
        authorities: knownAuthorities(),
      });
    });

    pages.get(
      "/publications/:id",
      { config, schema: { hide: true, params: z.object({ id }) } },
      async (request, reply) => {
        const askedAt = performance.now();
        const read = await database.as(
          systemScope,
          async (work) => {
            const found = await findPublished(work, request.params.id);
            if (found === undefined) throw new Problem("not-found");
            const [calendars, events] = await Promise.all([
              calendarsOf(work, found.row.authority),
              eventsOf(work, found.row.id),
            ]);
            const { calendar, version } = newest(calendars);
            const dueAt = found.versions[0]?.due_at ?? found.row.due_at;
            const due = dueTime(dueAt, isDueProvisional(calendar, dueAt));
            const { authority, lock_version: written } = found.row;
            return {
              ...found,
              due: due + localNote(calendar.localHolidaysStop),
              moves: movesOf(events),
              state: JSON.stringify([written, version, authorityName(authority)]),
            };
          },
          readOnly,
        );
        if (read.row.state === "taken-down") {
          // Who searches the web is not to find it either.
          reply.header("x-robots-tag", "noindex, noarchive");
          return send(reply, "takedown", words.portal.takedown, { notice: takedownOf(read.row) });
        }
        const [current, ...earlier] = read.versions;
        const view = {
          row: { ...summaryOf(read.row), due: read.due },
          moves: read.moves,
          current,
          earlier,
        };
        if (tellTime) return send(reply, "publication", read.row.title, view);
        return kept.send(reply, {
          path: `/publications/${read.row.id}`,
          state: read.state,
          askedAt,
          render: () => render("publication", read.row.title, view),
        });
      },
    );

    pages.get(
      "/draws",
      { config, schema: { hide: true, querystring: z.strictObject({ after: publicListQuery.shape.after }) } },
      async (request, reply) => {
        const query = { after: afterOf(request.query.after, drawId), limit: drawsOnPage };
        const rows = await database.as(systemScope, (work) => listDraws(work, query), readOnly);
        const page = pageOfRows(rows, drawsOnPage, drawKey);
        return send(reply, "draws", words.portal.drawsTitle, {
          items: page.items.map(itemOf),
          next: page.next === null ? null : searchOf({ after: page.next }),
        });
      },
    );

    pages.get(
      "/takedowns",
      { config, schema: { hide: true, querystring: z.strictObject({ after: publicListQuery.shape.after }) } },
      async (request, reply) => {
        const query = { after: afterOf(request.query.after, id), limit: takedownsOnPage };
        const rows = await database.as(systemScope, (work) => listTakenDown(work, query), readOnly);
        const page = pageOfRows(rows, takedownsOnPage, takedownKey);
        return send(reply, "takedowns", words.portal.takedownsTitle, {
          items: page.items.map(takedownOf),
          next: page.next === null ? null : searchOf({ after: page.next }),
        });
      },
    );

    pages.get(
      "/draws/:drawId",
      { config, schema: { hide: true, params: z.object({ drawId }) } },
      async (request, reply) => {
        const view = await readDraw(database, figures, request.params.drawId);
        if (view === undefined) throw new Problem("not-found");
        const address = `${request.protocol}://${request.host}/api/v1/draws/${encodeURIComponent(view.drawId)}`;
        return send(reply, "draw", view.title, { draw: view, address });
      },
    );
  });
}

/** An empty field of the search form counts as none. */
const blankAsNone = (value: unknown) => (value === "" ? undefined : value);
const portalQuery = z.strictObject({
  after: publicListQuery.shape.after,
  limit: publicListQuery.shape.limit,
  q: z.preprocess(blankAsNone, publicListQuery.shape.q),
  authority: z.preprocess(blankAsNone, publicListQuery.shape.authority),
  kind: z.preprocess(blankAsNone, publicListQuery.shape.kind),
});

function searchOf(query: Record<string, string | undefined>): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) search.set(name, value);
  return `?${search.toString()}`;
}
