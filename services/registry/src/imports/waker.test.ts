import { createLogger } from "@shuangsui/service-kit";
import { afterAll, beforeAll, expect, test } from "vitest";
import { connected } from "../../../../infra/embedded/database.ts";
import { startRegistry, type TestRegistry } from "../testing/service.ts";
import { startWaker } from "./waker.ts";

let registry: TestRegistry;
beforeAll(async () => {
  registry = await startRegistry();
});
afterAll(() => registry.close());

test("an import that the engine never heard of is told to it again, and one that waits for its clerk, or is over, is not", async () => {
  const told: string[] = [];
  const engine = { refresh: async ({ id }: { id: string }) => void told.push(id) };
  const logger = createLogger("registry", "silent");
  const waker = startWaker({ database: registry.database, engine, logger });
  const csv = "targetCode,note,ground,certificateNumber\n";
  const waiting = await registry.importFile("conflicts", csv, { apply: null });
  expect(waiting.body).toMatchObject({ state: "checked" });
  const id = String(waiting.body["id"]);
  const stands = (state: string) =>
    connected(registry.fresh.superUrl, (client) =>
      client.query(
        "update registry.import set state = $2, touched_at = now() - interval '1 minute' where id = $1",
        [id, state],
      ),
    );
  await stands("checked");
  expect(await waker.once()).toBe(0);
  for (const state of ["reading", "applying"]) {
    await stands(state);
    expect(await waker.once()).toBe(1);
  }
  await stands("applied");
  expect(await waker.once()).toBe(0);
  waker.stop();
  expect(told).toEqual([id, id]);
});
