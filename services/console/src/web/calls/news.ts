import type { Action, CloudEvent } from "@shuangsui/contracts";
import { useSyncExternalStore } from "react";
import { newsOf, type News } from "./news-of.ts";
import { call } from "./services.ts";

/** So many are kept at hand, the newest. */
const most = 50;
/** However much happens, what is shown changes at most so often, in milliseconds. */
const shownEveryMs = 1_000;

type Shown = { items: readonly News[]; unread: number };
let shown: Shown = { items: [], unread: 0 };
let place = "";
let placeName = "";
let telling: ReturnType<typeof setTimeout> | undefined;
const listeners = new Set<() => void>();
let pending: Shown = shown;

const change = (next: Shown) => {
  pending = next;
  telling ??= setTimeout(() => {
    telling = undefined;
    shown = pending;
    for (const listener of listeners) listener();
  }, shownEveryMs);
};

/** What is new for somebody since they looked last, as the feed goes on. */
export function newsFor(actor: string, authority: string, may: (action: Action) => boolean) {
  placeName = `news/${actor}`;
  const hear = (event: CloudEvent) => {
    place = event.sequence;
    const one = newsOf(event, authority, may);
    if (one === undefined || pending.items.some(({ id }) => id === one.id)) return;
    change({ items: [one, ...pending.items].slice(0, most), unread: pending.unread + 1 });
  };
  /** Reads what came since the last look, before this page was opened or while the feed was broken off. */
  const catchUp = async () => {
    let after = place === "" ? (localStorage.getItem(placeName) ?? "latest") : place;
    for (let page = 0; page < 5; page += 1) {
      const { items, next } = await call.inspection.getEvents({ query: { after, limit: "1000" } });
      for (const event of items) hear(event);
      after = next;
      if (items.length < 1_000) break;
    }
    place = after;
    if (localStorage.getItem(placeName) === null) localStorage.setItem(placeName, after);
  };
  return { hear, catchUp };
}

/** Somebody has looked: what comes from now on is new. */
export function looked(): void {
  if (place !== "") localStorage.setItem(placeName, place);
  change({ ...pending, unread: 0 });
}

export function useNews(): Shown {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => shown,
  );
}
