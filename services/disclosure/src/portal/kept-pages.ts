import { hasFormOfId } from "@shuangsui/contracts";
import { namesEtag } from "@shuangsui/service-kit";
import type { FastifyReply } from "fastify";
import { hash, randomUUID } from "node:crypto";
import type { IncomingMessage, RequestListener, Server, ServerResponse } from "node:http";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

/** A page that needs nothing of the database to be sent. */
type Page = {
  /** What it was rendered from: where that is another now, so is the page. */
  state: string;
  encoded: Record<Encoding, Encoded>;
  /** The headers that go with it, by how the request came. */
  headers: Map<string, Record<Encoding, Headers>>;
  /** When it was last known to be how things stand, on the process's own clock. */
  checkedAt: number;
  /** Whether somebody's request was let through since, to ask whether it still is. */
  isAskedFor: boolean;
};
type Encoding = "br" | "gzip" | "identity";
/** Bytes as a text of Latin-1, a character a byte: Node sends that with the headers in one piece, and bytes as a second one. */
type Encoded = { latin1: string; etag: string };
/** Names and values in turn, the request's id to follow: with the page, and without it. */
type Headers = { whole: readonly string[]; unchanged: readonly string[] };

/** The portal's pages as they were rendered, in memory. */
export type KeptPages = {
  /**
   * Sends the page at an address by how things stand, which was read after `askedAt`; it is rendered where it is not kept for that
   * `state`.
   */
  send(
    reply: FastifyReply,
    page: { path: string; state: string; askedAt: number; render: () => string },
  ): FastifyReply;
  /** Has a server send what is kept ahead of the frame: no hook runs, nothing is counted or logged. */
  sendAheadOf(server: Server): void;
  /** What changed may change any page: each is looked at again before it is sent. */
  doubt(): void;
};

/** For so long a page is sent without asking whether it still is how things stand: what another process has taken down is gone by then. */
const trustedMs = 1_000;
/** After so long one request is let through to ask, and the others need not wait for that, or ask as well. */
const askedAfterMs = 500;
/** What pages may take of memory; the oldest go first. */
const mostBytes = 64 * 1024 * 1024;
const mostWays = 8;
const contentType = "text/html; charset=utf-8";
/** Told of each request anew. */
const ownHeaders = /^(x-request-id|(x-)?ratelimit.*|date|connection|keep-alive)$/i;

export function keptPages(): KeptPages {
  const pages = new Map<string, Page>();
  let bytes = 0;
  let doubtedAt = -Infinity;

  const keep = (path: string, page: Page) => {
    const before = pages.get(path);
    if (before !== undefined) bytes -= sizeOf(before);
    pages.delete(path);
    pages.set(path, page);
    bytes += sizeOf(page);
    for (const [oldest, its] of pages) {
      if (bytes <= mostBytes) break;
      pages.delete(oldest);
      bytes -= sizeOf(its);
    }
  };
  /** Whether a page is sent as it is. Where it is not, its request asks how things stand. */
  const isTrusted = (page: Page) => {
    const age = performance.now() - page.checkedAt;
    if (page.checkedAt <= doubtedAt || age >= trustedMs) return false;
    if (age < askedAfterMs || page.isAskedFor) return true;
    page.isAskedFor = true;
    return false;
  };

  const sendKept = (request: IncomingMessage, response: ServerResponse): boolean => {
    const { headers: asked, url = "" } = request;
    const page = pages.get(url);
    if (page === undefined || request.method !== "GET" || !isPlain(request)) return false;
    const headers = page.headers.get(wayOf(request));
    if (headers === undefined || !isTrusted(page)) return false;
    const encoding = encodingFor(asked["accept-encoding"]);
    const { latin1, etag } = page.encoded[encoding];
    const { whole, unchanged } = headers[encoding];
    const given = asked["x-request-id"];
    const requestId = typeof given === "string" && hasFormOfId(given) ? given : randomUUID();
    if (namesEtag(asked["if-none-match"], etag)) response.writeHead(304, [...unchanged, requestId]).end();
    else response.writeHead(200, [...whole, requestId]).end(latin1, "latin1");
    return true;
  };

  return {
    send(reply, { path, state, askedAt, render }) {
      const before = pages.get(path);
      const page =
        before?.state === state
          ? { ...before, checkedAt: askedAt, isAskedFor: false }
          : pageOf(state, askedAt, render());
      const encoding = encodingFor(reply.request.headers["accept-encoding"]);
      const { latin1, etag } = page.encoded[encoding];
      reply.headers({ "cache-control": "no-cache", vary: "accept-encoding" });
      const ofFrame = Object.entries(reply.getHeaders()).flatMap(([name, value]) =>
        ownHeaders.test(name) || value === undefined ? [] : [name, String(value)],
      );
      if (page.headers.size < mostWays)
        page.headers.set(wayOf(reply.request.raw), headersOf(ofFrame, page.encoded));
      keep(path, page);
      if (encoding !== "identity") reply.header("content-encoding", encoding);
      return reply.headers({ etag, "content-type": contentType }).send(Buffer.from(latin1, "latin1"));
    },
    sendAheadOf(server) {
      const [frame] = server.listeners("request") as RequestListener[];
      if (frame === undefined) throw new TypeError("the server has no listener to be ahead of");
      server.removeListener("request", frame);
      server.prependListener("request", (request, response) => {
        if (!server.listening || !sendKept(request, response)) frame(request, response);
      });
    },
    doubt() {
      doubtedAt = performance.now();
    },
  };
}

