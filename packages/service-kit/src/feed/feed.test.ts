import type { CloudEvent } from "@shuangsui/contracts";
import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { tokenVerifier } from "../access/tokens.ts";
import { createApp, type App } from "../app.ts";
import { commandRoute } from "../commands/routes.ts";
import { systemScope } from "../database.ts";
import { startIssuer, type TestIssuer } from "../testing/issuer.ts";
import { openPermitOffice, permits, type PermitOffice } from "../testing/permits.ts";
import { feedRoutes, type StreamLimits } from "./routes.ts";
import { rowsAfter } from "./reader.ts";
import { follow, openStream, readPage } from "./testing.ts";

let office: PermitOffice;
let issuer: TestIssuer;
const open: App[] = [];
beforeAll(async () => {
  office = await openPermitOffice();
  issuer = await startIssuer();
});
afterAll(async () => {
  await Promise.all(open.map((app) => app.close()));
  await issuer.close();
  await office.close();
});

const at = (url: string) => ({ url, people: issuer });
const bearer = async (authority: string) =>
  `Bearer ${await issuer.tokenFor({ authority, actor: "official-1" })}`;

/** A copy of a service over the office's database. */
async function serve(limits?: StreamLimits): Promise<{ url: string; close(): Promise<void> }> {
  const app = await createApp({
    ...{ name: "inspection", title: "permits", logger: office.logger, ready: {} },
    tokens: tokenVerifier(issuer.url),
  });
  for (const type of ["note", "grant"])
    commandRoute(app, office, permits, {
      url: `/api/v1/permits/:id/commands/${type}`,
      type,
      action: "inspection.record",
      body: type === "note" ? z.strictObject({ text: z.string() }) : z.strictObject({}),
      tags: [],
    });
  feedRoutes(app, {
    service: "inspection",
    database: office.database,
    logger: office.logger,
    ...(limits === undefined ? {} : { limits }),
  });
  const url = await app.listen({ host: "127.0.0.1", port: 0 });
  open.push(app);
  return { url, close: () => app.close() };
}

let url: string;
/** The place after which the test's own events are. */
let start: string;
beforeAll(async () => {
  ({ url } = await serve());
});
beforeEach(async () => {
  // What another test has written has its place first.
  await expect
    .poll(() =>
      office.database.as(systemScope, (work) =>
        work.selectFrom("feed").select("id").where("place", "is", null).execute(),
      ),
    )
    .toEqual([]);
  start = (await readPage(at(url), { after: "latest" })).next;
});

async function does(id: string, type: string, body: object = {}, as = "533103"): Promise<void> {
  const response = await fetch(new URL(`/api/v1/permits/${id}/commands/${type}`, url), {
    method: "POST",
    headers: {
      "content-type": "application/json",
      authorization: await bearer(as),
      "idempotency-key": uuidv7(),
    },
    body: JSON.stringify(body),
  });
  expect(response.status).toBe(200);
}
/** A new permit that has been granted. */
async function granted(as = "533103"): Promise<string> {
  const id = await office.asked(as);
  await does(id, "grant", {}, as);
  return id;
}
const idsOf = (events: readonly CloudEvent[]) => events.map(({ data }) => data.id);
const places = (events: readonly CloudEvent[]) => events.map(({ sequence }) => Number(sequence));
const upFrom = (first: string, count: number) =>
  Array.from({ length: count }, (_, index) => Number(first) + 1 + index);

/** A change that is written first and committed last: it is held until a test lets it go. */
async function slowChange(): Promise<{ id: string; commit(): Promise<void> }> {
  const id = await office.asked();
  const written = Promise.withResolvers<void>();
  const held = Promise.withResolvers<void>();
  const committed = office.database.as("533103", async (work) => {
    const permit = await permits.lock(work, id, []);
    if (permit === undefined) throw new Error("there is no permit");
    const decision = { patch: { state: "granted" }, events: [{ type: "granted" }] };
    await permits.write(work, permit, decision, { at: new Date(), actor: "official-1", requestId: null });
    written.resolve();
    await held.promise;
  });
  await written.promise;
  return {
    id,
    async commit() {
      held.resolve();
      await committed;
    },
  };
}

