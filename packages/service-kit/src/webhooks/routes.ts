import {
  createdWebhook,
  delivery,
  deliveryList,
  deliveryQuery,
  eventPrefix,
  id,
  newWebhook,
  place,
  Problem,
  webhook,
  webhookList,
} from "@shuangsui/contracts";
import type { Sealer } from "@shuangsui/sealing";
import { v7 as uuidv7 } from "uuid";
import { z } from "zod";
import type { App } from "../app.ts";
import { callerOf, type Caller } from "../access/caller.ts";
import { readOnly } from "../database.ts";
import type { FrameWork } from "../frame-tables.ts";
import type { Frame } from "../frame.ts";
import { keyOf, pageOfRows } from "../pages.ts";
import { requireReachable, type Destinations } from "./addresses.ts";
import { secretOf } from "./deliver.ts";
import { newSecret } from "./signature.ts";
import { deliveriesOf, deliveryView, oweAgain, webhooksOf } from "./store.ts";
import type { WebhookWork } from "./table.ts";

/** How many webhooks an authority may have: each may hold a slot of the worker. */
const most = 10;

export type WebhookRouteOptions = {
  frame: Pick<Frame<FrameWork & WebhookWork>, "database" | "clock" | "engine">;
  sealer: Sealer;
  destinations: Destinations;
};

const tags = ["webhooks"];
const params = z.object({ id });
const ofDelivery = z.object({ id, deliveryId: id });
const at = "/api/v1/webhooks";

/** The API by which an authority has what happens told to its other systems, and sees what did not arrive. */
export function webhookRoutes(app: App, { frame, sealer, destinations }: WebhookRouteOptions): void {
  const { database, clock, engine } = frame;
  const writing = { action: "webhook.write", idempotencyKey: "none" } as const;
  const reading = { action: "webhook.read" } as const;

  app.post(
    at,
    { config: writing, schema: { tags, body: newWebhook, response: { 201: createdWebhook } } },
    async (request, reply) => {
      const { authority, actor } = callerOf(request);
      const { url, types } = request.body;
      const reachable = await requireReachable(url, destinations);
      const [webhookId, secret] = [uuidv7(), newSecret()];
      const created = await database.as(authority, async (work) => {
        await requireRoom(work, authority);
        await work
          .insertInto("webhook")
          .values({
            id: webhookId,
            authority,
            url: reachable.href,
            types: types.map((type) => type.slice(eventPrefix.length)),
            secret: sealer.seal(secretOf(webhookId), secret),
            created_at: await clock.now(work),
            created_by: actor,
          })
          .execute();
        return requireOne(work, webhookId);
      });
      reply.code(201).header("location", `${at}/${webhookId}`).header("cache-control", "no-store");
      return { ...created, secret };
    },
  );

  app.get(at, { config: reading, schema: { tags, response: { 200: webhookList } } }, (request) =>
    database.as(callerOf(request).authority, async (work) => ({ items: await webhooksOf(work) }), readOnly),
  );

  app.get(`${at}/:id`, { config: reading, schema: { tags, params, response: { 200: webhook } } }, (request) =>
    database.as(callerOf(request).authority, (work) => requireOne(work, request.params.id), readOnly),
  );

  app.delete(
    `${at}/:id`,
    { config: writing, schema: { tags, params, response: { 204: z.null() } } },
    async (request, reply) => {
      const caller = callerOf(request);
      await database.as(caller.authority, async (work) => {
        await requireOwn(work, caller, request.params.id);
        await work.deleteFrom("webhook").where("id", "=", request.params.id).execute();
      });
      return reply.code(204).send(null);
    },
  );

  app.get(
    `${at}/:id/deliveries`,
    {
      config: reading,
      schema: { tags, params, querystring: deliveryQuery, response: { 200: deliveryList } },
    },
    (request) => {
      const { authority } = callerOf(request);
      const { after, status, limit } = request.query;
      const before = after === undefined ? undefined : placeOf(after);
      return database.as(
        authority,
        async (work) => {
          await requireOne(work, request.params.id);
          const rows = await deliveriesOf(work, request.params.id, { status, before, limit: limit + 1 });
          const page = pageOfRows(rows, limit, (row) => [row.place]);
          return { items: page.items.map(deliveryView), next: page.next };
        },
        readOnly,
      );
    },
  );

  app.post(
    `${at}/:id/deliveries/:deliveryId/replay`,
    {
      config: writing,
      schema: { tags, params: ofDelivery, body: z.strictObject({}), response: { 200: delivery } },
    },
    async (request) => {
      const caller = callerOf(request);
      const { id: webhookId, deliveryId } = request.params;
      const replayed = await database.as(caller.authority, async (work) => {
        await requireOwn(work, caller, webhookId);
        const read = () => deliveriesOf(work, webhookId, { id: deliveryId, limit: 1 });
        if ((await read()).length === 0) throw new Problem("not-found");
        if (!(await oweAgain(work, deliveryId, await clock.now(work))))
          throw new Problem("webhook/delivery-waiting");
        const [row] = await read();
        if (row === undefined) throw new Problem("not-found");
        return deliveryView(row);
      });
      // Where the engine does not hear of it, the sweep tells it.
      await engine
        .refresh({ type: "webhook", id: webhookId, authority: caller.authority })
        .catch(() => undefined);
      return replayed;
    },
  );
}

/** @throws Problem `webhook/too-many` */
async function requireRoom(work: WebhookWork, authority: string): Promise<void> {
  const { count } = await work
    .selectFrom("webhook")
    .select((e) => e.fn.countAll<string>().as("count"))
    .where("authority", "=", authority)
    .executeTakeFirstOrThrow();
  if (Number(count) >= most) throw new Problem("webhook/too-many", `it has ${count}`);
}

/** @throws Problem `not-found` */
async function requireOne(work: WebhookWork, webhookId: string) {
  const [found] = await webhooksOf(work, webhookId);
  if (found === undefined) throw new Problem("not-found");
  return found;
}

/** @throws Problem `not-found`, `authority/not-yours` */
async function requireOwn(work: WebhookWork, { authority }: Caller, webhookId: string): Promise<void> {
  const found = await requireOne(work, webhookId);
  if (found.authority !== authority) throw new Problem("authority/not-yours");
}

function placeOf(cursor: string): number {
  const read = place.safeParse(keyOf(cursor, 1)[0]);
  if (read.success) return read.data;
  throw new Problem("body/invalid", undefined, [{ path: "/after", message: "is not a cursor of this list" }]);
}
