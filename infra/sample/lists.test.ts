import { registerKind } from "@shuangsui/contracts";
import { afterAll, beforeAll, expect, it } from "vitest";
import { startRegistry, type TestRegistry } from "../../services/registry/src/testing/service.ts";
import { xlsx } from "../../services/registry/src/testing/workbooks.ts";
import { bringLists } from "./lists.ts";
import { sampleFiles } from "./generate.ts";
import { personAt } from "./people.ts";
import { workbookOf } from "./workbook.ts";

let registry: TestRegistry;
let url = "";
beforeAll(async () => {
  registry = await startRegistry("2026-11-02T02:00:00.000Z");
  url = await registry.app.listen({ host: "127.0.0.1", port: 0 });
});
afterAll(() => registry.close());

it("the sample's registry is held against permits and filings: three firms hold one and are not registered (articles 10, 12)", async () => {
  const as = "533103";
  const clerk = personAt(url, registry.issuer, as, "clerk");
  for (const kind of registerKind.options) {
    const workbook = await workbookOf(kind, sampleFiles().get(as)?.[`${kind}.csv`] ?? "");
    const answer = await registry.importFile(kind, Buffer.from(workbook), { as, type: xlsx });
    expect(answer, `${kind}: ${answer.text.slice(0, 600)}`).toMatchObject({ status: 200 });
  }
  for (let time = 0; time < 2; time += 1) await bringLists(clerk, as);
  const of = async (kind: string) =>
    (await registry.call("GET", `/api/v1/completeness?kind=${kind}`, { as })).body["statistics"];
  expect(await of("entity")).toEqual(
    expect.arrayContaining([
      { code: "lists-compared", value: 2 },
      { code: "unregistered-permits", value: 3 },
    ]),
  );
  expect(await of("project")).toEqual(expect.arrayContaining([{ code: "unregistered-filings", value: 0 }]));
});
