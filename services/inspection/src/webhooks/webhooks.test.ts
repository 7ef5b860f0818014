import { createdWebhook, deliveryList, planDetail, webhook, type Delivery } from "@shuangsui/contracts";
import { systemScope } from "@shuangsui/service-kit";
import { decoded } from "@shuangsui/temporal-kit";
import { historyOf } from "@shuangsui/temporal-kit/for-workers";
import { webhookWorkflowId } from "@shuangsui/workflows/webhook/contract";
import { Webhook } from "standardwebhooks";
import { v7 as uuidv7 } from "uuid";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { recordHistory } from "../../../../workflows/histories/record.ts";
import { testPayloads } from "../../../../infra/embedded/test-payloads.ts";
import { until } from "../../../../infra/embedded/test-time.ts";
import { builders } from "../testing/campaigns.ts";
import { sampleHeld } from "../testing/fake-registry.ts";
import { startInspectionHarness, type InspectionHarness } from "../testing/harness.ts";
import { startReceiver, type Heard, type Receiver } from "../testing/receiver.ts";

const county = "533103";
const drafted = "cn.shuangsui.plan.drafted";
const hours = 3_600_000;
let harness: InspectionHarness;
let receiver: Receiver;
beforeAll(async () => {
  receiver = await startReceiver();
  harness = await startInspectionHarness(sampleHeld(40), new Date("2026-09-15T01:00:00Z"), {
    receiverLimitMs: 300,
  });
}, 180_000);
afterAll(async () => {
  await harness.close();
  await receiver.close();
});

type Created = ReturnType<typeof createdWebhook.parse>;
const made: Created[] = [];
/** A webhook to a path of the receiver, of plans that are drafted unless told otherwise. */
async function hook(path: string, { as = county, types = [drafted] } = {}): Promise<Created> {
  const body = { url: `${receiver.url}${path}`, types };
  const answer = await harness.call("POST", "/api/v1/webhooks", { as, body });
  expect(answer).toMatchObject({ status: 201 });
  const created = createdWebhook.parse(answer.body);
  made.push(created);
  return created;
}
afterEach(async () => {
  receiver.reply = { status: 204 };
  for (const { id, authority } of made.splice(0))
    await harness.call("DELETE", `/api/v1/webhooks/${id}`, { as: authority });
});

/** Drafts a plan. Gives its id. */
async function draft(as = county): Promise<string> {
  const body = { year: 2026, title: "2026年度计划", entries: [builders] };
  return planDetail.parse((await harness.call("POST", "/api/v1/plans", { as, body })).body).id;
}
const deliveries = async ({ id, authority }: Created, query = ""): Promise<Delivery[]> => {
  const { body } = await harness.call("GET", `/api/v1/webhooks/${id}/deliveries${query}`, { as: authority });
  return deliveryList.parse(body).items;
};
/** The one delivery of a webhook, once it is as wanted. */
async function delivery(of: Created, wanted: (one: Delivery) => boolean): Promise<Delivery> {
  const [one] = await until(
    () => deliveries(of),
    ([first]) => first !== undefined && wanted(first),
  );
  if (one === undefined) throw new Error("there is no delivery");
  return one;
}
const later = async (ms: number) => harness.skipTo(new Date((await harness.clock.now()).getTime() + ms));
const verified = ({ secret }: Created, { body, headers }: Heard) =>
  new Webhook(secret).verify(body, headers as Record<string, string>);

