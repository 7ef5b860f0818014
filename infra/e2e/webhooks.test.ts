import { createdWebhook, deliveryList, type Delivery } from "@shuangsui/contracts";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { openStream } from "../../packages/service-kit/src/feed/testing.ts";
import { builders } from "../../services/inspection/src/testing/campaigns.ts";
import { startReceiver } from "../../services/inspection/src/testing/receiver.ts";
import { closing, inPlace } from "../embedded/place.ts";
import { startStack, type Stack } from "../embedded/stack.ts";
import { ok } from "../sample/officials.ts";
import { personAt, until } from "../sample/people.ts";

const authority = "533103";
const plan = { year: 2026, title: "2026年度计划", entries: [builders] };

function kill(stack: Stack, name: string): void {
  const pid = stack.supervisor.pidOf(name);
  if (pid === undefined) throw new Error(`${name} does not run`);
  process.kill(pid, "SIGKILL");
}

/** All services and workers as processes, and a receiver of webhooks. */
function withStack(work: (stack: Stack) => Promise<void>): Promise<void> {
  return inPlace(
    () => undefined,
    async ({ folder }) => {
      mkdirSync(join(folder, "data"));
      const stack = await startStack({
        dataDir: join(folder, "data"),
        log: () => undefined,
        databaseSettings: { fsync: "off", synchronous_commit: "off", full_page_writes: "off" },
      });
      await closing(
        () => work(stack),
        () => stack.stop(),
      );
    },
  );
}

it(
  "a delivery under way when its worker is killed is made again under the same id, and an event committed when its service is killed is told",
  () =>
    withStack(async (stack) => {
      const receiver = await startReceiver();
      const official = personAt(stack.endpoints.inspection, stack.people, authority);
      const asked = { url: `${receiver.url}/hook`, types: ["cn.shuangsui.plan"] };
      const webhook = createdWebhook.parse(ok(await official.post("/api/v1/webhooks", asked), "the webhook"));
      const deliveries = async (): Promise<Delivery[]> => {
        const answer = await official.get(`/api/v1/webhooks/${webhook.id}/deliveries`);
        return deliveryList.parse(ok(answer, "its deliveries")).items;
      };
      const delivered = (count: number) =>
        until(
          deliveries,
          (all) => all.filter(({ status }) => status === "delivered").length === count,
          `${count} deliveries`,
        );

      // Given a receiver that has heard of an event and has not answered, when the worker is killed.
      receiver.reply = "nothing";
      ok(await official.post("/api/v1/plans", plan), "a draft");
      await until(
        async () => receiver.heard.length,
        (count) => count > 0,
        "the first attempt",
      );
      kill(stack, "inspection-worker");
      receiver.reply = { status: 204 };

      // Then it hears of it again, by the same id, and nothing is left.
      await delivered(1);
      const ids = receiver.heard.map(({ headers }) => headers["webhook-id"]);
      expect(ids.length).toBeGreaterThanOrEqual(2);
      expect(new Set(ids).size).toBe(1);

      // Given a stream, when the service is killed as soon as it has answered.
      const stream = await openStream(
        { url: stack.endpoints.inspection, people: stack.people },
        { query: "?after=latest" },
      );
      const second = ok(await official.post("/api/v1/plans", plan), "another draft");
      kill(stack, "inspection");
      await stream.ended;
      await delivered(2);
      const again = await until(
        () =>
          openStream({ url: stack.endpoints.inspection, people: stack.people }, { lastEventId: "1" }).catch(
            () => undefined,
          ),
        (opened) => opened?.status === 200,
        "the service",
      );
      expect((await again?.events(1))?.map(({ data }) => data.id)).toEqual([second["id"]]);
      again?.close();
      await receiver.close();
    }),
  240_000,
);
