import { bundleWorkflows } from "@shuangsui/temporal-kit";
import { historyFromJSON } from "@temporalio/common/lib/proto-utils.js";
import { Worker } from "@temporalio/worker";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";

const folder = import.meta.dirname;
const names = readdirSync(folder).filter((name) => name.endsWith(".json"));
type Bundle = Awaited<ReturnType<typeof bundleWorkflows>>;
let bundles: Record<"inspection" | "disclosure", Bundle>;

beforeAll(async () => {
  const of = (queue: string) => bundleWorkflows(join(folder, "..", "queues", `${queue}.ts`));
  bundles = { inspection: await of("inspection"), disclosure: await of("disclosure") };
}, 120_000);

async function replay(name: string, change = (text: string) => text): Promise<string[]> {
  const history: unknown = JSON.parse(change(readFileSync(join(folder, name), "utf8")));
  const workflowBundle = name.startsWith("publication") ? bundles.disclosure : bundles.inspection;
  const failed: string[] = [];
  const histories = [{ workflowId: `${name.split("-")[0]}/recorded`, history: historyFromJSON(history) }];
  for await (const { error } of Worker.runReplayHistories({ workflowBundle }, histories)) if (error !== undefined) failed.push(error.name);
  return failed;
}

describe("recorded histories", () => {
  it.each(names)("%s replays by the code of today", async (name) => expect(await replay(name)).toEqual([]));

  it.each(names)("%s with another command in it does not: the test can fail", async (name) =>
    expect(await replay(name, (text) => text.replaceAll(/"(lookAt|performFor)[A-Za-z]+"/g, '"somethingElse"'))).not.toEqual([]),
  );
});
