import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { actionsIn, expectPolicy, type Representative } from "../../../infra/embedded/test-policy.ts";
import { startDisclosureHarness, type DisclosureHarness } from "./testing/harness.ts";
import { opened, openingOf } from "./testing/publications.ts";

const actions = [
  ...(["audit.read", "command.read", "events.read"] as const),
  ...(["publication.publish", "registry.read", "settings.read", "settings.write"] as const),
] as const;
const dueAt = "2026-09-28T16:00:00.000Z";
let harness: DisclosureHarness;
let routes: Readonly<Record<(typeof actions)[number], Representative>>;
let cells = 0;

beforeAll(async () => {
  harness = await startDisclosureHarness(new Date("2026-09-21T01:00:00Z"));
  const [county, prefecture] = await Promise.all(
    ["533103", "533100"].map((authority) => opened(harness, openingOf({ dueAt, authority }))),
  );
  if (county === undefined || prefecture === undefined) throw new RangeError("nothing was opened");
  const commands = await Promise.all(
    [county, prefecture].map((publication) => publication.publish({ as: publication.opening.authority })),
  );
  const commandAt = (index: number) => String(commands[index]?.location);
  const at = (id: string) => `/api/v1/publications/${id}/commands/publish`;
  routes = {
    "audit.read": { method: "GET", path: "/api/v1/audit" },
    "events.read": { method: "GET", path: "/api/v1/events" },
    "command.read": { method: "GET", path: { county: commandAt(0), prefecture: commandAt(1) } },
    // There is nothing to publish yet: refused as that.
    "publication.publish": {
      method: "POST",
      path: { county: at(county.id), prefecture: at(prefecture.id) },
      body: {},
    },
    "registry.read": { method: "GET", path: "/api/v1/item-lists" },
    "settings.read": { method: "GET", path: "/api/v1/settings/publication-terms" },
    "settings.write": {
      method: "PUT",
      path: "/api/v1/settings/publication-terms",
      body: { minor: 3, ordinary: 12, serious: 36, source: "规定" },
    },
  };
}, 120_000);
afterAll(async () => {
  process.stderr.write(`policy: ${cells} cells of disclosure asserted\n`);
  await harness.close();
});

describe("the policy, as every role meets it at its own, a child's, a sibling's and a parent's publication (articles 3, 4)", () => {
  it("is asked for each action that the service has", async () => {
    const document: unknown = await (await fetch(new URL("/openapi.json", harness.url))).json();
    expect(actionsIn(document)).toEqual(actions);
  });

  it.each(actions)("%s", async (action) => {
    cells += await expectPolicy(action, routes[action], (method, path, options) =>
      harness.call(method === "PATCH" ? "PUT" : method, path, { key: uuidv7(), ...options }),
    );
  });
});
