import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startDisclosureHarness, type DisclosureHarness } from "../testing/harness.ts";
import { opened, openingOf, type Handling } from "../testing/publications.ts";

const dueAt = "2026-09-28T16:00:00.000Z";
let harness: DisclosureHarness;
beforeAll(async () => {
  harness = await startDisclosureHarness(new Date("2026-09-21T01:00:00Z"), "development");
}, 120_000);
afterAll(() => harness.close());

const refused = (status: number, code: string) => ({ status, body: { code } });

describe("a key", () => {
  it("that an official has used first is still the service's own: no result is suppressed by it", async () => {
    const publication = await opened(harness, { dueAt });
    const key = uuidv7();
    expect(await publication.publish({ key })).toMatchObject(refused(409, "publication/nothing-to-publish"));
    expect((await publication.content("发现问题 1 项", { key })).status).toBe(200);
    expect((await publication.publish()).status).toBe(200);
    expect((await publication.read()).body).toMatchObject({
      versions: [{ content: { summary: "发现问题 1 项" } }],
    });
  });

  it("used again with the same contents answers as the first did, with others it is refused", async () => {
    const publication = await opened(harness, { dueAt });
    const key = uuidv7();
    const first = await publication.content("未发现问题", { key, revision: 3 });
    expect(await publication.content("未发现问题", { key, revision: 3 })).toEqual(first);
    expect(await publication.content("发现问题 1 项", { key, revision: 3 })).toMatchObject(
      refused(409, "command/key-reused"),
    );
    expect(await publication.events()).toEqual(["content-ready"]);
  });
});

describe("who may ask", () => {
  it("is a service for an authority that there is, and nothing is opened for another", async () => {
    const path = `/api/v1/publications/${uuidv7()}`;
    const body = openingOf({ dueAt, authority: "999999" });
    expect(await harness.ask("PUT", path, { service: true, body })).toMatchObject(
      refused(403, "caller/authority-unknown"),
    );
    expect((await harness.readPublic(path)).status).toBe(404);
  });

  it("is an official of the authority, or a service, each by a token that verifies, and nobody else", async () => {
    const publication = await opened(harness, { dueAt });
    expect((await publication.content("未发现问题")).status).toBe(200);
    const path = `/api/v1/publications/${publication.id}/commands/publish`;
    const answer = await fetch(new URL(path, harness.url), {
      method: "POST",
      headers: {
        "content-type": "application/json",
        "idempotency-key": uuidv7(),
        authorization: "Bearer of-somebody-else",
      },
      body: "{}",
    });
    expect({ status: answer.status, body: await answer.json() }).toMatchObject(
      refused(401, "caller/token-invalid"),
    );
    expect((await publication.publish({ service: true })).status).toBe(200);
  });

  it("is neither the superior, who reads it, nor another authority, for which it is not there (article 3)", async () => {
    const publication = await opened(harness, { dueAt });
    expect((await publication.content("未发现问题")).status).toBe(200);
    expect(await publication.publish({ as: "533100" })).toMatchObject(refused(403, "authority/not-yours"));
    expect(await publication.publish({ as: "533102" })).toMatchObject(refused(404, "not-found"));
    for (const command of ["due", "content", "withdraw", "drop"]) {
      const path = `/api/v1/publications/${publication.id}/commands/${command}`;
      expect((await harness.ask("POST", path, { body: {} })).status).toBeGreaterThanOrEqual(400);
    }
    expect((await publication.read()).status).toBe(404);
  });
});

describe("publish, sent right after content", () => {
  it("comes after it, and both are done at once, two hundred times at the same time", async () => {
    const publications: Handling[] = [];
    for (let i = 0; i < 200; i += 1) publications.push(await opened(harness, { dueAt }));
    const answers = await Promise.all(
      publications.map(async (publication) => [
        (await publication.content("未发现问题")).status,
        (await publication.publish({ service: true })).status,
      ]),
    );
    expect(answers).toEqual(publications.map(() => [200, 200]));
    for (const publication of publications)
      expect(await publication.events()).toEqual(["content-ready", "published"]);
  }, 120_000);
});
