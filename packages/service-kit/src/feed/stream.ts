import { placeText } from "@shuangsui/contracts";
import type { ServerResponse } from "node:http";
import { cloudEventOf, type FeedRow } from "./reader.ts";
import type { Hub } from "./hub.ts";

/** A stream on which nothing happens says that it is alive, and up to where it has come. */
const heartbeatMs = 15_000;
/** A reader that takes nothing of what waits for it for this long is let go. */
const stalledMs = 30_000;

export type StreamOptions = {
  service: string;
  hub: Hub;
  /** The place after which it begins. */
  after: number;
  /** Whether the reader may see an event and wants it. */
  takes(row: FeedRow): boolean;
  /** Reads the reader's own part of the feed, where that is no longer at hand. */
  read(after: number): Promise<{ rows: readonly FeedRow[]; upTo: number }>;
  /** Ends it: the reader has gone, or the service closes. */
  signal: AbortSignal;
};

/**
 * Sends the feed as server-sent events until the signal. What a slow reader has not taken yet is not gathered here: it is
 * read when there is room again. Each event, and each sign of life, bears the place up to which the reader has all.
 */
export async function streamFeed(response: ServerResponse, options: StreamOptions): Promise<void> {
  const { service, hub, takes, read, signal } = options;
  const send = async (text: string) => {
    if (!response.write(text)) await drained(response, signal);
  };
  for (let at = options.after; !signal.aborted;) {
    const recent = hub.after(at);
    const { rows, upTo } =
      recent === undefined
        ? await read(at)
        : { rows: recent.filter(takes), upTo: recent.at(-1)?.place ?? at };
    for (const row of rows) {
      if (signal.aborted) return;
      const event = cloudEventOf(service, row);
      await send(`id: ${event.sequence}\ndata: ${JSON.stringify(event)}\n\n`);
    }
    const wentOn = upTo > at;
    at = upTo;
    if (wentOn) continue;
    await hub.news(at, heartbeatMs, signal);
    if (hub.head() === at && !signal.aborted) await send(`id: ${placeText(at)}\n\n`);
  }
}

/** Waits until what was written has gone out. @throws Error where it does not */
function drained(response: ServerResponse, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const done = () => {
      clearTimeout(timer);
      response.off("drain", done);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(() => {
      reject(new Error("the reader takes nothing"));
      done();
    }, stalledMs);
    response.on("drain", done);
    signal.addEventListener("abort", done);
  });
}
