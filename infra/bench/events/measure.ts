import { createdWebhook, webhook as webhookView } from "@shuangsui/contracts";
import { v7 as uuidv7 } from "uuid";
import { openStream } from "../../../packages/service-kit/src/feed/testing.ts";
import { builders } from "../../../services/inspection/src/testing/campaigns.ts";
import { startReceiver, type Receiver } from "../../../services/inspection/src/testing/receiver.ts";
import { connected } from "../../embedded/database.ts";
import { closing } from "../../embedded/place.ts";
import { ok } from "../../sample/officials.ts";
import { until, type Person } from "../../sample/people.ts";
import { calm } from "../calm.ts";
import { figure, measured, median, percentile, type Result } from "../result.ts";
import { officialOf, type Site } from "../site.ts";

/** `decisions`: how many are made one after the other in a run; `burst`: how many events a webhook is owed at once. */
export type EventSizes = { runs: number; decisions: number; burst: number };

/** At most this many ms from a decision to a subscriber, at the 99th percentile. */
const goal = 1_000;
const plan = { year: 2026, title: "2026年度计划", entries: [builders] };

/** How long it takes from a decision to those who subscribe, and how many webhooks are delivered in a second. */
export async function measureEvents(
  site: Site,
  sizes: EventSizes,
  log: (line: string) => void,
): Promise<Result[]> {
  const receiver = await startReceiver();
  return closing(
    () => measureAll(site, receiver, sizes, log),
    () => receiver.close(),
  );
}

async function measureAll(
  site: Site,
  receiver: Receiver,
  { runs, decisions, burst }: EventSizes,
  log: (line: string) => void,
): Promise<Result[]> {
  const official = officialOf(site);
  const id = await subscribe(official, `${receiver.url}/hook`);
  await calm(site);
  // Until the machine has compiled what it needs, the first ones are slower.
  await delays(site, official, receiver, Math.min(decisions, 30));
  const [stream, hook] = [
    { medians: [] as number[], late: [] as number[] },
    { medians: [] as number[], late: [] as number[] },
  ];
  const rates: number[] = [];
  for (let run = 1; run <= runs; run += 1) {
    const measuredDelays = await delays(site, official, receiver, decisions);
    for (const [side, times] of [
      [stream, measuredDelays.stream],
      [hook, measuredDelays.hook],
    ] as const) {
      side.medians.push(median(times));
      side.late.push(percentile(times, 0.99));
    }
    rates.push(await burstRate(site, official, receiver, id, burst));
    log(
      `events, run ${run} of ${runs}: to a stream ${figure(stream.medians.at(-1) ?? 0)} ms, to a webhook ${figure(hook.medians.at(-1) ?? 0)} ms, ${figure(rates.at(-1) ?? 0)} webhooks/s`,
    );
  }
  const within = { of: "ours", is: "at most", value: goal } as const;
  return [
    measured({ name: "decision to a stream, median", unit: "ms" }, stream.medians),
    measured({ name: "decision to a stream, p99", unit: "ms", goal: within }, stream.late),
    measured({ name: "decision to a webhook, median", unit: "ms" }, hook.medians),
    measured({ name: "decision to a webhook, p99", unit: "ms", goal: within }, hook.late),
    measured({ name: "webhooks delivered", unit: "webhooks/s" }, rates),
  ];
}

async function subscribe(official: Person, url: string): Promise<string> {
  const answer = await official.post("/api/v1/webhooks", { url, types: [] });
  return createdWebhook.parse(ok(answer, "the webhook")).id;
}

/** From the stamp of each decision to when a stream and a webhook's receiver have it, milliseconds. */
async function delays(site: Site, official: Person, receiver: Receiver, decisions: number) {
  const stream = await openStream(
    { url: site.endpoints.inspection, people: site.people },
    { query: "?after=latest" },
  );
  const heardBefore = receiver.heard.length;
  const times = { stream: [] as number[], hook: [] as number[] };
  for (let made = 1; made <= decisions; made += 1) {
    ok(await official.post("/api/v1/plans", plan), "a draft");
    await Promise.all([
      (async () => {
        const event = (await stream.events(made)).at(-1);
        times.stream.push(Date.now() - Date.parse(event?.time ?? ""));
      })(),
      (async () => {
        const heard = await receiver.next(heardBefore + made);
        times.hook.push(Date.now() - Date.parse(heard.event.time));
      })(),
    ]);
  }
  stream.close();
  return times;
}

/** Writes so many events at once, and counts how many of them a webhook's receiver hears in a second. */
async function burstRate(
  site: Site,
  official: Person,
  receiver: Receiver,
  webhookId: string,
  burst: number,
): Promise<number> {
  const heardBefore = receiver.heard.length;
  await connected(site.superUrl, (client) =>
    client.query(
      `insert into inspection.feed (authority, kind, type, subject, revision, at, state)
       select $1, 'plan', 'counted', $2, n, clock_timestamp(), null from generate_series(1, $3::int) n`,
      [site.county, uuidv7(), burst],
    ),
  );
  await receiver.next(heardBefore + 1);
  const began = performance.now();
  await receiver.next(heardBefore + burst);
  const seconds = (performance.now() - began) / 1_000;
  await until(
    async () => webhookView.parse(ok(await official.get(`/api/v1/webhooks/${webhookId}`), "the webhook")),
    ({ waiting }) => waiting === 0,
    "nothing waiting",
  );
  return (burst - 1) / seconds;
}
