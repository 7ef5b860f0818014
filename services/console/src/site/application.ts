import { Problem } from "@shuangsui/contracts";
import type { App } from "@shuangsui/service-kit";
import { noncePlace, openPages, sentAs } from "@shuangsui/web-build";
import type { FastifyReply } from "fastify";
import { randomBytes } from "node:crypto";
import { returnPath } from "../sign-in/rules.ts";
import { sources } from "./sources.ts";

/** Where the pages were before they were all that the console has. */
const wasBelow = /^\/app(?:\/|(?=\?)|$)/;

/**
 * The pages: one document for all of them, which a script fills, and its files, built when the console first
 * starts, kept in memory and by browsers for as long as they like: their names say what is in them.
 */
export function servePages(app: App, { issuer, portalUrl }: { issuer: string; portalUrl: string }): void {
  const pages = openPages(sources);
  const policyOf = policyFor(new URL(issuer).origin, new URL(portalUrl).origin);
  // Whoever comes first should not wait for it.
  app.addHook("onReady", async () => {
    pages().catch((error: unknown) =>
      app.log.error({ error: error instanceof Error ? error.message : "unknown" }, "no pages"),
    );
  });
  const page = async (reply: FastifyReply) => {
    const nonce = randomBytes(16).toString("base64");
    return reply
      .header("content-type", "text/html; charset=utf-8")
      .header("content-security-policy", policyOf(nonce))
      .send((await pages()).html.replaceAll(noncePlace, nonce));
  };
  // Which address is a page's the script knows.
  app.get("/*", { schema: { hide: true } }, (request, reply) => {
    const [before] = wasBelow.exec(request.url) ?? [];
    if (before === undefined) return page(reply);
    return reply.redirect(returnPath(`/${request.url.slice(before.length)}`), 308);
  });
  app.get(
    "/assets/:name",
    { config: { withoutSession: true }, schema: { hide: true } },
    async (request, reply) => {
      const file = (await pages()).files.get((request.params as { name: string }).name);
      if (file === undefined) throw new Problem("not-found");
      const { bytes, headers } = sentAs(file, request.headers["accept-encoding"]);
      return reply.headers(headers).send(bytes);
    },
  );
}

/**
 * Scripts and pictures of this very console; what styles a script makes bear the answer's nonce. What is public of a draw is read at
 * the portal, as anybody reads it.
 */
const policyFor = (provider: string, portal: string) => (nonce: string) =>
  [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data: blob:",
    "font-src 'self'",
    `connect-src 'self' ${portal}`,
    "worker-src 'self' blob:",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    `form-action 'self' ${provider}`,
  ].join("; ");
