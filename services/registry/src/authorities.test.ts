import { migrate } from "@shuangsui/service-kit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sampleAuthorities } from "../../../infra/sample/authorities.ts";
import { migrations } from "./migrations/index.ts";
import { startRegistry, type TestRegistry } from "./testing/service.ts";

const town = {
  ...{ code: "533181", parent: "533102", level: "township" as const },
  ...{ name: "畹町经济开发区建设局", short: "畹町" },
  english: { name: "Wanding Development Zone Bureau of Construction", short: "Wanding" },
};
let registry: TestRegistry;
beforeAll(async () => {
  registry = await startRegistry();
});
afterAll(() => registry.close());

const project = {
  ...{ code: "530181202602020001", name: "畹町口岸扩建工程", address: "畹町镇", permits: [] },
  ...{ leadName: "线某", basicFacts: "框架结构", contactName: "岳某", contactPhone: "17900000001" },
  builderCreditCode: null,
};
const listed = async (as: string) => (await registry.call("GET", "/api/v1/projects", { as })).status;

describe("an authority that is added while the service runs (articles 34, 35)", () => {
  it("is refused before, with a code of its own, whether a person or a service acts for it", async () => {
    for (const service of [false, true])
      expect(
        await registry.call("GET", "/api/v1/projects", { as: town.code, ...(service && { service }) }),
      ).toMatchObject({
        status: 403,
        body: { code: "caller/authority-unknown" },
      });
    expect(await listed("533102")).toBe(200);
  });

  it("works from its next request on, and is seen by all above it and by nobody beside it", async () => {
    // When an administrator adds it under 瑞丽, two levels below the prefecture
    const { owner } = registry.fresh.urls.registry;
    await migrate(owner, "registry", migrations, [...sampleAuthorities, town]);
    // Then it registers
    const made = await registry.call("POST", "/api/v1/projects", { as: town.code, body: project });
    expect(made).toMatchObject({ status: 201, body: { authority: town.code } });
    const path = `/api/v1/projects/${String(made.body["id"])}`;
    // and its county and the prefecture see that, and may not change it (article 3); no sibling of either sees it.
    for (const as of [town.code, "533102", "533100"])
      expect([as, (await registry.call("GET", path, { as })).status]).toEqual([as, 200]);
    expect((await registry.call("GET", path, { as: "533103" })).status).toBe(404);
    const change = { version: 1, reason: "更正", name: "另一工程" };
    for (const as of ["533102", "533100"])
      expect(await registry.call("PATCH", path, { as, body: change })).toMatchObject({
        status: 403,
        body: { code: "authority/not-yours" },
      });
    // The county's list has it, though the county is no prefecture.
    const { body } = await registry.call("GET", "/api/v1/projects", { as: "533102" });
    expect(body["items"]).toMatchObject([{ authority: town.code }]);
  });
});
