import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  retainSearchParams,
} from "@tanstack/react-router";
import { z } from "zod";
import { whenThere } from "./calls/later.ts";
import { inspectionSearch } from "./inspections/search.ts";
import { NotFound } from "./shell/not-found.tsx";
import { Shell } from "./shell/shell.tsx";
import { Start } from "./shell/start.tsx";

const text = z.string().optional().catch(undefined);
const day = z.iso.date().optional().catch(undefined);
const root = createRootRoute({
  component: Shell,
  notFoundComponent: NotFound,
  // The subordinate whose matters alone are in view, on every page until another is chosen (article 4).
  validateSearch: z.object({ as: text }),
  search: { middlewares: [retainSearchParams(["as"])] },
});

/** The query bar of plans and of campaigns. */
const listSearch = z.object({ authority: text, state: text, attention: text, after: text });

/** The query bar of supervision orders. */
const supervisionSearch = listSearch.extend({
  subjectKind: text,
  subject: text,
  orderedBy: text,
  counted: text,
});

/** Which entry is open, which of its tabs, and where the page of its versions begins. */
const entrySearch = z.object({ entry: text, view: text, versions: text });

/** Which register, by what its list is narrowed and sorted, where its page begins, and what of it is open. */
const registrySearch = entrySearch.extend({
  tab: text,
  q: text,
  person: text,
  place: text,
  permit: text,
  category: text,
  riskClass: text,
  status: text,
  kind: text,
  targetKind: text,
  targetCode: text,
  inspectorId: text,
  party: text,
  article: text,
  repealed: text,
  source: text,
  authority: text,
  sort: text,
  after: text,
});

/** The query bar of what changed in the registers, and which change is open. */
const changesSearch = z.object({
  entry: text,
  register: text,
  authority: text,
  actor: text,
  from: day,
  to: day,
  after: text,
});

/** The query bar of tips, and which one is open. */
const tipsSearch = entrySearch.extend({
  targetCode: text,
  authority: text,
  origin: text,
  status: text,
  sort: text,
  after: text,
  tip: text,
});

/** Which tab of what is administered, and by what its list is narrowed. */
const adminSearch = z.object({ tab: text, authority: text, q: text, cause: text, after: text });

/** Which service's trail, and by what it is narrowed. */
const auditSearch = z.object({
  service: text,
  authority: text,
  kind: text,
  actor: text,
  subject: text,
  from: day,
  to: day,
  after: text,
});

/** A page that is fetched when it is first opened. */
const fetched: typeof lazyRouteComponent = (load, name) => lazyRouteComponent(whenThere(load), name);

