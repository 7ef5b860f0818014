import { townships } from "@shuangsui/contracts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeCreditCode } from "../../../../infra/sample/codes.ts";
import { startRegistry, type TestRegistry } from "../testing/service.ts";

let registry: TestRegistry;
let serial = 0;

const entity = {
  ...{ name: "芒市某建筑有限公司", address: "团结大街", legalRepresentative: "刀某", category: "builder" },
  ...{ contactName: "岳某", contactPhone: "17900000001" },
};
const register = async (facts: object, as = "533103") => {
  serial += 1;
  const body = { ...entity, creditCode: makeCreditCode("533103", serial), ...facts };
  const answer = await registry.call("POST", "/api/v1/entities", { as, body });
  expect(answer, answer.text).toMatchObject({ status: 201 });
  return body.creditCode;
};
const seenBy = async (as: string) =>
  townships.parse((await registry.call("GET", "/api/v1/townships", { as })).body).items;

beforeAll(async () => {
  registry = await startRegistry("2026-11-02T02:00:00.000Z");
  await register({ territory: "533103102", longitude: 98.2, latitude: 24.2 });
  const shared = await register({ territory: "533103102", longitude: 98.4, latitude: 24.4 });
  await register({ creditCode: shared }, "533102");
  await register({ territory: "533103102" });
  await register({ territory: "533103103" });
  await register({ territory: "533103999" });
  await register({ territory: "533103", longitude: 98.5, latitude: 24.5 });
});
afterAll(() => registry.close());

describe("the townships in which targets are registered (article 11)", () => {
  test("are named, with how many targets each has and the middle of their places as maps of China show it", async () => {
    const items = await seenBy("533103");
    const of = (code: string) => items.find((one) => one.code === code);
    expect(of("533103102")).toEqual({
      ...{ code: "533103102", name: "遮放镇", targets: 3 },
      shownAt: { longitude: expect.closeTo(98.3, 1), latitude: expect.closeTo(24.3, 1) },
    });
    expect(of("533103102")?.shownAt).not.toEqual({ longitude: 98.3, latitude: 24.3 });
    expect(of("533103103")).toMatchObject({ name: "勐戛镇", targets: 1, shownAt: null });
    expect(of("533103105")).toMatchObject({ name: "风平镇", targets: 0, shownAt: null });
    expect(of("533103999")).toMatchObject({ name: null, targets: 1 });
  });

  test("count no target whose township is not known, and one of several supervisors once", async () => {
    const sum = (items: { targets: number }[]) => items.reduce((all, { targets }) => all + targets, 0);
    expect(sum(await seenBy("533103"))).toBe(5);
    expect(sum(await seenBy("533100"))).toBe(5);
  });

  test("are those of whose entries somebody sees: a sibling's own, and what it supervises elsewhere (article 3)", async () => {
    const elsewhere = (await seenBy("533102")).filter(({ code }) => !code.startsWith("533102"));
    expect(elsewhere).toMatchObject([{ code: "533103102", targets: 1 }]);
    expect(
      (await seenBy("533122")).every(({ code, targets }) => code.startsWith("533122") && targets === 0),
    ).toBe(true);
  });
});
