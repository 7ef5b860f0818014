import { importView } from "@shuangsui/contracts";
import { randomUUID } from "node:crypto";
import type { Client } from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { connected } from "../../../../infra/embedded/database.ts";
import { until } from "../../../../infra/embedded/test-time.ts";
import { makeCreditCode } from "../../../../infra/sample/codes.ts";
import { startRegistry, type TestRegistry } from "../testing/service.ts";
import { batchRows } from "./limits.ts";

const authority = "533103";
const header = "统一社会信用代码,名称,地址,法定代表人,类别,联系人,联系电话";
let serial = 500_000;
const line = () =>
  `${makeCreditCode(authority, (serial += 1))},芒市第${serial}建筑工程有限公司,芒市勐焕街道,刀某,建筑施工企业,岳某,17900000001`;

let registry: TestRegistry;
beforeAll(async () => {
  registry = await startRegistry("2026-11-02T02:00:00.000Z");
});
afterAll(() => registry.close());

async function upload(rows: number, mode: "all" | "rows") {
  const taken = await registry.call("POST", `/api/v1/imports?register=entities&apply=${mode}`, {
    raw: [header, ...Array.from({ length: rows }, line)].join("\n"),
    headers: { "content-type": "text/csv; charset=utf-8", "idempotency-key": randomUUID() },
  });
  return { id: importView.parse(taken.body).id, authority };
}
const cancel = async (id: string) =>
  importView.parse((await registry.call("POST", `/api/v1/imports/${id}/cancel`, { body: {} })).body);
const seen = async (id: string) =>
  importView.parse((await registry.call("GET", `/api/v1/imports/${id}`)).body);
const entities = () =>
  connected(registry.fresh.superUrl, async (client) => {
    const { rows } = await client.query<{ count: number }>("select count(*)::int from registry.entity");
    return rows[0]?.count;
  });
/** Waits until so many wait for a lock of that kind. */
const waiting = (client: Client, kind: "advisory" | "relation", count: number) =>
  until(
    async () =>
      (
        await client.query(
          `select from pg_locks where locktype = $1 and not granted
            and database = (select oid from pg_database where datname = current_database())`,
          [kind],
        )
      ).rowCount,
    (found) => found === count,
  );
/** What an import holds while it writes into the register of entities. */
const lockEntities = "select pg_advisory_lock(hashtextextended('import entities', 0))";

describe("an import that is cancelled (articles 10, 15)", () => {
  test("while it is read ends there, and nothing is written", async () => {
    const input = await upload(3, "all");
    const before = await entities();
    await connected(registry.fresh.superUrl, async (client) => {
      await client.query("begin; lock table registry.import_piece in access exclusive mode");
      const reading = registry.carrier.read(input);
      await waiting(client, "relation", 1);
      expect(await cancel(input.id)).toMatchObject({ state: "cancelled", counts: { created: 0 } });
      await client.query("rollback");
      expect((await reading).next).toBe("rest");
    });
    await registry.carrier.apply(input);
    expect(await seen(input.id)).toMatchObject({ state: "cancelled", counts: { created: 0, refused: 0 } });
    expect(await entities()).toBe(before);
  });

  test("while all of it is applied undoes what was written, and says that nothing is", async () => {
    const input = await upload(2 * batchRows, "all");
    expect((await registry.carrier.read(input)).next).toBe("apply");
    expect((await seen(input.id)).counts.created).toBe(2 * batchRows);
    const before = await entities();
    await connected(registry.fresh.superUrl, async (client) => {
      await client.query(lockEntities);
      const applying = registry.carrier.apply(input);
      await waiting(client, "advisory", 1);
      expect((await cancel(input.id)).state).toBe("cancelled");
      await client.query("select pg_advisory_unlock_all()");
      expect((await applying).next).toBe("rest");
    });
    expect(await seen(input.id)).toMatchObject({ state: "cancelled", counts: { created: 0, refused: 0 } });
    expect(await entities()).toBe(before);
  });

  test("while it is applied row by row keeps what was written, writes no more, and says how much that is", async () => {
    const input = await upload(3 * batchRows, "rows");
    await registry.carrier.read(input);
    const before = (await entities()) ?? 0;
    await connected(registry.fresh.superUrl, (first) =>
      connected(registry.fresh.superUrl, async (second) => {
        await first.query(lockEntities);
        const applying = registry.carrier.apply(input);
        await waiting(first, "advisory", 1);
        // Whoever asks next holds it after the first batch, ahead of the second.
        const held = second.query(lockEntities);
        await waiting(first, "advisory", 2);
        await first.query("select pg_advisory_unlock_all()");
        await held;
        expect((await cancel(input.id)).counts.created).toBe(batchRows);
        await second.query("select pg_advisory_unlock_all()");
        expect((await applying).next).toBe("rest");
      }),
    );
    expect(await seen(input.id)).toMatchObject({
      state: "cancelled",
      mode: "rows",
      counts: { created: batchRows, refused: 0 },
    });
    expect(await entities()).toBe(before + batchRows);
  });
});
