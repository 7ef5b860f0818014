import type { App } from "@shuangsui/service-kit";

/**
 * Pages load their own style sheet and icon, run no script, are never framed and never kept. Their forms may lead on by
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
  app.addHook("onSend", async (_request, reply) => {
    reply.header("content-security-policy", policy);
    // Not `no-referrer`: by that a form of our own would come without its origin.
    reply.header("referrer-policy", "same-origin");
    reply.header("cross-origin-opener-policy", "same-origin");
    if (!reply.hasHeader("cache-control")) reply.header("cache-control", "no-store");
  });
}
