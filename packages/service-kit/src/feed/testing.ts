import { cloudEvent, eventPage, type CloudEvent, type EventPage } from "@shuangsui/contracts";

type Reading = { as?: string; after?: string; limit?: number; type?: string };

/** Reads a part of a service's feed, as an official of 芒市 unless told otherwise. */
export async function readPage(url: string, { as = "533103", ...query }: Reading = {}): Promise<EventPage> {
  const parameters = new URLSearchParams(
    Object.entries(query).map(([name, value]): [string, string] => [name, String(value)]),
  );
  const response = await fetch(new URL(`/api/v1/events?${parameters.toString()}`, url), {
    headers: { "x-authority": as, "x-actor": "official-1" },
  });
  return eventPage.parse(await response.json());
}

/** Follows the feed from page to page until there are so many events. */
export async function follow(url: string, count: number, reading: Reading = {}): Promise<CloudEvent[]> {
  const events: CloudEvent[] = [];
  for (let after = reading.after ?? "0"; events.length < count;) {
    const page = await readPage(url, { limit: 7, ...reading, after });
    events.push(...page.items);
    after = page.next;
  }
  return events;
}

/** A stream of server-sent events that is read as it comes. */
export type Stream = {
  status: number;
  /** Waits until there are so many events, all since it was opened, or it has ended. */
  events(count: number): Promise<CloudEvent[]>;
  /** Resolves when the service has ended it. */
  ended: Promise<void>;
  close(): void;
};

/** Opens a stream, as a browser's EventSource would. */
export async function openStream(
  url: string,
  { as = "533103", lastEventId, query = "" }: { as?: string; lastEventId?: string; query?: string } = {},
): Promise<Stream> {
  const gone = new AbortController();
  const response = await fetch(new URL(`/api/v1/events${query}`, url), {
    signal: gone.signal,
    headers: {
      accept: "text/event-stream",
      "x-authority": as,
      "x-actor": "official-1",
      ...(lastEventId === undefined ? {} : { "last-event-id": lastEventId }),
    },
  });
  const come: CloudEvent[] = [];
  let arrived = Promise.withResolvers<void>();
  const ended = (async () => {
    let text = "";
    const decoder = new TextDecoder();
    try {
      for await (const chunk of response.body ?? []) {
        text += decoder.decode(chunk, { stream: true });
        const blocks = text.split("\n\n");
        text = blocks.pop() ?? "";
        for (const block of blocks) {
          const data = /^data: (.*)$/m.exec(block)?.[1];
          if (data !== undefined) come.push(cloudEvent.parse(JSON.parse(data)));
        }
        arrived.resolve();
        arrived = Promise.withResolvers();
      }
    } catch {
      // Broken off, by either side.
    }
  })();
  return {
    status: response.status,
    async events(count) {
      while (come.length < count)
        if (await Promise.race([arrived.promise.then(() => false), ended.then(() => true)])) break;
      return [...come];
    },
    ended,
    close: () => gone.abort(),
  };
}