function pageOf(state: string, checkedAt: number, html: string): Page {
  const identity = Buffer.from(html);
  const digest = hash("sha256", identity, "base64url").slice(0, 22);
  const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } };
  return {
    state,
    checkedAt,
    isAskedFor: false,
    headers: new Map(),
    encoded: {
      identity: { latin1: identity.toString("latin1"), etag: `"${digest}"` },
      gzip: { latin1: gzipSync(identity).toString("latin1"), etag: `"${digest}-gzip"` },
      br: { latin1: brotliCompressSync(identity, quality).toString("latin1"), etag: `"${digest}-br"` },
    },
  };
}

/** The headers of a page in each of its forms, with those that the frame gives. */
function headersOf(ofFrame: readonly string[], encoded: Page["encoded"]): Record<Encoding, Headers> {
  const of = (encoding: Encoding): Headers => {
    const { etag, latin1 } = encoded[encoding];
    const tagged = [...ofFrame, "etag", etag];
    const ofBody = ["content-type", contentType, "content-length", String(latin1.length)];
    const ofForm = encoding === "identity" ? [] : ["content-encoding", encoding];
    return {
      whole: [...tagged, ...ofBody, ...ofForm, "x-request-id"],
      unchanged: [...tagged, "x-request-id"],
    };
  };
  return { br: of("br"), gzip: of("gzip"), identity: of("identity") };
}

const sizeOf = ({ encoded }: Page) =>
  Object.values(encoded).reduce((sum, { latin1 }) => sum + latin1.length, 0);

/** Whether a request is whole by its head; any other is the frame's to refuse. */
const isPlain = ({ headers }: IncomingMessage) =>
  headers.host !== undefined &&
  headers["content-length"] === undefined &&
  headers["transfer-encoding"] === undefined &&
  headers.expect === undefined;

/** How a request came, of which the frame's headers depend: from a proxy that says so or not. */
const wayOf = ({ headers: { "x-forwarded-proto": by }, socket }: IncomingMessage) =>
  by === undefined ? "" : `${String(by)} ${socket.remoteAddress ?? ""}`;

/** The best encoding that a reader takes. */
function encodingFor(accepted: string | string[] | undefined): Encoding {
  if (accepted === undefined) return "identity";
  const taken = new Set(
    String(accepted)
      .split(",")
      .map((one) => one.trim().toLowerCase())
      .filter((one) => !/;\s*q=0(\.0*)?$/.test(one))
      .map((one) => one.split(";", 1)[0]),
  );
  if (taken.has("br")) return "br";
  return taken.has("gzip") ? "gzip" : "identity";
}
