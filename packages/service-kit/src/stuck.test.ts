import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { ServiceUnavailable } from "./unavailable.ts";
import { submit } from "./commands/submit.ts";
import { deliver } from "./outbox/deliver.ts";
import { countStuck, stuckCausesOf } from "./stuck.ts";
import { openPermitOffice, permitDeliveries, permits, type PermitOffice } from "./testing/permits.ts";

let office: PermitOffice;
beforeAll(async () => {
  office = await openPermitOffice();
});
afterAll(() => office.close());

const now = new Date();
const hoursAgo = (hours: number) => new Date(now.getTime() - hours * 3_600_000);
const ask = (matterId: string, type: string) =>
  submit(office, permits, {
    key: uuidv7(),
    matterId,
    type,
    payload: {},
    caller: { authority: "533103", actor: "official-1" },
    requestId: "request-1",
  });
const failToPrint = (id: string) =>
  deliver(
    office,
    permits,
    permitDeliveries,
    { printed: [], told: [], printerFails: new ServiceUnavailable("away"), policeFail: null },
    { id, authority: "533103" },
    "printPermit",
  ).catch((error: unknown) => error);
const causesOf = async (id: string, as = "533103") =>
  (await office.database.as(as, (work) => stuckCausesOf(work, "permit", [id], now))).get(id) ?? [];
const counted = (as = "533103") => office.database.as(as, (work) => countStuck(work, "permit", now));

describe("a matter is stuck", () => {
  beforeEach(() => office.database.as("system", (work) => work.deleteFrom("permit").execute()));

  it("by a deed from its third failed attempt on, and is named once for all its revisions", async () => {
    const id = await office.asked();
    await ask(id, "grant");
    const since = await office.database.as("533103", (work) =>
      work.selectFrom("outbox").select("owed_at").where("matter_id", "=", id).executeTakeFirstOrThrow(),
    );
    for (let times = 0; times < 2; times += 1) await failToPrint(id);
    expect([await causesOf(id), await counted()]).toEqual([[], []]);
    await failToPrint(id);
    await ask(id, "reprint");
    for (let times = 0; times < 3; times += 1) await failToPrint(id);
    expect(await causesOf(id)).toEqual([
      { kind: "deed", name: "printPermit", code: "unavailable", since: since.owed_at.toISOString() },
    ]);
    expect([await counted(), await counted("533100")]).toEqual([
      [{ authority: "533103", count: 1 }],
      [{ authority: "533103", count: 1 }],
    ]);
  });

  it("where time has not moved it for a day, which it does within seconds", async () => {
    const due = hoursAgo(25);
    const [forgotten, awaited] = [
      await office.asked("533102", due),
      await office.asked("533102", hoursAgo(23)),
    ];
    expect(await causesOf(forgotten, "533102")).toEqual([
      { kind: "time", name: "time", code: "unanswered", since: due.toISOString() },
    ]);
    expect(await causesOf(awaited, "533102")).toEqual([]);
    expect(await counted("533102")).toEqual([{ authority: "533102", count: 1 }]);
  });

  it("for those alone who see it (article 3)", async () => {
    const id = await office.asked("533102", hoursAgo(25));
    expect(await causesOf(id)).toEqual([]);
    expect((await counted()).filter(({ authority }) => authority === "533102")).toEqual([]);
  });
});
