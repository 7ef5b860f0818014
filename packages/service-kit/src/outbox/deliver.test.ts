import { Problem } from "@shuangsui/contracts";
import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ServiceUnavailable } from "../unavailable.ts";
import { submit } from "../commands/submit.ts";
import { systemScope } from "../database.ts";
import {
  openPermitOffice,
  permitDeliveries,
  permits,
  type Receivers,
  type PermitOffice,
} from "../testing/permits.ts";
import { deliver } from "./deliver.ts";

let office: PermitOffice;
beforeAll(async () => {
  office = await openPermitOffice();
});
afterAll(() => office.close());

const nobody = (): Receivers => ({ printed: [], told: [], printerFails: null, policeFail: null });
const ask = (matterId: string, type: string) =>
  submit(office, permits, {
    key: uuidv7(),
    matterId,
    type,
    payload: {},
    caller: { authority: "533103", actor: "official-1" },
    requestId: "request-1",
  });
const granted = async () => {
  const id = await office.asked();
  await ask(id, "grant");
  return id;
};
const hand = (receivers: Receivers, id: string, deed: "printPermit" | "tellPolice") =>
  deliver(office, permits, permitDeliveries, receivers, { id, authority: "533103" }, deed);
const owed = (id: string) =>
  office.database.as(systemScope, (work) =>
    work
      .selectFrom("outbox")
      .select(["deed", "revision", "attempts", "last_code", "refused_code", "done_at"])
      .where("matter_id", "=", id)
      .orderBy("deed")
      .orderBy("revision")
      .execute(),
  );

describe("what a matter owes", () => {
  it("is handed over once, with what follows from it in one transaction", async () => {
    const receivers = nobody();
    const id = await granted();
    expect(await hand(receivers, id, "printPermit")).toMatchObject({
      state: "granted",
      owes: ["tellPolice"],
      over: false,
    });
    expect(await hand(receivers, id, "tellPolice")).toMatchObject({ owes: [], over: true });
    await hand(receivers, id, "printPermit");
    expect(receivers.printed).toHaveLength(1);
    expect(await office.events(id)).toEqual(["granted", "printed"]);
  });

  it("is independent: an outage of one holds up no other, is noted with its cause, and tried again under the same key", async () => {
    const receivers = { ...nobody(), printerFails: new ServiceUnavailable("away") };
    const id = await granted();
    for (let tried = 0; tried < 3; tried += 1)
      await expect(hand(receivers, id, "printPermit")).rejects.toBe(receivers.printerFails);
    expect(await hand(receivers, id, "tellPolice")).toMatchObject({ owes: ["printPermit"] });
    expect(await owed(id)).toMatchObject([
      { deed: "printPermit", attempts: 3, last_code: "unavailable", done_at: null },
      { deed: "tellPolice", attempts: 0 },
    ]);
    await hand({ ...receivers, printerFails: null }, id, "printPermit");
    expect(receivers.printed[0]?.key).toMatch(/^[0-9a-f-]{36}$/);
  });

  it("is final only by a deed's own short list: a wrong token for a while loses nothing", async () => {
    const id = await granted();
    const wrongToken = { ...nobody(), printerFails: new Problem("caller/token-invalid") };
    await expect(hand(wrongToken, id, "printPermit")).rejects.toMatchObject({ code: "caller/token-invalid" });
    await hand({ ...nobody(), printerFails: new Problem("publication/superseded") }, id, "printPermit");
    expect(await owed(id)).toMatchObject([{ refused_code: "publication/superseded" }, { done_at: null }]);
    expect(await office.events(id)).toEqual(["granted", "delivery-refused"]);
  });

  it("of a higher revision stands for the lower ones", async () => {
    const receivers = nobody();
    const id = await granted();
    await ask(id, "reprint");
    await hand(receivers, id, "printPermit");
    expect(receivers.printed.map(({ revision }) => revision)).toEqual([3]);
    expect(
      (await owed(id)).filter(({ deed }) => deed === "printPermit").every(({ done_at: at }) => at !== null),
    ).toBe(true);
  });

  it("is not handed over once it is waived, nor written down when it was waived meanwhile", async () => {
    const receivers = nobody();
    const id = await granted();
    const waivedMeanwhile = {
      ...permitDeliveries,
      tellPolice: {
        ...permitDeliveries.tellPolice,
        async hand() {
          await ask(id, "revoke");
        },
        done: () => ({ patch: {}, events: [{ type: "police-told" }] }),
      },
    };
    await deliver(office, permits, waivedMeanwhile, receivers, { id, authority: "533103" }, "tellPolice");
    expect(await office.events(id)).toEqual(["granted", "revoked"]);
    await hand(receivers, id, "tellPolice");
    expect(receivers.told).toEqual([]);
  });
});
