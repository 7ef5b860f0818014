import { migrate } from "@shuangsui/service-kit";
import { expect, it } from "vitest";
import { connected } from "../../../../infra/embedded/database.ts";
import { freshDatabase } from "../../../../infra/embedded/test-database.ts";
import { migrations } from "./index.ts";

it("gives the statistics of draws that stand already their codes", async () => {
  const fresh = await freshDatabase();
  const before = Object.fromEntries(Object.entries(migrations).filter(([name]) => name < "0003"));
  await migrate(fresh.urls.disclosure.owner, "disclosure", before);
  await connected(fresh.superUrl, (client) =>
    client.query(
      `insert into disclosure.draw (id, authority, campaign_id, title, state, statistics, committed_at)
       values ('d1', '533103', gen_random_uuid(), '抽查', 'committed', $1, now()), ('d2', '533102', gen_random_uuid(), '抽查', 'committed', '[]', now())`,
      [
        JSON.stringify([
          { name: "拟抽取数", value: 12 },
          { name: "未抽取：本年度已检查", value: 3 },
        ]),
      ],
    ),
  );
  await migrate(fresh.urls.disclosure.owner, "disclosure", migrations);
  const { rows } = await connected(fresh.superUrl, (client) =>
    client.query<{ statistics: unknown }>("select statistics from disclosure.draw order by id"),
  );
  expect(rows.map(({ statistics }) => statistics)).toEqual([
    [
      { code: "to-draw", value: 12 },
      { code: "inspected-this-year", value: 3 },
    ],
    [],
  ]);
  await fresh.drop();
});
