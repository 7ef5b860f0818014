import type { App } from "@shuangsui/service-kit";

const policy =
  "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/** Pages load their own style sheet and icon, run no script, are never framed and never kept. */
export function strictHeaders(app: App): void {
  app.addHook("onSend", async (_request, reply) => {
    reply.header("content-security-policy", policy);
    reply.header("referrer-policy", "no-referrer");
    reply.header("cross-origin-opener-policy", "same-origin");
    if (!reply.hasHeader("cache-control")) reply.header("cache-control", "no-store");
  });
}
