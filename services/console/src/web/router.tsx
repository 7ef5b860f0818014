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
