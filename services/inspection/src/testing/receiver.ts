import { cloudEvent, type CloudEvent } from "@shuangsui/contracts";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";

/** A request that a receiver of webhooks heard. */
export type Heard = { path: string; headers: IncomingHttpHeaders; body: string; event: CloudEvent };
/** How a receiver answers: with a status and a place to go to instead, or not at all. */
type Reply = { status: number; location?: string } | "nothing";

/** A receiver of webhooks on this machine, which answers as a test says. */
export type Receiver = {
  url: string;
  heard: Heard[];
  /** Waits until it has heard so many, and gives the last of those. */
  next(count: number): Promise<Heard>;
  /** What was heard at a path. */
  at(path: string): Heard[];
  reply: Reply;
  close(): Promise<void>;
};

export async function startReceiver(): Promise<Receiver> {
  const heard: Heard[] = [];
  let arrived = Promise.withResolvers<void>();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const body = Buffer.concat(chunks).toString();
      const path = request.url ?? "";
      heard.push({ path, headers: request.headers, body, event: cloudEvent.parse(JSON.parse(body)) });
      arrived.resolve();
      arrived = Promise.withResolvers();
      const { reply } = receiver;
      if (reply === "nothing") return;
      response.writeHead(reply.status, reply.location === undefined ? {} : { location: reply.location });
      response.end("what a receiver says is not read");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const receiver: Receiver = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    heard,
    async next(count) {
      for (;;) {
        const last = heard[count - 1];
        if (last !== undefined) return last;
        await arrived.promise;
      }
    },
    at: (path) => heard.filter((one) => one.path === path),
    reply: { status: 204 },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return receiver;
}
