import { isAsked } from "../registry/consent.ts";
import { everyOne, pageLimit } from "./every.ts";
import { newsOf, type Hearer, type News } from "./news-of.ts";
import { call } from "./services.ts";

/** So often the registry is asked what is new, in milliseconds: its feed has no stream here. */
const askedEveryMs = 60_000;

/** Tells again and again which tips have come in (article 2), and which proposals wait for one's authority (article 5). */
export function followRegisters(actor: string, hearer: Hearer, add: (one: News) => void): void {
  if (hearer.may("inspection.order")) again(() => newTips(`tips/${actor}`, hearer, add));
  if (hearer.may("registry.write")) again(() => newProposals(`proposals/${actor}`, hearer, add));
}

function again(ask: () => Promise<void>): void {
  const unlessAway = () => void ask().catch(() => undefined);
  unlessAway();
  setInterval(() => document.hidden || unlessAway(), askedEveryMs);
}

async function newTips(name: string, hearer: Hearer, add: (one: News) => void): Promise<void> {
  const after = localStorage.getItem(name) ?? "latest";
  const query = { after, limit: "1000", type: "cn.shuangsui.tip" };
  const { items, next } = await call.registry.getEvents({ query });
  for (const event of items) {
    const one = newsOf(event, hearer);
    if (one !== undefined) add(one);
  }
  localStorage.setItem(name, next);
}

/** What waits is told once in each browser; which were told is kept as long as they wait. */
async function newProposals(name: string, { authority }: Hearer, add: (one: News) => void): Promise<void> {
  const told = new Set((localStorage.getItem(name) ?? "").split(","));
  const open = await everyOne((after) =>
    call.registry.getProposals({ query: { status: "open", limit: pageLimit, after } }),
  );
  const waiting = open.filter((one) => isAsked(one, authority));
  for (const { id, proposedAt: at } of waiting)
    if (!told.has(id)) add({ id, of: "proposal", matter: id, at, type: "proposed", why: "mine" });
  localStorage.setItem(name, waiting.map(({ id }) => id).join(","));
}
