import { cloudEvent, type CloudEvent } from "@shuangsui/contracts";
import type { QueryClient } from "@tanstack/react-query";
import { useSyncExternalStore } from "react";

/** Whether what is shown follows what happens. */
type Live = "connecting" | "live" | "lost";

let state: Live = "connecting";
const listeners = new Set<() => void>();
const tell = (next: Live) => {
  state = next;
  for (const listener of listeners) listener();
};

/** What has changed is asked for again at most so often, in milliseconds, however much changes. */
const atMostEveryMs = 700;

/** After a refusal, as a service's that is away, a page asks again so often, in milliseconds. */
const comesAgainMs = 3_000;

/**
 * Follows the inspection service's feed, tells of each event, and has what is shown asked for again once something of it has
 * changed: of a page that nobody sees, when somebody sees it again. Where the feed breaks off all is asked for again, since
 * something may have been missed. Gives what ends it.
 */
export function follow(
  queries: QueryClient,
  { hear, catchUp }: { hear(event: CloudEvent): void; catchUp(): Promise<void> },
): () => void {
  let source: EventSource | undefined;
  let again: ReturnType<typeof setTimeout> | undefined;
  let due: ReturnType<typeof setTimeout> | undefined;
  let last = 0;
  let isMissed = false;
  const seen = () => {
    if (!document.hidden && isMissed) refresh();
  };
  document.addEventListener("visibilitychange", seen);
  const refresh = () => {
    isMissed = document.hidden;
    if (due !== undefined || isMissed) return;
    due = setTimeout(
      () => {
        due = undefined;
        last = Date.now();
        void queries.invalidateQueries({ queryKey: ["inspection"] });
      },
      Math.max(50, last + atMostEveryMs - Date.now()),
    );
  };
  /** The place of the event that was heard last, from which the feed goes on. */
  let place = "latest";
  const connect = () => {
    source = new EventSource(`/api/inspection/api/v1/events?after=${place}`);
    source.addEventListener("open", () => {
      if (state === "lost") {
        refresh();
        if (place === "latest") void catchUp().catch(() => undefined);
      }
      tell("live");
    });
    source.addEventListener("message", ({ data, lastEventId }: MessageEvent<string>) => {
      place = lastEventId;
      refresh();
      const event = cloudEvent.safeParse(JSON.parse(data)).data;
      if (event !== undefined) hear(event);
    });
    source.addEventListener("error", () => {
      tell("lost");
      // A browser comes again by itself, but not once it was refused.
      if (source?.readyState !== EventSource.CLOSED) return;
      again = setTimeout(connect, comesAgainMs);
    });
  };
  connect();
  return () => {
    source?.close();
    document.removeEventListener("visibilitychange", seen);
    clearTimeout(again);
    clearTimeout(due);
  };
}

export function useLive(): Live {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => state,
  );
}
