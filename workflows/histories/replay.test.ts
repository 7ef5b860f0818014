import { bundleWorkflows, replay } from "@shuangsui/temporal-kit";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { workflowBundles } from "../../infra/embedded/temporal-binaries.ts";
import { testPayloads } from "../../infra/embedded/test-payloads.ts";
import { beforeAll, describe, expect, it } from "vitest";

const folder = import.meta.dirname;
const names = readdirSync(folder).filter((name) => name.endsWith(".json"));
type Bundle = Awaited<ReturnType<typeof bundleWorkflows>>;
let bundles: Record<"registry" | "inspection" | "disclosure", Bundle>;

beforeAll(async () => {
  const of = (queue: string) => bundleWorkflows(join(folder, "..", "queues", `${queue}.ts`), workflowBundles);
  bundles = {
    registry: await of("registry"),
    inspection: await of("inspection"),
    disclosure: await of("disclosure"),
  };
}, 120_000);

function replayed(name: string, change = (text: string) => text): Promise<string[]> {
  const history: unknown = JSON.parse(change(readFileSync(join(folder, name), "utf8")));
  const bundle = name.startsWith("publication")
    ? bundles.disclosure
    : name.startsWith("import")
      ? bundles.registry
      : bundles.inspection;
  return replay(bundle, [{ workflowId: `${name.split("-")[0]}/recorded`, history }], testPayloads);
}

/** A local activity's name stands in the data of its marker, JSON in base64; another's as it is. */
const withAnotherActivity = (history: string) =>
  history.replaceAll(/"(deliverWebhook|readImportFile)"/g, '"somethingElse"').replaceAll(/"data": ?"([A-Za-z0-9+/=]+)"/g, (_, data: string) => {
    const text = Buffer.from(data, "base64").toString().replace(/"pass[A-Za-z]+Time"/, '"somethingElse"');
    return `"data": "${Buffer.from(text).toString("base64")}"`;
  });

describe("recorded histories", () => {
  it.each(names)("%s replays by the code of today", async (name) => expect(await replayed(name)).toEqual([]));

  it.each(names)("%s with another activity in it does not: the test can fail", async (name) =>
    expect(await replayed(name, withAnotherActivity)).not.toEqual([]),
  );
});
