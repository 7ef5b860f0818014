import { afterAll, beforeAll, expect, it } from "vitest";
import { v7 as uuidv7 } from "uuid";
import { drawnCampaign, officerAt, registerSample, windowFrom } from "../sample/officials.ts";
import { personAt, until } from "../sample/people.ts";
import { connected } from "../embedded/database.ts";
import { planOverBuilders, testWitnesses } from "./builders.ts";
import { startWhole, type Whole } from "./whole.ts";

let whole: Whole;
const authority = "533103";
const requestId = uuidv7();

beforeAll(async () => {
  whole = await startWhole(new Date("2026-09-15T01:00:00Z"));
}, 180_000);
afterAll(async () => whole.close());

/** What is on record under the request's id, in the order in which it came about. */
const recorded = (table: string, what: string) =>
  connected(whole.superUrl, async (client) => {
    const { rows } = await client.query<{ what: string }>(
      `select ${what} as what from ${table} where request_id = $1 order by 1`,
      [requestId],
    );
    return rows.map((row) => row.what);
  });

it("an official's request id goes through the workflow to disclosure's record, and back with its notice", async () => {
  const official = personAt(whole.inspection, whole.people, authority);
  const now = () => whole.clock.now();
  await registerSample(personAt(whole.registry, whole.people, authority), authority);
  const plan = await planOverBuilders(official, await now(), "0.05");
  const campaign = await drawnCampaign(official, plan, windowFrom(await now(), 50), testWitnesses);
  const [one] = await officerAt(official, now).all(campaign.id);

  // An inspection is cancelled, which the public is told.
  const response = await fetch(new URL(`/api/v1/inspections/${one?.id}/commands/cancel`, whole.inspection), {
    method: "POST",
    headers: {
      authorization: `Bearer ${await whole.people.tokenFor({ authority, actor: "official-1" })}`,
      "x-request-id": requestId,
      "idempotency-key": uuidv7(),
      "content-type": "application/json",
    },
    body: JSON.stringify({ reason: "企业停产" }),
  });
  expect(response.headers.get("x-request-id")).toBe(requestId);

  const events = await until(
    () => recorded("inspection.event", "type"),
    (types) => types.length === 2,
    "disclosure's notice",
  );
  expect(events).toEqual(["cancelled", "version-published"]);
  expect(await recorded("inspection.command", "type")).toEqual(["cancel", "published"]);
  expect(await recorded("disclosure.command", "type")).toEqual(["withdraw"]);
  expect(await recorded("disclosure.event", "type")).toEqual(["published"]);
});