describe("a webhook", () => {
  it("is told of what happens, signed as Standard Webhooks verifies it, once and by the event's id", async () => {
    const created = await hook("/told");
    const plan = await draft();
    await delivery(created, ({ status }) => status === "delivered");
    const [heard, ...more] = receiver.at("/told");
    expect(more).toEqual([]);
    if (heard === undefined) throw new Error("nothing was heard");
    expect(verified(created, heard)).toEqual(heard.event);
    expect(heard.event).toMatchObject({ type: drafted, subject: `plan/${plan}`, authority: county });
    expect(heard.headers["webhook-id"]).toBe(heard.event.id);
    expect(heard.headers["content-type"]).toContain("application/cloudevents+json");
    const feed = await harness.call("GET", `/api/v1/events?type=${drafted}&limit=1000`);
    expect(feed.body["items"]).toContainEqual(heard.event);
  });

  it("shows its secret once, which is sealed in the database, and leaves ids alone in the engine's history", async () => {
    const created = await hook("/secret");
    await draft();
    await delivery(created, ({ status }) => status === "delivered");
    const shown = await harness.call("GET", `/api/v1/webhooks/${created.id}`);
    expect(shown.body).toEqual(webhook.parse(created));
    const { secret } = await harness.database.as(county, (work) =>
      work.selectFrom("webhook").select("secret").where("id", "=", created.id).executeTakeFirstOrThrow(),
    );
    expect(secret.toString("latin1")).not.toContain(created.secret.slice(6));
    const handle = harness.environment.client.workflow.getHandle(webhookWorkflowId(created.id));
    const history = JSON.stringify(await decoded(await historyOf(handle), testPayloads));
    const texts = history.replaceAll(/"data": ?"([^"]*)"/g, (_, data: string) =>
      Buffer.from(data, "base64").toString(),
    );
    for (const hidden of [receiver.url, "/secret", created.secret, "official-1"])
      expect(texts).not.toContain(hidden);
    expect(texts).toContain(created.id);
  });

  it("hears of its authority's own and its subordinates', of nobody else's, and of the types it asks for (article 4)", async () => {
    const above = await hook("/above", { as: "533100" });
    const own = await hook("/own");
    const other = await hook("/other", { types: ["cn.shuangsui.inspection"] });
    const all = await hook("/all", { types: [] });
    const plans = [await draft("533100"), await draft("533102"), await draft(county)];
    const heardAt = (path: string) => receiver.at(path).map(({ event }) => event.data.id);
    await expect.poll(() => heardAt("/above").toSorted()).toEqual(plans.toSorted());
    await delivery(own, ({ status }) => status === "delivered");
    await delivery(all, ({ status }) => status === "delivered");
    expect([heardAt("/own"), heardAt("/all")]).toEqual([[plans[2]], [plans[2]]]);
    expect(await deliveries(other)).toEqual([]);
    expect(await deliveries(above)).toHaveLength(3);
  });

  it("is of its authority: the superior reads it and can't change it, a sibling finds nothing (article 3)", async () => {
    const created = await hook("/whose");
    const at = `/api/v1/webhooks/${created.id}`;
    const code = async (method: "GET" | "DELETE", as: string) => {
      const { status, body } = await harness.call(method, at, { as });
      return body["code"] ?? status;
    };
    expect([await code("GET", "533100"), await code("DELETE", "533100")]).toEqual([
      200,
      "authority/not-yours",
    ]);
    expect([await code("GET", "533102"), await code("DELETE", "533102")]).toEqual(["not-found", "not-found"]);
    expect([await code("DELETE", county), await code("GET", county)]).toEqual([204, "not-found"]);
  });

  it.each([
    ["a private address", "https://10.1.2.3/"],
    ["metadata", "https://169.254.169.254/"],
    ["a name and password", "https://a:b@example.com/"],
    ["http elsewhere", "http://93.184.216.34/"],
  ])("to %s is refused, and nothing is kept", async (_, url) => {
    const count = async () => (await harness.call("GET", "/api/v1/webhooks")).body["items"];
    const before = await count();
    const answer = await harness.call("POST", "/api/v1/webhooks", { body: { url } });
    expect(answer).toMatchObject({ status: 422, body: { code: "webhook/address-refused" } });
    expect(await count()).toEqual(before);
  });

  it("is one of ten at the most, so that no authority takes all of a worker", async () => {
    for (let count = 0; count < 10; count += 1) await hook(`/many/${count}`);
    const body = { url: `${receiver.url}/many/10` };
    const answer = await harness.call("POST", "/api/v1/webhooks", { body });
    expect(answer).toMatchObject({ status: 409, body: { code: "webhook/too-many" } });
  });
});