const routes = [
  createRoute({ getParentRoute: () => root, path: "/", component: Start }),
  createRoute({
    getParentRoute: () => root,
    path: "/signed-in-again",
    component: fetched(() => import("./shell/signed-in.tsx"), "SignedIn"),
  }),
  createRoute({
    getParentRoute: () => root,
    path: "/search",
    validateSearch: z.object({ text }),
    component: fetched(() => import("./shell/found.tsx"), "Found"),
  }),
  createRoute({
    getParentRoute: () => root,
    path: "/board",
    // By what its figures are told apart.
    validateSearch: z.object({ by: text }),
    component: fetched(() => import("./board/board.tsx"), "Board"),
  }),
  createRoute({
    getParentRoute: () => root,
    path: "/inspections",
    validateSearch: inspectionSearch,
    component: fetched(() => import("./inspections/list.tsx"), "Inspections"),
  }),
  createRoute({
    getParentRoute: () => root,
    path: "/inspections/$id",
    component: fetched(() => import("./inspections/inspection.tsx"), "Inspection"),
  }),
  createRoute({
    getParentRoute: () => root,
    path: "/reviews",
    validateSearch: listSearch,
    component: fetched(() => import("./reviews/list.tsx"), "TextReviews"),
  }),
  createRoute({
    getParentRoute: () => root,
    path: "/reviews/$id",
    component: fetched(() => import("./reviews/request.tsx"), "TextReview"),
  }),
  createRoute({
    getParentRoute: () => root,
    path: "/workbench",
    validateSearch: z.object({ after: text }),
    component: fetched(() => import("./workbench/workbench.tsx"), "Workbench"),
  }),
  createRoute({
    getParentRoute: () => root,
    path: "/campaigns",
    validateSearch: listSearch,
    component: fetched(() => import("./campaigns/list.tsx"), "Campaigns"),
  }),
  createRoute({
    getParentRoute: () => root,
    path: "/campaigns/$id",
    component: fetched(() => import("./campaigns/campaign.tsx"), "Campaign"),
  }),
  createRoute({
    getParentRoute: () => root,
    path: "/draws/$drawId",
    component: fetched(() => import("./draws/room.tsx"), "DrawRoom"),
  }),
  createRoute({
    getParentRoute: () => root,
    path: "/draws/$drawId/certificate",
    component: fetched(() => import("./draws/certificate.tsx"), "DrawCertificate"),
  }),
  createRoute({
    getParentRoute: () => root,
    path: "/plans",
    validateSearch: listSearch,
    component: fetched(() => import("./plans/list.tsx"), "Plans"),
  }),
  createRoute({
    getParentRoute: () => root,
    path: "/plans/$id",
    component: fetched(() => import("./plans/plan.tsx"), "Plan"),
  }),
  createRoute({
    getParentRoute: () => root,
    path: "/supervision",
    validateSearch: supervisionSearch,
    component: fetched(() => import("./supervision/list.tsx"), "Supervision"),
  }),
  createRoute({
    getParentRoute: () => root,
    path: "/supervision/$id",
    component: fetched(() => import("./supervision/order.tsx"), "SupervisionOrderPage"),
  }),
  createRoute({
    getParentRoute: () => root,
    path: "/admin",
    validateSearch: adminSearch,
    component: fetched(() => import("./admin/admin.tsx"), "Admin"),
  }),
  createRoute({
    getParentRoute: () => root,
    path: "/audit",
    validateSearch: auditSearch,
    component: fetched(() => import("./admin/audit.tsx"), "Audit"),
  }),
  createRoute({
    getParentRoute: () => root,
    path: "/help",
    validateSearch: z.object({ q: text, article: text }),
    component: fetched(() => import("./help/help.tsx"), "Help"),
  }),
  createRoute({
    getParentRoute: () => root,
    path: "/registry",
    validateSearch: registrySearch,
    component: fetched(() => import("./registry/registers.tsx"), "Registers"),
  }),
  createRoute({
    getParentRoute: () => root,
    path: "/registry/$kind/$id",
    validateSearch: entrySearch,
    component: fetched(() => import("./registry/entry-page.tsx"), "EntryPage"),
  }),
  createRoute({
    getParentRoute: () => root,
    path: "/changes",
    validateSearch: changesSearch,
    component: fetched(() => import("./registry/changes.tsx"), "Changes"),
  }),
  createRoute({
    getParentRoute: () => root,
    path: "/tips",
    validateSearch: tipsSearch,
    component: fetched(() => import("./tips/list.tsx"), "Tips"),
  }),
  createRoute({
    getParentRoute: () => root,
    path: "/imports",
    validateSearch: z.object({ after: text }),
    component: fetched(() => import("./imports/imports.tsx"), "Imports"),
  }),
  createRoute({
    getParentRoute: () => root,
    path: "/imports/$id",
    validateSearch: z.object({ after: text }),
    component: fetched(() => import("./imports/import.tsx"), "Import"),
  }),
] as const;

/** The pages by their addresses. Each but the frame is fetched when it is first opened. */
export const router = createRouter({
  routeTree: root.addChildren([...routes]),
  // An address says what it says: a division code is no number, and needs no quotes around it.
  parseSearch: (search) => Object.fromEntries(new URLSearchParams(search)),
  stringifySearch: (search) => {
    const set = Object.entries(search).flatMap(([name, value]): [string, string][] =>
      value === undefined || value === "" ? [] : [[name, String(value)]],
    );
    return set.length === 0 ? "" : `?${new URLSearchParams(set).toString()}`;
  },
  defaultPreload: "intent",
  scrollRestoration: true,
});

declare module "@tanstack/react-router" {
  // Declarations merge by interface alone.
  interface Register {
    router: typeof router;
  }
}
