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

/**
 * The headers of every page and answer. A form may lead by redirects to where the clients have people come back to; there
 * is no script but the one by which oidc-provider passes a form on, which it allows by its hash.
 */
export function pageHeaders(formTargets: readonly string[], secure = false): Record<string, string> {
  return {
    "content-security-policy": [
      "default-src 'none'",
      "style-src 'self'",
      "script-src 'none'",
      `form-action ${["'self'", ...formTargets].join(" ")}`,
      "base-uri 'none'",
      "frame-ancestors 'none'",
    ].join("; "),
    "cache-control": "no-store",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    ...(secure ? { "strict-transport-security": "max-age=31536000" } : {}),
  };
}

/** A page's HTML. */
export function rendered(template: string, title: string, view: object = {}): string {
  return eta.render(template, { ...view, title, words, fill: filledIn, place: placeName, sentence });
}

const sentence = (code: ProblemCode) => problemEntry(code).zh;

/** Sends a page. */
export function sendPage(
  reply: FastifyReply,
  headers: Readonly<Record<string, string>>,
  body: string,
  status = 200,
): FastifyReply {
  return reply.code(status).headers(headers).header("content-type", "text/html; charset=utf-8").send(body);
}
