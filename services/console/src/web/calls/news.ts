import { mayDo, type CloudEvent } from "@shuangsui/contracts";
import { useSyncExternalStore } from "react";
import { whenThere } from "./later.ts";
import { newsOf, type Hearer, type News } from "./news-of.ts";
import { call } from "./services.ts";
import type { Session } from "./session.tsx";

/** So many are kept at hand, the newest. */
const most = 50;
/** What comes from the registers is asked for once the page is there. */
const ofRegisters = whenThere(() => import("./news-of-registers.ts").then((part) => part.followRegisters));
/** However much happens, what is shown changes at most so often, in milliseconds. */
const shownEveryMs = 1_000;
/** Among so many of one's newest deeds it is looked whether something was one's own. */
const deedsLookedAt = 100;

type Shown = { items: readonly News[]; unread: number };
let shown: Shown = { items: [], unread: 0 };
let place = "";
let placeName = "";
let telling: ReturnType<typeof setTimeout> | undefined;
/** Heard, and not shown yet. */
let heard: News[] = [];
const listeners = new Set<() => void>();
const show = (next: Shown) => {
  shown = next;
  for (const listener of listeners) listener();
};

/** Shows what was heard, but for what one has done oneself, and what became of what another asked for: that is news to others. */
async function tell(actor: string): Promise<void> {
  const told = heard;
  heard = [];
  const asked = told.some(isOutcome) ? await ownRequests(actor).catch(() => none) : none;
  const found = told.filter((one) => !isOutcome(one) || asked.has(one.matter));
  const own = await ownDeeds().catch(() => new Set<string>());
  const known = new Set(shown.items.map(({ id }) => id));
  const fresh = found.filter(({ id, matter, at }) => !known.has(id) && !own.has(`${matter} ${at}`));
  if (fresh.length === 0) return;
  show({ items: [...fresh, ...shown.items].slice(0, most), unread: shown.unread + fresh.length });
}

const none: ReadonlySet<string> = new Set();

/** Whether it is what a reviewer decided. */
const isOutcome = ({ of, type }: News) => of === "text-review" && type !== "ask";

/** The reviews of texts that one asked for, the newest. */
async function ownRequests(actor: string): Promise<ReadonlySet<string>> {
  const { items } = await call.inspection.getTextReviewRequests({ query: { limit: deedsLookedAt } });
  return new Set(items.filter(({ askedBy }) => askedBy === actor).map(({ id }) => id));
}

/** What one has done, by the matter and the time, which are its event's too. */
async function ownDeeds(): Promise<Set<string>> {
  const { items } = await call.inspection.getDone({ query: { limit: deedsLookedAt } });
  return new Set(items.map(({ subject, at }) => `${subject?.id ?? ""} ${at}`));
}

/** What is new for somebody since they looked last, as the feed goes on. */
export function newsFor({ actor, authority, roles }: Session) {
  placeName = `news/${actor}`;
  const hearer: Hearer = { authority, may: (action) => mayDo(roles, action, "own") };
  const add = (one: News | undefined) => {
    if (one === undefined) return;
    heard = [one, ...heard.filter(({ id }) => id !== one.id)].slice(0, most);
    telling ??= setTimeout(() => {
      telling = undefined;
      void tell(actor);
    }, shownEveryMs);
  };
  const hear = (event: CloudEvent) => {
    place = event.sequence;
    add(newsOf(event, hearer));
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
  if (hearer.may("inspection.order") || hearer.may("registry.write"))
    void ofRegisters().then((follow) => follow(actor, hearer, add));
  return { hear, catchUp };
}

/** Somebody has looked: what comes from now on is new. */
export function looked(): void {
  if (place !== "") localStorage.setItem(placeName, place);
  show({ ...shown, unread: 0 });
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
