import { afterAll, beforeAll, expect, test } from "vitest";
import { makeCreditCode } from "../../../../infra/sample/codes.ts";
import { startRegistry, type TestRegistry } from "../testing/service.ts";

const [as, other] = ["533103", "533102"];
const [builder, developer] = [makeCreditCode(as, 760_001), makeCreditCode(as, 760_002)];
let registry: TestRegistry;
const post = async (path: string, body: object, authority = as) => {
  const answer = await registry.call("POST", `/api/v1/${path}`, { as: authority, body });
  expect(answer, answer.text).toMatchObject({ status: 201 });
};
const project = (code: string, parties: object) => ({
  ...{
    code,
    name: `${code}工程`,
    address: "团结大街",
    leadName: "岳某",
    basicFacts: "框架结构",
    permits: [],
  },
  ...{ contactName: "岳某", contactPhone: "17900000001", ...parties },
});
beforeAll(async () => {
  registry = await startRegistry();
  for (const creditCode of [builder, developer])
    await post("entities", {
      ...{ creditCode, name: `${creditCode}公司`, address: "团结大街", legalRepresentative: "刀某" },
      ...{ category: "builder", contactName: "岳某", contactPhone: "17900000001" },
    });
  await post("projects", project("PARTY-1", { builderCreditCode: builder }));
  await post("projects", project("PARTY-2", { builderCreditCode: developer, surveyorCreditCode: builder }));
  await post("projects", project("PARTY-3", { developerCreditCode: developer }));
  await post("projects", project("PARTY-4", { supervisorCreditCode: builder }), other);
});
afterAll(() => registry.close());

const found = async (query: string, authority = as) => {
  const { body } = await registry.call("GET", `/api/v1/projects?count=true&${query}`, { as: authority });
  const items = body["items"] as { code: string }[];
  return { codes: items.map(({ code }) => code), count: body["count"] };
};

test("projects are found by an entity that takes part, whatever it does there, by whoever sees them (article 12)", async () => {
  expect(await found(`party=${builder}`)).toEqual({
    codes: ["PARTY-1", "PARTY-2"],
    count: { number: 2, isMore: false },
  });
  expect((await found(`party=${builder.toLowerCase()}&q=PARTY-2`)).codes).toEqual(["PARTY-2"]);
  expect((await found(`party=${builder}&sort=-code`, "533100")).codes).toEqual([
    "PARTY-4",
    "PARTY-2",
    "PARTY-1",
  ]);
  expect((await found(`party=${makeCreditCode(as, 760_003)}`)).codes).toEqual([]);
  expect(await registry.call("GET", "/api/v1/projects?party=somebody", { as })).toMatchObject({
    status: 422,
    body: { errors: [{ path: "/party", fault: "credit-code" }] },
  });
});

test("their list is taken away and kept so narrowed", async () => {
  const { text } = await registry.call("GET", `/api/v1/projects/export?format=csv&party=${developer}`, {
    as,
  });
  expect([...text.matchAll(/PARTY-\d(?=,)/g)].map(([code]) => code)).toEqual(["PARTY-2", "PARTY-3"]);
  await post("filters", { register: "projects", name: "参建", query: { party: developer } });
});
