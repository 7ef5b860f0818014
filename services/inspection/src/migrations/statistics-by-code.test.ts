import { migrate } from "@shuangsui/service-kit";
import { expect, it } from "vitest";
import { connected } from "../../../../infra/embedded/database.ts";
import { freshDatabase } from "../../../../infra/embedded/test-database.ts";
import { migrations } from "./index.ts";

it("gives the statistics of campaigns that are revealed already their codes", async () => {
  const fresh = await freshDatabase();
  const before = Object.fromEntries(Object.entries(migrations).filter(([name]) => name < "0004"));
  await migrate(fresh.urls.inspection.owner, "inspection", before);
  const plan = "019a0000-0000-7000-8000-000000000001";
  await connected(fresh.superUrl, async (client) => {
    await client.query(
      `insert into inspection.plan (id, authority, year, title, state, revision, created_at, updated_at)
       values ($1, '533103', 2026, '计划', 'published', 1, now(), now())`,
      [plan],
    );
    await client.query(
      `insert into inspection.campaign (id, authority, trigger_key, plan_id, entry_id, plan_revision, plan_version, title, target_kind,
         item_codes, state, window_from, window_to, draw_id, statistics, created_at, updated_at)
       values (gen_random_uuid(), '533103', gen_random_uuid(), $1, gen_random_uuid(), 1, '', '抽查', 'entity',
         '[]', 'closed', '2026-10-09', '2026-10-30', 'd1', $2, now(), now())`,
      [plan, JSON.stringify([{ name: "期满未检查数", value: 9 }])],
    );
  });
  await migrate(fresh.urls.inspection.owner, "inspection", migrations);
  const { rows } = await connected(fresh.superUrl, (client) =>
    client.query<{ statistics: unknown }>("select statistics from inspection.campaign"),
  );
  expect(rows).toEqual([{ statistics: [{ code: "lapsed", value: 9 }] }]);
  await fresh.drop();
});
