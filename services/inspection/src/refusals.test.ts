import { planDetail } from "@shuangsui/contracts";
import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { builders } from "./testing/campaigns.ts";
import { sampleHeld } from "./testing/fake-registry.ts";
import { startInspectionHarness, type InspectionHarness } from "./testing/harness.ts";

let harness: InspectionHarness;
beforeAll(async () => {
  harness = await startInspectionHarness(sampleHeld(40), new Date("2026-09-14T01:00:00Z"));
}, 180_000);
afterAll(() => harness.close());

const plan = { year: 2026, title: "芒市计划", entries: [builders] };

/** Sends a plan as bytes of a content type. */
async function send(bytes: Buffer, contentType = "application/json") {
  const response = await fetch(new URL("/api/v1/plans", harness.url), {
    method: "POST",
    headers: {
      ...(await harness.signedIn()),
      "idempotency-key": uuidv7(),
      "content-type": contentType,
    },
    body: new Uint8Array(bytes),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

describe("a JSON body", () => {
  const inUtf8 = Buffer.from(JSON.stringify(plan));

  it("is taken in UTF-8, with or without the charset and a byte order mark", async () => {
    const mark = Buffer.from([0xef, 0xbb, 0xbf]);
    for (const [bytes, type] of [
      [inUtf8, "application/json"],
      [inUtf8, "application/json; charset=UTF-8"],
      [Buffer.concat([mark, inUtf8]), 'application/json;charset="utf-8"'],
    ] as const)
      expect(await send(bytes, type)).toMatchObject({ status: 201, body: { title: "芒市计划" } });
  });

  it("is refused in any other encoding, said or not", async () => {
    // 芒市计划 in GBK.
    const title = Buffer.from([0xc3, 0xa2, 0xca, 0xd0, 0xbc, 0xc6, 0xbb, 0xae]);
    const [before = "", after = ""] = JSON.stringify(plan).split("芒市计划");
    const inGbk = Buffer.concat([Buffer.from(before), title, Buffer.from(after)]);
    expect(await send(inGbk)).toMatchObject({ status: 400, body: { code: "body/not-json" } });
    expect(await send(inGbk, "application/json; charset=gbk")).toMatchObject({
      status: 415,
      body: { code: "body/media-type" },
    });
  });

  it("is refused with a forbidden property or NUL, or where it is no JSON", async () => {
    const proto = Buffer.from(JSON.stringify(plan).replace("{", '{"__proto__":{"admin":true},'));
    expect(await send(proto)).toMatchObject({ status: 422, body: { code: "body/invalid" } });
    const nul = Buffer.from(JSON.stringify({ ...plan, title: "a\u0000b" }));
    expect(await send(nul)).toMatchObject({ status: 422, body: { code: "body/invalid" } });
    expect(await send(Buffer.from("{"))).toMatchObject({ status: 400, body: { code: "body/not-json" } });
  });
});

describe("with the registry down", () => {
  it("a plan's preview is refused as unavailable, with when to try again", async () => {
    const drafted = await harness.call("POST", "/api/v1/plans", { body: plan });
    const { id } = planDetail.parse(drafted.body);
    await harness.registry.close();
    const response = await fetch(new URL(`/api/v1/plans/${id}/preview`, harness.url), {
      headers: await harness.signedIn(),
    });
    expect(response.status).toBe(503);
    expect(response.headers.get("retry-after")).toBe("2");
    expect(response.headers.get("content-type")).toBe("application/problem+json; charset=utf-8");
    expect(await response.json()).toMatchObject({ code: "unavailable", status: 503 });
  });
});
