import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from "node:http";
import { randomBytes } from "node:crypto";

/** A request from one service to another, as the proxy between them saw it. */
export type Passed = {
  method: string;
  path: string;
  /** Its Idempotency-Key; null where it has none. */
  key: string | null;
  /** What the caller was answered; null while it is not. */
  status: number | null;
};
/**
 * What becomes of a request: it reaches the service; the service is away; it comes with a token that the service does not
 * know; or it is answered as taken and not decided, and does not reach the service.
 */
export type Fate = "passes" | "away" | "wrong-token" | "taken";

/** Stands between a service and those that call it. */
export type Proxy = {
  url: string;
  /** Every request that came, in order. */
  came: Passed[];
  /** Decides each request's fate; all pass unless a test sets it. */
  fateOf: (request: Passed) => Fate;
  close(): Promise<void>;
};

const everythingPasses = (): Fate => "passes";

/** Starts one before the service at that URL. */
export async function startProxy(target: string): Promise<Proxy> {
  const came: Passed[] = [];
  const set: Pick<Proxy, "fateOf"> = { fateOf: everythingPasses };
  const server = createServer((incoming, response) => {
    const key = incoming.headers["idempotency-key"];
    const request: Passed = {
      method: incoming.method ?? "GET",
      path: incoming.url ?? "/",
      key: typeof key === "string" ? key : null,
      status: null,
    };
    came.push(request);
    response.on("finish", () => (request.status = response.statusCode));
    const fate = set.fateOf(request);
    if (fate === "away") answer(incoming, response, 503);
    else if (fate === "taken") answer(incoming, response, 202);
    else forward(target, incoming, response, fate === "wrong-token");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  return Object.assign(set, {
    url: `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`,
    came,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  });
}

function answer(incoming: IncomingMessage, response: ServerResponse, status: number): void {
  incoming.resume();
  response.writeHead(status, { "content-type": "application/json" });
  response.end("{}");
}

function forward(
  target: string,
  incoming: IncomingMessage,
  response: ServerResponse,
  withWrongToken: boolean,
): void {
  const { host: _host, ...headers } = incoming.headers;
  if (withWrongToken) headers.authorization = `Bearer ${randomBytes(16).toString("hex")}`;
  const forwarded = httpRequest(
    new URL(incoming.url ?? "/", target),
    { method: incoming.method ?? "GET", headers },
    (answered) => {
      response.writeHead(answered.statusCode ?? 502, answered.headers);
      answered.pipe(response);
    },
  );
  forwarded.on("error", () => response.destroy());
  incoming.pipe(forwarded);
}