describe("a receiver", () => {
  it("that answers 500 for a day is asked again ever less often, and has it when it answers, under the same id", async () => {
    receiver.reply = { status: 500 };
    const created = await hook("/ill");
    await draft();
    await delivery(created, ({ attempts }) => attempts > 0);
    await later(24 * hours);
    const waiting = await delivery(created, ({ attempts }) => attempts >= 28);
    expect(waiting).toMatchObject({ status: "waiting", lastFault: "refused", lastStatus: 500 });
    expect(waiting.attempts).toBeLessThanOrEqual(31);
    receiver.reply = { status: 204 };
    await later(hours);
    await delivery(created, ({ status }) => status === "delivered");
    const heard = receiver.at("/ill");
    expect(new Set(heard.map(({ headers }) => headers["webhook-id"])).size).toBe(1);
    for (const one of heard) verified(created, one);
    const handle = harness.environment.client.workflow.getHandle(webhookWorkflowId(created.id));
    await recordHistory(handle, "webhook-after-a-day");
    expect(await harness.replay([webhookWorkflowId(created.id)])).toEqual([]);
  }, 120_000);

  it("that fails for three days is given up: shown as dead, and told again when somebody asks for it", async () => {
    receiver.reply = { status: 503 };
    const created = await hook("/dead");
    await draft();
    await delivery(created, ({ attempts }) => attempts > 0);
    const [early] = await deliveries(created);
    const replay = (id = early?.id ?? "") =>
      harness.call("POST", `/api/v1/webhooks/${created.id}/deliveries/${id}/replay`, { body: {} });
    expect(await replay()).toMatchObject({ status: 409, body: { code: "webhook/delivery-waiting" } });
    expect(await replay(uuidv7())).toMatchObject({ status: 404 });
    await later(74 * hours);
    const dead = await delivery(created, ({ status }) => status === "dead");
    expect(await deliveries(created, "?status=dead")).toEqual([dead]);
    expect((await harness.call("GET", `/api/v1/webhooks/${created.id}`)).body).toMatchObject({
      dead: 1,
      waiting: 0,
    });
    receiver.reply = { status: 200 };
    expect(await replay()).toMatchObject({ status: 200, body: { status: "waiting" } });
    await delivery(created, ({ status }) => status === "delivered");
    expect(await deliveries(created, "?status=dead")).toEqual([]);
  }, 120_000);

  it("that sends on elsewhere is not followed", async () => {
    receiver.reply = { status: 307, location: `${receiver.url}/elsewhere` };
    const created = await hook("/redirecting");
    await draft();
    const one = await delivery(created, ({ attempts }) => attempts > 0);
    expect(one).toMatchObject({ lastFault: "redirected", lastStatus: 307 });
    expect(receiver.at("/elsewhere")).toEqual([]);
  });

  it("that takes too long has failed, and holds up no other", async () => {
    receiver.reply = "nothing";
    const slow = await hook("/slow");
    await draft();
    expect(await delivery(slow, ({ attempts }) => attempts > 0)).toMatchObject({ lastFault: "timeout" });
    receiver.reply = { status: 204 };
    const quick = await hook("/quick", { types: ["cn.shuangsui.plan.drafted"] });
    await draft();
    await delivery(quick, ({ status }) => status === "delivered");
  });

  it("hears of what happened while the engine was down, when it is up again", async () => {
    const created = await hook("/after");
    harness.engine.up = false;
    await draft();
    await delivery(created, ({ status }) => status === "waiting");
    harness.engine.up = true;
    await later(60_000);
    await harness.sweepNow();
    await delivery(created, ({ status }) => status === "delivered");
    expect(receiver.at("/after")).toHaveLength(1);
  });
});

it("an event is owed to a webhook in the transaction that places it: none is missed, none twice", async () => {
  const created = await hook("/each");
  await Promise.all(Array.from({ length: 60 }, () => draft()));
  await until(
    () => deliveries(created, "?status=delivered&limit=500"),
    (items) => items.length === 60,
  );
  const ids = receiver.at("/each").map(({ event }) => event.data.id);
  expect(new Set(ids).size).toBe(60);
  const owed = await harness.database.as(systemScope, (work) =>
    work.selectFrom("webhook_delivery").select("place").where("webhook_id", "=", created.id).execute(),
  );
  expect(owed).toHaveLength(60);
});
