import { importView, type ImportView } from "@shuangsui/contracts";
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { connected } from "../../../../infra/embedded/database.ts";
import { until } from "../../../../infra/embedded/test-time.ts";
import { makeCreditCode } from "../../../../infra/sample/codes.ts";
import { recordHistory } from "../../../../workflows/histories/record.ts";
import { startRegistryProcesses, type RegistryProcesses } from "../testing/processes.ts";

const header = "统一社会信用代码,名称,地址,法定代表人,类别,联系人,联系电话";
const line = (serial: number, phone = "17900000001") =>
  `${makeCreditCode("533103", serial)},芒市第${serial}建筑工程有限公司,芒市勐焕街道,刀某,建筑施工企业,岳某,${phone}`;
const lines = (from: number, count: number) => Array.from({ length: count }, (_, i) => line(from + i));
const csv = (rows: readonly string[]) => `${[header, ...rows].join("\n")}\n`;

let registry: RegistryProcesses;
beforeAll(async () => {
  registry = await startRegistryProcesses();
}, 120_000);
afterAll(() => registry.close());
/** Ends both as a failing machine would. */
const killBoth = () => Promise.all([registry.kill("main"), registry.kill("worker")]);
const startBoth = () => Promise.all([registry.start("main"), registry.start("worker")]);

async function ask(method: "GET" | "POST", path: string, body?: string, type = "application/json") {
  const authorization = `Bearer ${await registry.issuer.tokenFor({ authority: "533103", actor: "clerk" })}`;
  const response = await fetch(new URL(path, registry.url()), {
    method,
    headers: {
      authorization,
      ...(body === undefined ? {} : { "content-type": type, "idempotency-key": randomUUID() }),
    },
    ...(body === undefined ? {} : { body }),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}
const seen = async (id: string) => importView.parse((await ask("GET", `/api/v1/imports/${id}`)).body);
const reached = (id: string, wanted: (job: ImportView) => boolean) => until(() => seen(id), wanted, 2_400);
const ended = (id: string) => reached(id, ({ endedAt }) => endedAt !== null);
async function upload(rows: readonly string[], query = ""): Promise<string> {
  const { status, body } = await ask(
    "POST",
    `/api/v1/imports?register=entities${query}`,
    csv(rows),
    "text/csv",
  );
  expect([status, body["state"]]).toEqual([202, "reading"]);
  return importView.parse(body).id;
}
/** How many entities and versions there are, past the row security. */
const written = () =>
  connected(registry.fresh.superUrl, async (client) => {
    const { rows } = await client.query<{ entities: number; versions: number }>(
      "select (select count(*)::int from registry.entity) as entities, (select count(*)::int from registry.version) as versions",
    );
    return rows[0];
  });

describe("an import (articles 10, 15)", () => {
  test("is answered at once, read, shown and, when somebody says so, applied; the same again changes nothing", async () => {
    const rows = lines(1, 30);
    const id = await upload(rows);
    const checked = await reached(id, ({ state }) => state === "checked");
    expect(checked).toMatchObject({ counts: { created: 30, changed: 0, unchanged: 0, refused: 0 } });
    expect(await written()).toEqual({ entities: 0, versions: 0 });
    expect((await ask("POST", `/api/v1/imports/${id}/apply`, '{"mode":"all"}')).status).toBe(202);
    expect(await ended(id)).toMatchObject({ state: "applied", counts: { created: 30 } });
    await recordHistory(registry.environment.client.workflow.getHandle(`import/${id}`), "import-applied");
    const again = await ended(await upload(rows, "&apply=all"));
    expect(again).toMatchObject({ state: "applied", counts: { created: 0, unchanged: 30, refused: 0 } });
    expect(await written()).toEqual({ entities: 30, versions: 30 });
  }, 120_000);

  test("that waits may be cancelled; then it is over, and nothing is written", async () => {
    const id = await upload(lines(100, 3));
    await reached(id, ({ state }) => state === "checked");
    const before = await written();
    expect((await ask("POST", `/api/v1/imports/${id}/cancel`, "{}")).status).toBe(200);
    const applied = await ask("POST", `/api/v1/imports/${id}/apply`, '{"mode":"all"}');
    expect(applied).toMatchObject({ status: 409, body: { code: "import/wrong-state" } });
    expect(await written()).toEqual(before);
  }, 120_000);
});

describe("an import whose service and worker are killed while it is read", () => {
  test("is read again from its beginning, counted once, and waits as any that was checked", async () => {
    const before = await written();
    const rows = [...lines(30_000, 1_200), line(31_500, "12")];
    const id = await connected(registry.fresh.superUrl, async (client) => {
      await client.query("begin; lock table registry.entity in access exclusive mode");
      const uploaded = await upload(rows);
      // It was in the midst of it: its first rows are asked for in the register.
      await until(
        async () =>
          (
            await client.query(
              "select from pg_locks where relation = 'registry.entity'::regclass and not granted",
            )
          ).rowCount,
        (waiting) => waiting === 1,
      );
      await killBoth();
      await client.query("rollback");
      return uploaded;
    });
    await startBoth();
    const checked = await reached(id, ({ state }) => state !== "reading");
    expect(checked).toMatchObject({
      state: "checked",
      counts: { created: 1_200, changed: 0, unchanged: 0, refused: 1 },
      moreRows: 0,
    });
    expect(checked.faults.map(({ row, fault }) => [row, fault])).toEqual([[1_202, "phone"]]);
    expect(await written()).toEqual(before);
  }, 240_000);
});

describe("an import whose service and worker are killed while it is applied", () => {
  test.each(["all", "rows"] as const)(
    "goes on where it was and writes each row once: %s",
    async (mode) => {
      const before = await written();
      const from = mode === "all" ? 10_000 : 20_000;
      const id = await upload(lines(from, 6_000), `&apply=${mode}`);
      await reached(id, ({ state }) => state === "applying");
      await killBoth();
      const meanwhile = await written();
      // It was in the midst of it.
      expect(meanwhile?.entities).toBeLessThan((before?.entities ?? 0) + 6_000);
      await startBoth();
      expect(await ended(id)).toMatchObject({ state: "applied", counts: { created: 6_000, refused: 0 } });
      expect(await written()).toEqual({
        entities: (before?.entities ?? 0) + 6_000,
        versions: (before?.versions ?? 0) + 6_000,
      });
    },
    240_000,
  );
});
