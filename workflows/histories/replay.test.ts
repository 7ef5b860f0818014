import { bundleWorkflows, replay } from "@shuangsui/temporal-kit/for-workers";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { workflowBundles } from "../../infra/embedded/temporal-binaries.ts";
import { testPayloads } from "../../infra/embedded/test-payloads.ts";
import { beforeAll, describe, expect, it } from "vitest";

const folder = import.meta.dirname;
const names = readdirSync(folder).filter((name) => name.endsWith(".json"));
type Bundle = Awaited<ReturnType<typeof bundleWorkflows>>;
/** The code that each replays by. */
let bundles: ReadonlyMap<string, Bundle>;

beforeAll(async () => {
  const of = (queue: string) => bundleWorkflows(join(folder, "..", "queues", `${queue}.ts`), workflowBundles);
  const [registry, inspection, disclosure] = [
    await of("registry"),
    await of("inspection"),
    await of("disclosure"),
  ];
  bundles = new Map(
    names.map((name) => [
      name,
      name.startsWith("publication") ? disclosure : name.startsWith("import") ? registry : inspection,
    ]),
  );
}, 120_000);

/** Replays all histories, those of one bundle by one worker. Gives of each that does not replay its error. */
async function failing(change = (text: string) => text): Promise<Map<string, string>> {
  const failed: string[] = [];
  for (const [bundle, own] of Map.groupBy(names, (name) => bundles.get(name))) {
    if (bundle === undefined) continue;
    const recorded = own.map((name) => ({
      workflowId: `${name.split("-")[0]}/${name}`,
      history: JSON.parse(change(readFileSync(join(folder, name), "utf8"))) as unknown,
    }));
    failed.push(...(await replay(bundle, recorded, testPayloads)));
  }
  return new Map(
    failed.map((line) => {
      const [, name = "", error = ""] = /\/(.*): (.*)/.exec(line) ?? [];
      return [name, error];
    }),
  );
}

/** A local activity's name stands in the data of its marker, JSON in base64; another's as it is. */
const withAnotherActivity = (history: string) =>
  history.replaceAll(/"(deliverWebhook|readImportFile)"/g, '"somethingElse"').replaceAll(/"data": ?"([A-Za-z0-9+/=]+)"/g, (_, data: string) => {
    const text = Buffer.from(data, "base64").toString().replace(/"pass[A-Za-z]+Time"/, '"somethingElse"');
    return `"data": "${Buffer.from(text).toString("base64")}"`;
  });

describe("recorded histories", () => {
  let failed: Awaited<ReturnType<typeof failing>>;
  let changed: typeof failed;
  beforeAll(async () => {
    failed = await failing();
    changed = await failing(withAnotherActivity);
  }, 120_000);

  it.each(names)("%s replays by the code of today", (name) => expect(failed.get(name)).toBeUndefined());

  it.each(names)("%s with another activity in it does not: the test can fail", (name) =>
    expect(changed.get(name)).toBeDefined(),
  );
});
