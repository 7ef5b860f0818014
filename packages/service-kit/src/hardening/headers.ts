import type { FastifyInstance, FastifyReply } from "fastify";

/** What an app's pages may do in a browser, beyond nothing at all. */
export type PagePolicy = {
  /** Whether they have a style sheet and pictures, of this very app. */
  styles?: boolean;
  images?: boolean;
  /** Where their forms may lead, beside this app itself; without it they have no forms. */
  formTargets?: readonly string[];
  /** What a browser tells of the page to where it leads on. */
  referrer?: "no-referrer" | "same-origin";
  /** Whether browsers reach them by https, whoever does TLS in front. */
  https?: boolean;
};

const [none, self] = ["'none'", "'self'"];
const year = 31_536_000;
const transport = "strict-transport-security";

/** What every answer says to browsers, whatever the app. */
const always = {
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "origin-agent-cluster": "?1",
  "permissions-policy": "camera=(), geolocation=(), microphone=()",
  "x-content-type-options": "nosniff",
  "x-dns-prefetch-control": "off",
  "x-download-options": "noopen",
  "x-frame-options": "DENY",
  "x-permitted-cross-domain-policies": "none",
  // The filter that old browsers have is itself a way in.
  "x-xss-protection": "0",
} as const;

/** What a page may load and do (Content Security Policy 3). */
function contentPolicyOf({ styles = false, images = false, formTargets }: PagePolicy): string {
  return [
    `default-src ${none}`,
    `script-src ${none}`,
    `base-uri ${none}`,
    `frame-ancestors ${none}`,
    `form-action ${formTargets === undefined ? none : [self, ...formTargets].join(" ")}`,
    ...(styles ? [`style-src ${self}`] : []),
    ...(images ? [`img-src ${self}`] : []),
  ].join(";");
}

/**
 * Sends with every answer, pages and refusals too, what a browser may do with it: no script but where a page has a policy of its own, nothing from elsewhere, no frame
 * around it. What is not public is kept nowhere on the way, unless its route says otherwise.
 */
export function secureHeaders(app: FastifyInstance, policy: PagePolicy = {}): void {
  const headers = {
    "content-security-policy": contentPolicyOf(policy),
    "referrer-policy": policy.referrer ?? "no-referrer",
    ...always,
    ...(policy.https === true ? { [transport]: `max-age=${year}; includeSubDomains` } : {}),
  };
  app.addHook("onRequest", (request, reply, done) => {
    const { action } = request.routeOptions.config;
    reply.headers(headers).header("x-request-id", request.id);
    if (action !== "public") reply.header("cache-control", "no-store");
    if (request.protocol === "https") reply.header(transport, `max-age=${year}; includeSubDomains`);
    done();
  });
}

/** Gives the bare response to who writes it by itself, with the headers that the frame has given the reply. */
export function takeOver(reply: FastifyReply): FastifyReply["raw"] {
  reply.hijack();
  for (const [name, value] of Object.entries(reply.getHeaders()))
    if (value !== undefined) reply.raw.setHeader(name, value);
  return reply.raw;
}
