import { type Action, api, authorityOf, filledIn, type inspectionCounts, mayDo } from "@shuangsui/contracts";
import { personClient } from "@shuangsui/service-kit";
import { Eta } from "eta";
import type { FastifyReply, FastifyRequest } from "fastify";
import { fileURLToPath } from "node:url";
import type { z } from "zod";
import type { Session } from "../sessions/sessions.ts";
import { signedInOf } from "../sign-in/guard.ts";
import { linkTo } from "./links.ts";
import { instantText } from "./time.ts";
import { chosenViewer, visibleTo, type Viewer } from "./viewer.ts";
import { words } from "./words.ts";

const eta = new Eta({
  views: fileURLToPath(new URL("..", import.meta.url)),
  cache: true,
  autoEscape: true,
  useWith: false,
});

type Counts = z.infer<typeof inspectionCounts>;
type Section = "board" | "inspections" | "campaigns";

/** What a page is: its template, where it stands in the menu, for whom and when, and what it shows. */
export type Page = {
  /** The template's path under `src/`, without its ending. */
  template: string;
  title: string;
  section: Section | null;
  viewer: Viewer;
  /** The inspection service's clock, or null where it could not be asked. */
  clock: Counts["clock"] | null;
  /** Seconds after which the page loads itself again, if it does. */
  refresh?: number | undefined;
  status?: number;
  view: object;
};

/** The sections with what one must be allowed to do for each. */
const menu: { section: Section; path: string; title: string; action: Action }[] = [
  { section: "board", path: "/", title: words.console.board, action: "figures.read" },
  {
    section: "inspections",
    path: "/inspections",
    title: words.console.inspections,
    action: "inspection.read",
  },
  { section: "campaigns", path: "/campaigns", title: words.console.campaigns, action: "campaign.read" },
];

/** Where somebody begins: the first section that their roles may see, if any. */
export function firstSection({ roles }: Session): string | undefined {
  return menu.find(({ action }) => mayDo(roles, action, "own"))?.path;
}

/** Sends a page. */
export function sendPage(request: FastifyRequest, reply: FastifyReply, page: Page): FastifyReply {
  // One slash alone: a form sent to `//elsewhere` would leave this site.
  const path = (request.url.split("?")[0] ?? "/").replace(/^\/+/, "/");
  const { session } = request;
  const inView = page.viewer ?? session?.authority;
  const frame = {
    title: page.title,
    refresh: page.refresh,
    path,
    seenAs:
      inView === undefined ? null : filledIn(words.console.seenAs, { authority: nameOfAuthority(inView) }),
    whoIs: session && filledIn(words.console.whoIs, whoIs(session)),
    viewers: (session === null ? [] : visibleTo(session.authority)).map(({ code, name }) => ({
      code,
      name,
      chosen: code === inView,
    })),
    menu: menu
      .filter(({ action }) => session !== null && mayDo(session.roles, action, "own"))
      .map((entry) => ({
        title: entry.title,
        href: linkTo(entry.path, page.viewer),
        here: entry.section === page.section,
      })),
    home: linkTo("/", page.viewer),
    clock:
      page.clock === null
        ? null
        : {
            demonstration: page.clock.kind !== "real",
            now: instantText(page.clock.now),
            iso: page.clock.now,
          },
    requestId: request.id,
  };
  const body = eta.render(page.template, { ...page.view, frame, words, fill: filledIn });
  return reply
    .code(page.status ?? 200)
    .header("content-type", "text/html; charset=utf-8")
    .send(body);
}

/** Who somebody is, in words: authority and roles, for no name is known here. */
export function whoIs({ authority, roles }: Session): { authority: string; roles: string } {
  const names: Readonly<Record<string, string>> = words.accountRole;
  return {
    authority: nameOfAuthority(authority),
    roles: roles.map((role) => names[role] ?? role).join(words.comma),
  };
}

function nameOfAuthority(code: string): string {
  return authorityOf(code)?.name ?? code;
}

/** The inspection service in the name of whoever is signed in: what they may see is for the service to say. */
export function inspectionFor(request: FastifyRequest, inspectionUrl: string) {
  const { credentials } = signedInOf(request);
  return personClient(api.inspection, { baseUrl: inspectionUrl, credentials, timeoutMs: 5_000 });
}

/** The inspection service's clock, as far as somebody's roles may know it: it comes with figures. */
export async function clockOf(
  request: FastifyRequest,
  inspection: ReturnType<typeof inspectionFor>,
): Promise<Counts["clock"] | null> {
  if (!mayDo(signedInOf(request).roles, "figures.read", "own")) return null;
  return (await inspection.getInspectionsCounts()).clock;
}

/** Whose matters a page shows. @throws Problem `not-found` where they are not in sight of whoever asks */
export function viewerOf(request: FastifyRequest, { as }: { as?: string | undefined }): Viewer {
  return chosenViewer(signedInOf(request).authority, as);
}

/** After how many seconds a page loads itself again, where that was asked for. */
export function refreshOf(query: { refresh?: string | undefined }): number | undefined {
  return query.refresh === undefined ? undefined : Number(query.refresh);
}
