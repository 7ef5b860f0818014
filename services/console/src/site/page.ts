import { authorities, authorityOf, filledIn, type inspectionCounts } from "@shuangsui/contracts";
import type { ServiceClient } from "@shuangsui/service-kit";
import { Eta } from "eta";
import type { FastifyReply, FastifyRequest } from "fastify";
import { fileURLToPath } from "node:url";
import type { z } from "zod";
import { linkTo } from "./links.ts";
import { instantText } from "./time.ts";
import { actor, prefecture } from "./viewer.ts";
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
  viewer: string;
  /** The inspection service's clock, or null where it could not be asked. */
  clock: Counts["clock"] | null;
  /** Seconds after which the page loads itself again, if it does. */
  refresh?: number | undefined;
  status?: number;
  view: object;
};

const menu: { section: Section; path: string; title: string }[] = [
  { section: "board", path: "/", title: words.console.board },
  { section: "inspections", path: "/inspections", title: words.console.inspections },
  { section: "campaigns", path: "/campaigns", title: words.console.campaigns },
];

/** Sends a page. */
export function sendPage(request: FastifyRequest, reply: FastifyReply, page: Page): FastifyReply {
  // One slash alone: a form sent to `//elsewhere` would leave this site.
  const path = (request.url.split("?")[0] ?? "/").replace(/^\/+/, "/");
  const frame = {
    title: page.title,
    refresh: page.refresh,
    path,
    viewer: page.viewer,
    viewerName: authorityOf(page.viewer)?.name ?? page.viewer,
    viewers: authorities.map(({ code, name }) => ({ code, name, chosen: code === page.viewer })),
    menu: menu.map((entry) => ({
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

/** Asks the inspection service for an authority. */
export function asker(inspection: ServiceClient, viewer: string) {
  return <T extends z.ZodType>(path: string, schema: T): Promise<z.infer<T>> =>
    inspection.call(path, schema, { authority: viewer, actor });
}

/** For whom a page is shown. */
export function viewerOf(query: { as?: string | undefined }): string {
  return query.as ?? prefecture;
}

/** After how many seconds a page loads itself again, where that was asked for. */
export function refreshOf(query: { refresh?: string | undefined }): number | undefined {
  return query.refresh === undefined ? undefined : Number(query.refresh);
}
