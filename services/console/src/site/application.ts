import { Problem } from "@shuangsui/contracts";
import type { App } from "@shuangsui/service-kit";
import { noncePlace, openPages, sentAs } from "@shuangsui/web-build";
import { randomBytes } from "node:crypto";
import { fileURLToPath } from "node:url";

const sources = { name: "console", folder: fileURLToPath(new URL("../web", import.meta.url)) };

/**
 * The pages below `/app`: one document for all of them, which a script fills, and its files, built when the console first
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
  for (const url of ["/app", "/app/*"])
    app.get(url, { schema: { hide: true } }, async (_request, reply) => {
      const nonce = randomBytes(16).toString("base64");
      return reply
        .header("content-type", "text/html; charset=utf-8")
        .header("content-security-policy", policyOf(nonce))
        .send((await pages()).html.replaceAll(noncePlace, nonce));
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
