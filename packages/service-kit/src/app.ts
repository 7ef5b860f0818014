import swagger from "@fastify/swagger";
import { hasFormOfId, Problem, sentenceOf } from "@shuangsui/contracts";
import fastify, { LogController, type FastifyBaseLogger, type FastifyInstance } from "fastify";
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from "fastify-type-provider-zod";
import { randomUUID } from "node:crypto";
import { guardRoutes } from "./access/guard.ts";
import type { TokenVerifier } from "./access/tokens.ts";
import type { Auditor } from "./audit/auditor.ts";
import { noteRefusal } from "./audit/refusals.ts";
import {
  cutSilentUploads,
  dropUnaskedConnections,
  refuseNoRequest,
  refuseWhileClosing,
  requireHost,
} from "./connections.ts";
import { forbiddenName, handleErrors, sendUnrouted, type RefusalPage } from "./errors.ts";
import { nameTwice } from "./json-names.ts";
import { refuseUnknownFields } from "./known-fields.ts";
import { answerNotModified } from "./etags.ts";
import { secureHeaders, type PagePolicy } from "./hardening/headers.ts";
import { countRequests, type RateLimits } from "./hardening/rates.ts";
import type { Logger } from "./logger.ts";
import { completeDocument } from "./openapi-document.ts";
import { describeRoute, documentOf } from "./openapi.ts";
import { inRequest } from "./request-scope.ts";
import { unroutedOf } from "./unrouted.ts";
import { saysUtf8, utf8Text } from "./utf8.ts";

/** Types the routes of an app, or of a part registered in one, by their zod schemas. */
export const typed = (app: FastifyInstance) => app.withTypeProvider<ZodTypeProvider>();
/** A Fastify service whose routes are typed by their zod schemas. */
export type App = ReturnType<typeof typed>;

export type AppOptions = {
  name: string;
  title: string;
  logger: Logger;
  /** What must answer before the service is ready, by name. */
  ready: Record<string, () => Promise<unknown>>;
  /** Who tells who calls. An app without lets anybody in, and has public routes alone. */
  tokens?: TokenVerifier;
  bodyLimit?: number;
  /** Answers who wants pages, where no route takes a request. */
  refusalPage?: RefusalPage;
  /** The addresses of proxies whose X-Forwarded-For is believed; none by itself. */
  trustedProxies?: readonly string[];
  /** The cookie in which a browser may show its token, where it can send no header. */
  tokenCookie?: string;
  /** Told of refusals that tell of an attack. */
  auditor?: Auditor;
  /** After how long, in milliseconds, a client is cut off that has stopped sending its body. */
  silentUploadMs?: number;
  /** How long, in milliseconds, a request may take to come in whole. */
  requestWithinMs?: number;
  /** How many requests are taken of an address and of a person; without it all are. */
  rateLimits?: RateLimits | undefined;
  /** What its pages may do in a browser; without it it has none. */
  pages?: PagePolicy;
};

/** How long a request may take that uploads a file, in milliseconds: 256 MiB at less than four megabits a second. */
export const uploadWithinMs = 600_000;
/** How long the headers of a request may take, in milliseconds. */
const headersWithinMs = 15_000;

/**
 * A service's frame: typed routes, OpenAPI 3.1 at `/openapi.json`, health, one log line a request with
 * its route and id but never its address, and problems by RFC 9457.
 */
