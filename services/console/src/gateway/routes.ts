import { Problem } from "@shuangsui/contracts";
import { ServiceUnavailable, type App } from "@shuangsui/service-kit";
import type { FastifyReply, FastifyRequest } from "fastify";
import { pipeline, Readable } from "node:stream";
import { createGzip } from "node:zlib";
import { z } from "zod";
import { signedInOf } from "../sign-in/guard.ts";

const service = z.enum(["registry", "inspection", "disclosure", "identity", "console"]);

/** The services that pages may call through the console, each by its name in an address; the console itself, whose trail is read so. */
export type Gateway = Readonly<Record<z.infer<typeof service>, string>>;

/** What a service is told of a request, and a page of an answer; all else is the console's own. */
const passedOn = [
  "accept",
  "content-type",
  "content-encoding",
  "idempotency-key",
  "if-match",
  "if-none-match",
  "last-event-id",
] as const;
const passedBack = [
  "content-type",
  "content-disposition",
  "etag",
  "location",
  "retry-after",
  "x-total-count",
] as const;

/** An account as administrators change it. */
const accountPath = /^\/api\/v1\/accounts\/([0-9a-f-]{36})(?:\/reset)?$/;

/** In which a page says for whom it was opened: the person's id, encoded as in an address. */
const openedByHeader = "x-opened-by";

/** Less than so much comes in one packet anyway. */
const packedFromBytes = 1_400;

/**
 * Calls a service's API in the name of whoever is signed in: `/api/inspection/api/v1/…`. A browser never holds the token by which
 * that is done, and a service sees no cookie. Bodies go through as they come, never whole in memory.
 */
export function gatewayRoutes(
  app: App,
  gateway: Gateway,
  { accountChanged }: { accountChanged(id: string): Promise<void> },
): void {
  app.get("/api/*", { schema: { hide: true } }, async () => {
    throw new Problem("not-found");
  });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", (_request, payload, done) => done(null, payload));
  app.route({
    method: ["GET", "POST", "PUT", "PATCH", "DELETE"],
    url: "/api/:service/api/v1/*",
    schema: { hide: true },
    handler: async (request, reply) => {
      const named = service.safeParse((request.params as { service: string }).service);
      if (!named.success) throw new Problem("not-found");
      const path = request.url.slice(`/api/${named.data}`.length);
      const url = new URL(path, gateway[named.data]);
      // Dots, plain or encoded, lead out of it: what is between services is nobody's here.
      if (!url.pathname.startsWith("/api/v1/")) throw new Problem("not-found");
      const account = named.data === "identity" ? accountPath.exec(url.pathname)?.[1] : undefined;
      return pass(request, reply, url, async () => {
        if (account === undefined || request.method === "GET") return;
        // What identity did is done, and an initial password is told only once: its answer is passed on whatever becomes of this.
        await accountChanged(account).catch((error: unknown) =>
          request.log.error(
            { error: error instanceof Error ? error.name : "unknown" },
            "sessions of a changed account are not marked yet",
          ),
        );
      });
    },
  });
}

/** A page stands while others sign in beside it: what one person typed goes out in no other's name. @throws Problem `caller/other-person` */
function requireSamePerson({ headers }: FastifyRequest, actor: string): void {
  const opened = headers[openedByHeader];
  if (opened !== undefined && opened !== encodeURIComponent(actor)) throw new Problem("caller/other-person");
}

/** Passes a call on, and its answer back, `done` before it where the service did what was asked. */
async function pass(
  request: FastifyRequest,
  reply: FastifyReply,
  url: URL,
  done: () => Promise<void>,
): Promise<FastifyReply> {
  const { credentials, actor } = signedInOf(request);
  requireSamePerson(request, actor);
  const gone = new AbortController();
  reply.raw.on("close", () => gone.abort());
  const send = async (refused?: string) => {
    const token = await credentials.token(refused);
    return fetch(url, {
      method: request.method,
      redirect: "error",
      signal: gone.signal,
      headers: { ...headersOf(request), authorization: `Bearer ${token}`, "x-request-id": request.id },
      ...(hasBody(request) ? { body: Readable.toWeb(request.body as Readable), duplex: "half" } : {}),
    }).catch(() => {
      throw new ServiceUnavailable("no answer");
    });
  };
  let answer = await send();
  // What was sent with it is gone by then: a call with a body is for the page to make again.
  if (answer.status === 401 && !hasBody(request)) {
    await answer.body?.cancel();
    answer = await send(await credentials.token());
  }
  if (answer.ok) await done();
  reply.code(answer.status).header("cache-control", "no-store");
  for (const name of passedBack) {
    const value = answer.headers.get(name);
    if (value !== null) reply.header(name, value);
  }
  if (answer.body === null) return reply.send();
  const body = Readable.fromWeb(answer.body);
  // What breaks off on the way is the reader's to notice, also where nobody reads yet: unheard it would end the process.
  body.on("error", () => undefined);
  const type = answer.headers.get("content-type") ?? "";
  if (type.startsWith("text/event-stream")) return reply.send(Readable.from(begun(body)));
  if (!isWorthPacking(type, answer.headers, request)) return reply.send(body);
  reply.header("content-encoding", "gzip").header("vary", "accept-encoding");
  return reply.send(pipeline(body, createGzip({ level: 4 }), () => undefined));
}

/** Lists come in a sixth of their bytes. */
function isWorthPacking(type: string, sent: Headers, { headers }: FastifyRequest): boolean {
  if (headers["accept-encoding"]?.includes("gzip") !== true || sent.has("content-encoding")) return false;
  return type.startsWith("application/json") && Number(sent.get("content-length") ?? 0) > packedFromBytes;
}

/** Lets a browser know at once that a stream of events is open, however long none comes: headers go out with the first bytes. */
async function* begun(body: Readable): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(":\n\n");
  for await (const chunk of body) yield chunk as Uint8Array;
}

function headersOf({ headers }: FastifyRequest): Record<string, string> {
  const given: Record<string, string> = {};
  for (const name of passedOn) {
    const value = headers[name];
    if (typeof value === "string") given[name] = value;
  }
  return given;
}

const hasBody = ({ method, body }: FastifyRequest) =>
  method !== "GET" && method !== "DELETE" && body instanceof Readable;
