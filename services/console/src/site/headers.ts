import type { App } from "@shuangsui/service-kit";

declare module "fastify" {
  // Declarations merge by interface alone.
  interface FastifyContextConfig {
    /** A page that runs a script of the console's own. */
    runsScript?: boolean;
  }
}

/**
 * Pages load their own style sheet and icon, run no script but where their route says so, are never framed and never kept. Their forms may lead on by
 * redirects to where one signs in and out.
 */
export function strictHeaders(app: App, issuer: string): void {
  const policy = [
    "default-src 'none'",
    "style-src 'self'",
    "img-src 'self'",
    `form-action 'self' ${new URL(issuer).origin}`,
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
  const withScript = `${policy}; script-src 'self'`;
  app.addHook("onSend", async (request, reply) => {
    const { runsScript = false } = request.routeOptions.config;
    reply.header("content-security-policy", runsScript ? withScript : policy);
    // Not `no-referrer`: by that a form of our own would come without its origin.
    reply.header("referrer-policy", "same-origin");
    reply.header("cross-origin-opener-policy", "same-origin");
    if (!reply.hasHeader("cache-control")) reply.header("cache-control", "no-store");
  });
}
