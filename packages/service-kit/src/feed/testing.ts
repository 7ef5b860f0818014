import { cloudEvent, eventPage, type CloudEvent, type EventPage } from "@shuangsui/contracts";
import type { People } from "../testing/issuer.ts";

/** A service whose feed is read, and by whom its readers are signed in. */
export type Feed = { url: string; people: People };

const signedIn = async (people: People, authority: string) => ({
  authorization: `Bearer ${await people.tokenFor({ authority, actor: "official-1" })}`,
});

type Reading = { as?: string; after?: string; limit?: number; type?: string };

/** Reads a part of a service's feed, as an official of 芒市 unless told otherwise. */
export async function readPage(
  { url, people }: Feed,
  { as = "533103", ...query }: Reading = {},
): Promise<EventPage> {
  const parameters = new URLSearchParams(
    Object.entries(query).map(([name, value]): [string, string] => [name, String(value)]),
  );
  const response = await fetch(new URL(`/api/v1/events?${parameters.toString()}`, url), {
    headers: await signedIn(people, as),
  });
  return eventPage.parse(await response.json());
}

/** Follows the feed from page to page until there are so many events. */
export async function follow(feed: Feed, count: number, reading: Reading = {}): Promise<CloudEvent[]> {
  const events: CloudEvent[] = [];
  for (let after = reading.after ?? "0"; events.length < count;) {
    const page = await readPage(feed, { limit: 7, ...reading, after });
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
  { url, people }: Feed,
  { as = "533103", lastEventId, query = "" }: { as?: string; lastEventId?: string; query?: string } = {},
): Promise<Stream> {
  const gone = new AbortController();
  const response = await fetch(new URL(`/api/v1/events${query}`, url), {
    signal: gone.signal,
    headers: {
      accept: "text/event-stream",
      ...(await signedIn(people, as)),
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
