import {
  id,
  pageQuery,
  Problem,
  publicationList,
  publicationView,
  publicListQuery,
  publicStatistics,
  takedownList,
  takedownNotice,
} from "@shuangsui/contracts";
import { pageOfRows, readOnly, systemScope, type App, type ScopedDatabase } from "@shuangsui/service-kit";
import { z } from "zod";
import type { FigureSource } from "../figures.ts";
import { afterOf } from "../newest-first.ts";
import type { Work } from "../tables.ts";
import { findPublished, listPublished, listTakenDown, publicCounts } from "./lists.ts";
import { publicationKey, summaryOf, takedownKey, takedownOf, viewOf } from "./views.ts";

const tags = ["publications"];
const params = z.object({ id });
const config = { action: "public" } as const;

/** What anybody reads of publications, as data. */
export function publicPublicationRoutes(
  app: App,
  { database, figures }: { database: ScopedDatabase<Work>; figures: FigureSource },
): void {
  app.get(
    "/api/v1/publications",
    {
      config,
      schema: { tags, querystring: publicListQuery, response: { 200: publicationList } },
    },
    async (request) => {
      const { after, limit, ...filters } = request.query;
      const query = { ...filters, limit, after: afterOf(after, id) };
      const rows = await database.as(systemScope, (work) => listPublished(work, query), readOnly);
      const page = pageOfRows(rows, limit, publicationKey);
      return { items: page.items.map(summaryOf), next: page.next };
    },
  );

  app.get(
    "/api/v1/publications/:id",
    { config, schema: { tags, params, response: { 200: z.union([publicationView, takedownNotice]) } } },
    async (request) => {
      const found = await database.as(
        systemScope,
        (work) => findPublished(work, request.params.id),
        readOnly,
      );
      if (found === undefined) throw new Problem("not-found");
      const { row, versions } = found;
      return row.state === "taken-down" ? takedownOf(row) : viewOf(row, versions);
    },
  );

  app.get(
    "/api/v1/takedowns",
    { config, schema: { tags, querystring: pageQuery, response: { 200: takedownList } } },
    async (request) => {
      const { after, limit } = request.query;
      const query = { limit, after: afterOf(after, id) };
      const rows = await database.as(systemScope, (work) => listTakenDown(work, query), readOnly);
      const page = pageOfRows(rows, limit, takedownKey);
      return { items: page.items.map(takedownOf), next: page.next };
    },
  );

  app.get(
    "/api/v1/statistics",
    { config, schema: { tags, response: { 200: publicStatistics } } },
    async () => {
      const [counts, inspections] = await Promise.all([
        database.as(systemScope, publicCounts, readOnly),
        figures.ofAuthorities(),
      ]);
      return { ...counts, inspections };
    },
  );
}
