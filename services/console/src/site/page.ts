import { filledIn } from "@shuangsui/contracts";
import { Eta } from "eta";
import type { FastifyReply, FastifyRequest } from "fastify";
import { fileURLToPath } from "node:url";
import { words } from "./words.ts";

const eta = new Eta({
  views: fileURLToPath(new URL("..", import.meta.url)),
  cache: true,
  autoEscape: true,
  useWith: false,
});

/** A page that the server makes: what is shown before and after somebody is signed in, and of a request that is refused. */
type Page = {
  /** The template's path under `src/`, without its ending. */
  template: string;
  title: string;
  /** Seconds after which the page loads itself again, if it does. */
  refresh?: number | undefined;
  status?: number;
  view: object;
};

/** Sends a page. */
export function sendPage(
  { id }: FastifyRequest,
  reply: FastifyReply,
  { template, title, refresh, status = 200, view }: Page,
): FastifyReply {
  const frame = { title, refresh, requestId: id };
  return reply
    .code(status)
    .header("content-type", "text/html; charset=utf-8")
    .send(eta.render(template, { ...view, frame, words, fill: filledIn }));
}
