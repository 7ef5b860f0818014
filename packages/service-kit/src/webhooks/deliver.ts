import { type Clock } from "@shuangsui/clock";
import type { Sealer } from "@shuangsui/sealing";
import { readOnly } from "../database.ts";
import { cloudEventOf, eventIdOf } from "../feed/reader.ts";
import type { ScopedDatabase } from "../frame-tables.ts";
import { nextAttempt } from "./attempts.ts";
import type { Send } from "./send.ts";
import { signedHeaders } from "./signature.ts";
import {
  dueDeliveries,
  forgetDelivered,
  nextDue,
  recordAttempts,
  type Attempted,
  type DueDelivery,
  type WebhookAddress,
} from "./store.ts";
import type { WebhookWork } from "./table.ts";

/** How many deliveries of a webhook are under way at once. */
const atOnce = 16;
/** A call ends after this long, that no webhook holds a worker's slot for ever. */
const roundMs = 30_000;

export type DelivererOptions = {
  service: string;
  database: ScopedDatabase<WebhookWork>;
  clock: Clock;
  sealer: Sealer;
  send: Send;
};

/** Where a webhook's secret is sealed for. */
export const secretOf = (id: string) => ({ field: "webhook.secret", row: id });

/**
 * Delivers what a webhook is owed and whose time has come, each at least once, under the event's id. What fails is tried
 * again later, and given up in the end. Gives how long until the next attempt, in milliseconds; null where none waits.
 */
export async function deliverWebhook(
  options: DelivererOptions,
  address: WebhookAddress,
): Promise<number | null> {
  const { database, clock } = options;
  for (const end = performance.now() + roundMs; ;) {
    const due = await readDue(options, address);
    if (due === undefined) return null;
    if (due.deliveries.length === 0) return due.waitMs;
    if (performance.now() > end) return 0;
    const attempted = await Promise.all(due.deliveries.map((one) => attempt(options, due.to, one)));
    await database.as(address.authority, async (work) => {
      const now = await clock.now(work);
      await recordAttempts(
        work,
        attempted.map((one) => endOf(one, now)),
      );
      await forgetDelivered(work, address.id, now);
    });
  }
}

type Receiver = { url: URL; secret: string };

/** What is due, to whom; undefined where the webhook is gone. */
async function readDue({ database, clock, sealer }: DelivererOptions, { id, authority }: WebhookAddress) {
  return database.as(
    authority,
    async (work) => {
      const [row, { now, until }] = await Promise.all([
        work.selectFrom("webhook").select(["url", "secret"]).where("id", "=", id).executeTakeFirst(),
        clock.read(work),
      ]);
      if (row === undefined) return undefined;
      const [deliveries, next] = await Promise.all([dueDeliveries(work, id, now, atOnce), nextDue(work, id)]);
      const to: Receiver = { url: new URL(row.url), secret: sealer.open(secretOf(id), row.secret) };
      return { to, deliveries, waitMs: next === null ? null : until(next) };
    },
    readOnly,
  );
}

async function attempt({ service, send }: DelivererOptions, { url, secret }: Receiver, due: DueDelivery) {
  const body = JSON.stringify(cloudEventOf(service, due));
  // What a receiver checks the time by is its own clock, not the demonstration's.
  const signed = signedHeaders(secret, { id: eventIdOf(due), at: new Date(), body });
  const headers = { ...signed, "content-type": "application/cloudevents+json; charset=utf-8" };
  return { due, ...(await send(url, headers, body)) };
}

/** What is written down of an attempt. */
function endOf({ due, status, fault }: Awaited<ReturnType<typeof attempt>>, now: Date): Attempted {
  const attempted = { id: due.id, last_fault: fault, last_status: status };
  if (fault === null) return { ...attempted, status: "delivered", next_attempt_at: null, ended_at: now };
  const next = nextAttempt(due.owed_at, due.attempts + 1, now);
  return next === null
    ? { ...attempted, status: "dead", next_attempt_at: null, ended_at: now }
    : { ...attempted, status: "waiting", next_attempt_at: next, ended_at: null };
}
