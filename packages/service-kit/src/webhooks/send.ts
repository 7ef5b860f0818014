import type { DeliveryFault } from "@shuangsui/contracts";
import { Agent as HttpAgent, request as overHttp, type RequestOptions } from "node:http";
import { Agent as HttpsAgent, request as overHttps } from "node:https";
import { isIP } from "node:net";
import { codeOf } from "../database.ts";
import { AddressRefused, hostOf, lookupOf, mayReach, type Destinations } from "./addresses.ts";

/** What became of an attempt: the status that was answered, if any, and why it failed, if it did. */
export type Attempt = { status: number | null; fault: DeliveryFault | null };

/** Posts a body once. Never fails. */
export type Send = (url: URL, headers: Record<string, string>, body: string) => Promise<Attempt>;

/** How long a receiver may take, milliseconds. */
const withinMs = 10_000;
const connections = { keepAlive: true, maxSockets: 16, timeout: 30_000 };

/**
 * Posts over connections that are kept for a while, each made to an address that was checked. Where it is sent on elsewhere
 * it does not go; of the answer only the status is read.
 */
export function createSender(destinations: Destinations, limitMs = withinMs): { send: Send; close(): void } {
  const agents = { "http:": new HttpAgent(connections), "https:": new HttpsAgent(connections) };
  const lookup = lookupOf(destinations);
  const post = (url: URL, headers: Record<string, string>, body: string): Promise<number> =>
    new Promise((resolve, reject) => {
      const host = hostOf(url);
      // Who names an address is not looked up.
      if (isIP(host) !== 0 && !mayReach(host, destinations)) return reject(new AddressRefused());
      const secure = url.protocol === "https:";
      if (!secure && !destinations.allowLoopback) return reject(new AddressRefused());
      const options: RequestOptions = {
        method: "POST",
        agent: agents[secure ? "https:" : "http:"],
        lookup,
        signal: AbortSignal.timeout(limitMs),
        headers: {
          ...headers,
          "content-length": Buffer.byteLength(body),
          "user-agent": "shuangsui-webhooks",
        },
      };
      const request = (secure ? overHttps : overHttp)(url, options, (response) => {
        resolve(response.statusCode ?? 0);
        // Nothing of it is kept; one that goes on for long costs its connection.
        response.on("error", () => undefined);
        let read = 0;
        response.on("data", (chunk: Buffer) => {
          read += chunk.length;
          if (read > 65_536) response.destroy();
        });
      });
      request.on("error", (error) => {
        // A connection that was kept may have been closed at its other end meanwhile: another is made.
        if (request.reusedSocket && codeOf(error) === "ECONNRESET") resolve(post(url, headers, body));
        else reject(error);
      });
      request.end(body);
    });
  return {
    send: (url, headers, body) =>
      post(url, headers, body).then(
        (status) => ({ status, fault: faultOfStatus(status) }),
        (error: unknown) => ({ status: null, fault: faultOfError(error) }),
      ),
    close() {
      for (const agent of Object.values(agents)) agent.destroy();
    },
  };
}

function faultOfStatus(status: number): DeliveryFault | null {
  if (status >= 200 && status < 300) return null;
  return status >= 300 && status < 400 ? "redirected" : "refused";
}

function faultOfError(error: unknown): DeliveryFault {
  if (error instanceof AddressRefused) return "address-refused";
  return error instanceof Error && (error.name === "TimeoutError" || error.name === "AbortError")
    ? "timeout"
    : "unreachable";
}