describe("the feed of a service (article 4)", () => {
  it("holds every event once, in one order without a gap, when 50 commands and a slow change are under way at once", async () => {
    const slow = await slowChange();
    const permitIds = await Promise.all(Array.from({ length: 50 }, () => office.asked()));
    const reading = follow(at(url), 51, { after: start });
    await Promise.all(permitIds.map((id) => does(id, "grant")));
    // The reader has all but the slow one by then.
    expect(await follow(at(url), 50, { after: start })).toHaveLength(50);
    await slow.commit();
    const events = await reading;
    expect(places(events)).toEqual(upFrom(start, 51));
    expect(idsOf(events).toSorted()).toEqual([slow.id, ...permitIds].toSorted());
    expect(events.at(-1)?.data.id).toBe(slow.id);
  });

  it("read in the order of writing instead would skip what was committed late: the test can fail", async () => {
    const slow = await slowChange();
    const other = await granted();
    const written = () =>
      office.database.as(systemScope, (work) =>
        work.selectFrom("feed").select(["id", "subject"]).orderBy("id", "desc").limit(5).execute(),
      );
    const [last] = await written();
    expect(last?.subject).toBe(other);
    await slow.commit();
    const later = (await written()).filter(({ id }) => Number(id) > Number(last?.id));
    expect(later.map(({ subject }) => subject)).not.toContain(slow.id);
  });

  it("tells an event in the form of CloudEvents by ids and states alone", async () => {
    const id = await office.asked();
    await does(id, "note", { text: "刀某，电话13800000000" });
    const [event] = await follow(at(url), 1, { after: start });
    expect(event).toEqual({
      specversion: "1.0",
      id: `permit_${id}_1`,
      source: "urn:shuangsui:inspection",
      type: "cn.shuangsui.permit.noted",
      subject: `permit/${id}`,
      time: expect.stringMatching(/Z$/),
      datacontenttype: "application/json",
      authority: "533103",
      sequence: expect.stringMatching(/^\d{15}$/),
      data: { kind: "permit", id, revision: 1, state: "asked" },
    });
  });

  it("shows an authority its own and its subordinates', a sibling nothing", async () => {
    const [county, sibling, above] = [
      await granted("533103"),
      await granted("533102"),
      await granted("533100"),
    ];
    const seen = async (as: string) => {
      await follow(at(url), 3, { after: start, as: "533100" });
      return idsOf((await readPage(at(url), { after: start, as })).items);
    };
    expect(await seen("533100")).toEqual([county, sibling, above]);
    expect(await seen("533103")).toEqual([county]);
    expect(await seen("533122")).toEqual([]);
  });

  it("is narrowed to types or kinds, and goes on past what was not asked for", async () => {
    const id = await office.asked();
    await does(id, "note", { text: "一" });
    await does(id, "grant");
    await follow(at(url), 2, { after: start });
    const typesOf = async (type: string) => {
      const { items, next } = await readPage(at(url), { after: start, type });
      expect(Number(next)).toBe(Number(start) + 2);
      return items.map((event) => event.type);
    };
    expect(await typesOf("cn.shuangsui.permit.granted")).toEqual(["cn.shuangsui.permit.granted"]);
    expect(await typesOf("cn.shuangsui.permit")).toHaveLength(2);
    expect(await typesOf("cn.shuangsui.plan,cn.shuangsui.permit.noted")).toHaveLength(1);
    expect(await typesOf("cn.shuangsui.plan")).toEqual([]);
  });

  it.each([
    ["a place beyond its end, as after a restored copy", "after=999999999", 409, "events/ahead"],
    ["what is no place", "after=-1", 422, "body/invalid"],
    ["what is no type", "type=inspection", 422, "body/invalid"],
    ["an unknown parameter", "since=1", 422, "body/invalid"],
  ])("refuses %s", async (_, query, status, code) => {
    for (const accept of ["application/json", "text/event-stream"]) {
      const response = await fetch(new URL(`/api/v1/events?${query}`, url), {
        headers: { accept, authorization: await bearer("533103") },
      });
      expect([response.status, await response.json()]).toMatchObject([status, { code }]);
    }
  });

  it("finds what a process committed and gave no place before it died", async () => {
    const id = await office.asked();
    await office.database.as(systemScope, (work) =>
      work
        .insertInto("event")
        .values({
          matter_type: "permit",
          matter_id: id,
          authority: "533103",
          seq: 1,
          type: "granted",
          at: new Date(),
          actor: "system",
          state: "granted",
          request_id: null,
          facts: "{}",
        })
        .execute(),
    );
    expect(idsOf(await follow(at(url), 1, { after: start }))).toEqual([id]);
  });
});