export async function createApp(options: AppOptions): Promise<App> {
  const loggerInstance: FastifyBaseLogger = options.logger;
  const { trustedProxies = [] } = options;
  const app = typed(
    fastify({
      loggerInstance,
      logController: new LogController({ disableRequestLogging: true }),
      // Told of no options it makes one without looking for them: every request has one, and few say anything by it.
      childLoggerFactory: (logger, bindings) => logger.child(bindings),
      bodyLimit: options.bodyLimit ?? 1_048_576,
      requestIdHeader: false,
      trustProxy: trustedProxies.length > 0 && [...trustedProxies],
      genReqId: (request) => {
        const given = request.headers["x-request-id"];
        return typeof given === "string" && hasFormOfId(given) ? given : randomUUID();
      },
      onProtoPoisoning: "error",
      onConstructorPoisoning: "error",
      routerOptions: { maxParamLength: 200 },
      // Under its own name as well, as the one document of all services has it, and a gateway before them.
      rewriteUrl: ({ url = "/" }) =>
        url.startsWith(`/${options.name}/api/`) ? url.slice(options.name.length + 1) : url,
      requestTimeout: options.requestWithinMs ?? 60_000,
      // Hooks below refuse in their place, as problems.
      return503OnClosing: false,
      http: { requireHostHeader: false, headersTimeout: headersWithinMs },
      clientErrorHandler: refuseNoRequest,
      frameworkErrors: (_error, request, reply) =>
        void sendUnrouted(request, reply, new Problem("not-found"), options.refusalPage),
    }),
  );
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  const unrouted = unroutedOf(app);
  refuseUnknownFields(app);
  secureHeaders(app, options.pages);
  countRequests(app, options.rateLimits);
  handleErrors(app, unrouted, options.refusalPage, (request, problem) => {
    if (options.auditor !== undefined) noteRefusal(options.auditor, request, problem);
  });
  acceptJson(app);
  app.addHook("onRequest", (request, _reply, done) => inRequest(request.id, done, request.ip));
  refuseWhileClosing(app);
  dropUnaskedConnections(app);
  requireHost(app);
  cutSilentUploads(app, options.silentUploadMs ?? 15_000);
  // Before the body is read, whose media type nobody asked for.
  app.addHook("onRequest", (request, reply, done) => {
    if (!request.is404) return done();
    app.rates.ofAddress(request, reply);
    throw unrouted(request, reply);
  });
  guardRoutes(app, options.tokens, options.tokenCookie);
  refuseNul(app);
  app.addHook("onSend", (_request, reply, payload, done) => {
    if (reply.statusCode === 503 && !reply.hasHeader("retry-after")) reply.header("retry-after", "2");
    done(null, payload);
  });
  answerNotModified(app);
  logRequests(app, options.logger);
  app.addHook("onClose", async () => options.auditor?.flush());
  await app.register(swagger, {
    openapi: documentOf(options.title, options.tokens?.issuer),
    transform: describeRoute,
    transformObject: completeDocument,
  });
  const schema = { hide: true } as const;
  app.get("/openapi.json", { config: { action: "public" }, schema }, async () => app.swagger());
  const open = { config: { action: "public", counted: "never" }, schema } as const;
  app.get("/health/live", open, async () => ({ status: "live", name: options.name }));
  app.get("/health/ready", open, async (_request, reply) => {
    const failing: string[] = [];
    for (const [part, check] of Object.entries(options.ready)) {
      try {
        await check();
      } catch {
        failing.push(part);
      }
    }
    if (failing.length > 0) reply.code(503);
    return { status: failing.length === 0 ? "ready" : "waiting", name: options.name, failing };
  });
  return app;
}

/** One line a request. It holds nothing that could be redacted, to look for which costs as much as the line. */
function logRequests(app: App, logger: Logger): void {
  const lines = logger.child({}, { redact: [] });
  app.addHook("onResponse", (request, reply, done) => {
    const { url: route = null } = request.routeOptions;
    const [reqId, method] = [request.id, request.method];
    if (route?.startsWith("/health") !== true)
      lines.info(
        { reqId, method, route, status: reply.statusCode, ms: Math.round(reply.elapsedTime) },
        "request",
      );
    done();
  });
}

/** Refuses an address with a NUL in it, whatever a route's schema says of texts: PostgreSQL holds none. */
function refuseNul(app: App): void {
  const problem = new Problem("body/invalid", undefined, [
    { path: "/", fault: "control", message: sentenceOf("control") },
  ]);
  app.addHook("onRequest", ({ raw }, _reply, done) =>
    raw.url?.includes("%00") === true ? done(problem) : done(),
  );
}

/**
 * Reads JSON bodies in UTF-8, so that no text is stored garbled. One with a forbidden property name is JSON, but fits no
 * schema: 422, where Fastify would say 400.
 */
function acceptJson(app: App): void {
  const parse = app.getDefaultJsonParser("error", "error");
  app.removeContentTypeParser("text/plain");
  app.addContentTypeParser("application/json", { parseAs: "buffer" }, (request, body: Buffer, done) => {
    if (!saysUtf8(request.headers["content-type"] ?? ""))
      return done(new Problem("body/media-type", "the charset must be UTF-8"));
    const text = utf8Text(body);
    if (text === undefined) return done(new Problem("body/not-json", "it is not in UTF-8"));
    void parse(request, text, (error, value) => {
      if (error === null) {
        const twice = nameTwice(text);
        if (twice === undefined) return done(null, value);
        return done(
          new Problem("body/invalid", undefined, [
            {
              path: "/",
              fault: "field-twice",
              message: sentenceOf("field-twice", { field: twice.slice(0, 60) }),
            },
          ]),
        );
      }
      done(isJson(text) ? forbiddenName : error);
    });
  });
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
