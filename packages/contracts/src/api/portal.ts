import { z } from "zod";
import { pageQuery } from "../basics.ts";
import {
  drawList,
  drawListQuery,
  drawView,
  publicListQuery,
  publicStatistics,
  publicationList,
  publicationView,
  takedownList,
  takedownNotice,
} from "../publications.ts";
import { riskTable } from "../registry.ts";
import type { Operation } from "./operation.ts";

/** What anybody reads at the public portal. */
export const portalOperations = {
  getPublications: {
    method: "GET",
    path: "/api/v1/publications",
    query: publicListQuery,
    answer: publicationList,
  },
  getPublicationsById: {
    method: "GET",
    path: "/api/v1/publications/:id",
    answer: z.union([publicationView, takedownNotice]),
  },
  getTakedowns: { method: "GET", path: "/api/v1/takedowns", query: pageQuery, answer: takedownList },
  getRiskTable: { method: "GET", path: "/api/v1/risk-table", answer: riskTable },
  getStatistics: { method: "GET", path: "/api/v1/statistics", answer: publicStatistics },
  getDraws: { method: "GET", path: "/api/v1/draws", query: drawListQuery, answer: drawList },
  getDrawsByDrawId: { method: "GET", path: "/api/v1/draws/:drawId", answer: drawView },
  getDrawsByDrawIdByFile: { method: "GET", path: "/api/v1/draws/:drawId/:file", bytes: true },
} as const satisfies Readonly<Record<string, Operation>>;
