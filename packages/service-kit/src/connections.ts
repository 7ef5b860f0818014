import { Problem, problemEntry } from "@shuangsui/contracts";
import type { FastifyInstance } from "fastify";
import { STATUS_CODES, type IncomingMessage } from "node:http";
import { Socket } from "node:net";
import { codeOf } from "./database.ts";
import { problemBodyOf } from "./errors.ts";

/** Refuses what comes in on connections that are still open while the service closes. */
export function refuseWhileClosing(app: FastifyInstance): void {
  let closing = false;
  app.addHook("preClose", (done) => {
    closing = true;
    done();
  });
  app.addHook("onRequest", (_request, _reply, done) =>
    closing ? done(new Problem("unavailable", "the service is closing")) : done(),
  );
}

/** Lets connections on which nothing was asked yet hold up no closing: Node takes them for busy for a minute. */
export function dropUnaskedConnections(app: FastifyInstance): void {
  const unasked = new Set<Socket>();
  app.server.on("connection", (socket: Socket) => {
    unasked.add(socket);
    socket.once("close", () => unasked.delete(socket));
  });
  app.server.on("request", ({ socket }: IncomingMessage) => unasked.delete(socket));
  app.addHook("preClose", (done) => {
    for (const socket of unasked) socket.destroy();
    done();
  });
}

/** Refuses HTTP/1.1 that names no host (RFC 9112), which Node would refuse with an empty answer. */
export function requireHost(app: FastifyInstance): void {
  app.addHook("onRequest", ({ raw }, _reply, done) =>
    raw.httpVersion === "1.1" && raw.headers.host === undefined
      ? done(new Problem("request/malformed", "the header Host is missing"))
      : done(),
  );
}

/**
 * Cuts the connection of a client that announced a body and sends nothing of it for `silentMs` or, at most, twice
 * that: what waits for the body ends, and its transaction with it.
 */
export function cutSilentUploads(app: FastifyInstance, silentMs: number): void {
  app.addHook("onRequest", (request, reply, done) => {
    const { raw } = request;
    // An injected request comes whole, over no connection.
    if (!hasBody(raw) || !(raw.socket instanceof Socket)) return done();
    let heard = raw.socket.bytesRead;
    const timer = setInterval(() => {
      if (raw.complete) return clearInterval(timer);
      const silent = raw.socket.bytesRead === heard;
      heard = raw.socket.bytesRead;
      // Where something came that was not read yet, the delay is the service's own.
      if (!silent || raw.readableLength > 0) return;
      clearInterval(timer);
      const problem = new Problem("request/too-slow");
      if (reply.raw.socket !== null && !reply.raw.headersSent) refuseAt(raw.socket, problem, request.id);
      raw.destroy(problem);
    }, silentMs);
    timer.unref();
    raw.once("close", () => clearInterval(timer));
    done();
  });
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers["transfer-encoding"] !== undefined || Number(headers["content-length"] ?? 0) > 0;
}

const byParserCode = new Map<string, Problem>([
  ["ERR_HTTP_REQUEST_TIMEOUT", new Problem("request/too-slow")],
  ["HPE_HEADER_OVERFLOW", new Problem("request/headers-too-large")],
  ["HPE_CHUNK_EXTENSIONS_OVERFLOW", new Problem("body/too-large")],
]);

/** Answers what never became a request, since it is no HTTP, too large or too slow. */
export function refuseNoRequest(error: Error, socket: Socket): void {
  if (codeOf(error) === "ECONNRESET" || socket.destroyed) return;
  refuseAt(socket, byParserCode.get(codeOf(error) ?? "") ?? new Problem("request/malformed"));
}

/** Writes a refusal where there is no reply to write it, and closes. */
function refuseAt(socket: Socket, problem: Problem, instance?: string): void {
  const { status } = problemEntry(problem.code);
  const body = JSON.stringify(problemBodyOf(problem, instance));
  if (socket.writable)
    socket.write(
      [
        `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ""}`,
        "content-type: application/problem+json; charset=utf-8",
        `content-length: ${Buffer.byteLength(body)}`,
        "connection: close",
        "",
        body,
      ].join("\r\n"),
    );
  socket.destroySoon();
}