describe("the feed as server-sent events", () => {
  it("comes as it happens, and goes on after a reconnect and a restart where it was", async () => {
    const first = await serve();
    const stream = await openStream(at(first.url), { lastEventId: start });
    const one = await granted();
    const [event] = await stream.events(1);
    expect(event?.data.id).toBe(one);
    stream.close();

    const missed = [await granted(), await granted()];
    const again = await openStream(at(first.url), { lastEventId: event?.sequence ?? "" });
    expect(idsOf(await again.events(2))).toEqual(missed);
    await first.close();
    await again.ended;

    const later = await granted();
    const second = await serve();
    const after = await openStream(at(second.url), {
      lastEventId: (await again.events(2)).at(-1)?.sequence ?? "",
    });
    expect(idsOf(await after.events(1))).toEqual([later]);
    after.close();
  });

  it("begins at the end where it is asked to, and shows each authority its own alone", async () => {
    const [county, above] = [
      await openStream(at(url), { query: "?after=latest" }),
      await openStream(at(url), { query: "?after=latest&type=cn.shuangsui.permit.granted", as: "533100" }),
    ];
    const noted = await office.asked();
    await does(noted, "note", { text: "一" });
    const ids = [await granted("533102"), await granted("533103")];
    expect(idsOf(await above.events(2))).toEqual(ids);
    expect(idsOf(await county.events(2))).toEqual([noted, ids[1]]);
    county.close();
    above.close();
  });

  it("sends 3,000 events to a reader that begins far behind, in order", async () => {
    const id = await office.asked();
    await office.database.as(systemScope, (work) =>
      work
        .insertInto("feed")
        .values(
          Array.from({ length: 3_000 }, (_, index) => ({
            place: null,
            authority: "533103",
            kind: "permit",
            type: "counted",
            subject: id,
            revision: index + 1,
            at: new Date(),
            state: null,
          })),
        )
        .execute(),
    );
    const stream = await openStream(at(url), { lastEventId: start });
    const events = await stream.events(3_000);
    expect(events.map(({ data }) => data.revision)).toEqual(upFrom("0", 3_000));
    stream.close();
  });

  it("holds up no closing of the service, whether its reader has gone or is still there", async () => {
    const copy = await serve();
    const [gone, here] = [
      await openStream(at(copy.url), { lastEventId: start }),
      await openStream(at(copy.url), { lastEventId: start }),
    ];
    await granted();
    await Promise.all([gone.events(1), here.events(1)]);
    gone.close();
    await gone.ended;
    const began = performance.now();
    await copy.close();
    await here.ended;
    expect(performance.now() - began).toBeLessThan(3_000);
  });

  it("is refused past the bound of open ones, and free again when one closes", async () => {
    const small = await serve({ all: 3, ofOne: 2 });
    const streams = [await openStream(at(small.url)), await openStream(at(small.url))];
    const status = async (as: string) => {
      const stream = await openStream(at(small.url), { as });
      stream.close();
      return stream.status;
    };
    expect(await status("533103")).toBe(503);
    process.stderr.write(`B ${Date.now() % 100000}\n`);
    expect(await status("533102")).toBe(200);
    streams[0]?.close();
    await expect.poll(() => status("533103")).toBe(200);
    streams[1]?.close();
    await small.close();
  });
});

it("places are given to all that is written, by several processes at once, each once", async () => {
  const copies = [await serve(), await serve()];
  await Promise.all(Array.from({ length: 20 }, () => granted()));
  expect(places(await follow(at(url), 20, { after: start }))).toEqual(upFrom(start, 20));
  await Promise.all(copies.map((copy) => copy.close()));
  const rows = await office.database.as(systemScope, (work) => rowsAfter(work, 0, 10_000));
  expect(rows.map(({ place }) => place)).toEqual(upFrom("0", rows.length));
});
