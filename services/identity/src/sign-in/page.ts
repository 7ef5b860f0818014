import { filledIn, placeName, problemEntry, wordsOf, type ProblemCode } from "@shuangsui/contracts";
import { Eta } from "eta";
import type { FastifyReply } from "fastify";
import { fileURLToPath } from "node:url";

const eta = new Eta({
  views: fileURLToPath(new URL(".", import.meta.url)),
  cache: true,
  autoEscape: true,
  useWith: false,
});

/** The words of the pages. */
export const words = wordsOf("zh");

/** A page's HTML. */
export function rendered(template: string, title: string, view: object = {}): string {
  return eta.render(template, { ...view, title, words, fill: filledIn, place: placeName, sentence });
}

const sentence = (code: ProblemCode) => problemEntry(code).zh;

/** Sends a page. */
export function sendPage(reply: FastifyReply, body: string, status = 200): FastifyReply {
  return reply
    .code(status)
    .header("cache-control", "no-store")
    .header("content-type", "text/html; charset=utf-8")
    .send(body);
}
