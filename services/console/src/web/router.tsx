import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from "@tanstack/react-router";
import { z } from "zod";
import { NotFound } from "./shell/not-found.tsx";
import { Shell } from "./shell/shell.tsx";
import { Start } from "./shell/start.tsx";

const root = createRootRoute({ component: Shell, notFoundComponent: NotFound });

const text = z.string().optional().catch(undefined);
/** The query bar of inspections, and where their page begins. */
const inspectionSearch = z.object({
  authority: text,
  state: text,
  kind: text,
  origin: text,
  attention: text,
  campaign: text,
  order: text,
  after: text,
});

/** The query bar of plans and of campaigns. */
const listSearch = z.object({ authority: text, state: text, attention: text, after: text });

/** The query bar of supervision orders. */
const supervisionSearch = listSearch.extend({ subjectKind: text, subject: text, orderedBy: text });

/** Which register, by what its list is narrowed and sorted, and where its page begins. */
const registrySearch = z.object({
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
  sort: text,
  after: text,
});

const routes = [
  createRoute({ getParentRoute: () => root, path: "/", component: Start }),
  createRoute({
    getParentRoute: () => root,
    path: "/signed-in",
    component: lazyRouteComponent(() => import("./shell/signed-in.tsx"), "SignedIn"),
  }),
  createRoute({
    getParentRoute: () => root,
    path: "/search",
    validateSearch: z.object({ text }),
    component: lazyRouteComponent(() => import("./shell/found.tsx"), "Found"),
  }),
  createRoute({
    getParentRoute: () => root,
    path: "/board",
    component: lazyRouteComponent(() => import("./board/board.tsx"), "Board"),
  }),
  createRoute({
    getParentRoute: () => root,
    path: "/inspections",
    validateSearch: inspectionSearch,
    component: lazyRouteComponent(() => import("./inspections/list.tsx"), "Inspections"),
  }),
  createRoute({
    getParentRoute: () => root,
    path: "/inspections/$id",
    component: lazyRouteComponent(() => import("./inspections/inspection.tsx"), "Inspection"),
  }),
  createRoute({
    getParentRoute: () => root,
    path: "/workbench",
    component: lazyRouteComponent(() => import("./workbench/workbench.tsx"), "Workbench"),
  }),
  createRoute({
    getParentRoute: () => root,
    path: "/campaigns",
    validateSearch: listSearch,
    component: lazyRouteComponent(() => import("./campaigns/list.tsx"), "Campaigns"),
  }),
  createRoute({
    getParentRoute: () => root,
    path: "/campaigns/$id",
    component: lazyRouteComponent(() => import("./campaigns/campaign.tsx"), "Campaign"),
  }),
  createRoute({
    getParentRoute: () => root,
    path: "/plans",
    validateSearch: listSearch,
    component: lazyRouteComponent(() => import("./plans/list.tsx"), "Plans"),
  }),
  createRoute({
    getParentRoute: () => root,
    path: "/plans/$id",
    component: lazyRouteComponent(() => import("./plans/plan.tsx"), "Plan"),
  }),
  createRoute({
    getParentRoute: () => root,
    path: "/supervision",
    validateSearch: supervisionSearch,
    component: lazyRouteComponent(() => import("./supervision/list.tsx"), "Supervision"),
  }),
  createRoute({
    getParentRoute: () => root,
    path: "/supervision/$id",
    component: lazyRouteComponent(() => import("./supervision/order.tsx"), "SupervisionOrderPage"),
  }),
  createRoute({
    getParentRoute: () => root,
    path: "/admin",
    component: lazyRouteComponent(() => import("./admin/admin.tsx"), "Admin"),
  }),
  createRoute({
    getParentRoute: () => root,
    path: "/audit",
    component: lazyRouteComponent(() => import("./admin/audit.tsx"), "Audit"),
  }),
  createRoute({
    getParentRoute: () => root,
    path: "/registry",
    validateSearch: registrySearch,
    component: lazyRouteComponent(() => import("./registry/registers.tsx"), "Registers"),
  }),
  createRoute({
    getParentRoute: () => root,
    path: "/imports",
    component: lazyRouteComponent(() => import("./imports/imports.tsx"), "Imports"),
  }),
  createRoute({
    getParentRoute: () => root,
    path: "/imports/$id",
    component: lazyRouteComponent(() => import("./imports/import.tsx"), "Import"),
  }),
] as const;

/** The pages by their addresses, below `/app`. Each but the frame is fetched when it is first opened. */
export const router = createRouter({
  basepath: "/app",
  routeTree: root.addChildren([...routes]),
  defaultPreload: "intent",
  scrollRestoration: true,
});

declare module "@tanstack/react-router" {
  // Declarations merge by interface alone.
  interface Register {
    router: typeof router;
  }
}
