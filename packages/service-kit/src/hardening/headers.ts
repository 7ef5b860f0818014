import helmet from "@fastify/helmet";
import type { FastifyInstance } from "fastify";

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

const self = "'self'";
const none = ["'none'"];
const year = 31_536_000;

/**
 * Sends with every answer, pages and refusals too, what a browser may do with it: no script but where a page has a policy of its own, nothing from elsewhere, no frame
 * around it. What is not public is kept nowhere on the way.
 */
export async function secureHeaders(app: FastifyInstance, policy: PagePolicy = {}): Promise<void> {
  const { styles = false, images = false, formTargets, referrer = "no-referrer", https = false } = policy;
  const formAction = formTargets === undefined ? none : [self, ...formTargets];
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        "default-src": none,
        "script-src": none,
        "base-uri": none,
        "frame-ancestors": none,
        "form-action": formAction,
        ...(styles ? { "style-src": [self] } : {}),
        ...(images ? { "img-src": [self] } : {}),
      },
    },
    crossOriginResourcePolicy: { policy: "same-origin" },
    referrerPolicy: { policy: referrer },
    xFrameOptions: { action: "deny" },
    // By who knows of TLS in front, below.
    strictTransportSecurity: false,
  });
  app.addHook("onRequest", (request, { raw }, done) => {
    raw.setHeader("permissions-policy", "camera=(), geolocation=(), microphone=()");
    if (https || request.protocol === "https")
      raw.setHeader("strict-transport-security", `max-age=${year}; includeSubDomains`);
    done();
  });
  app.addHook("onSend", async ({ routeOptions }, reply) => {
    if (routeOptions.config.action !== "public" && !reply.hasHeader("cache-control"))
      reply.header("cache-control", "no-store");
  });
}
