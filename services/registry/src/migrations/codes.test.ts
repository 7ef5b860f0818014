import { migrate } from "@shuangsui/service-kit";
import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, expect, test } from "vitest";
import { connected } from "../../../../infra/embedded/database.ts";
import { freshDatabase, type FreshDatabase } from "../../../../infra/embedded/test-database.ts";
import { sampleAuthorities } from "../../../../infra/sample/authorities.ts";
import { migrations } from "./index.ts";

let fresh: FreshDatabase;
beforeAll(async () => {
  fresh = await freshDatabase();
});
afterAll(() => fresh.drop());

test("what was kept under a project's or an item's code in small letters stands under the one in capitals from then on", async () => {
  const before = Object.fromEntries(Object.entries(migrations).filter(([name]) => name < "0005"));
  await migrate(fresh.urls.registry.owner, "registry", before, sampleAuthorities);
  const [list, authority] = [uuidv7(), "533103"];
  await connected(fresh.superUrl, async (client) => {
    const insert = (table: string, row: object) =>
      client.query(
        `insert into registry.${table} select * from jsonb_populate_record(null::registry.${table}, $1::jsonb)`,
        [JSON.stringify(row)],
      );
    const entry = () => ({ id: uuidv7(), authority, version: 1, updated_at: "2026-11-02T02:00:00Z" });
    const person = { contact_name: "岳某", contact_phone: "", lead_name: "刀某", basic_facts: "框架" };
    for (const code of ["b-1", "A-2"])
      await insert("project", {
        ...{ ...entry(), ...person, code, name: "一号楼", address: "勐焕街道", permits: [], words: "" },
        ...{ state: "building", status: "active" },
      });
    await insert("item", {
      ...{ ...entry(), code: "ab-1", name: "施工许可检查", legal_basis: "建筑法", subject: "住建局" },
      ...{ legal_basis_valid_from: "1998-03-01", content: "许可证", method: "现场检查", words: "" },
      ...{ officer_types: ["market"], specialties: [], target_kind: "entity", valid_from: "2025-01-01" },
      ...{ basis_ids: [], checklist: [] },
    });
    await insert("credit_record", {
      ...{ ...entry(), target_code: "b-1", target_kind: "project", kind: "complaint", date: "2026-03-05" },
      ...{ description: "扰民", description_hash: "", status: "valid" },
    });
    await insert("source_list", {
      ...{ id: list, authority, source: "filings", as_of: "2026-11-01", rows: 2, actor: "official-1" },
      at: "2026-11-02T02:00:00Z",
    });
    for (const code of ["b-1", "B-1"])
      await insert("source_row", { list_id: list, authority, target_kind: "project", code, name: "一号楼" });
    await insert("dismissal", {
      ...{ authority, register: "projects", one: "A-2", other: "b-1", actor: "official-1", reason: "两栋" },
      at: "2026-11-02T02:00:00Z",
    });
  });

  await migrate(fresh.urls.registry.owner, "registry", migrations, sampleAuthorities);

  await connected(fresh.superUrl, async (client) => {
    const of = async (columns: string, table: string) =>
      (await client.query({ text: `select ${columns} from registry.${table} order by 1`, rowMode: "array" }))
        .rows;
    expect(await of("code", "project")).toEqual([["A-2"], ["B-1"]]);
    expect(await of("code", "item")).toEqual([["AB-1"]]);
    expect(await of("target_code", "credit_record")).toEqual([["B-1"]]);
    expect(await of("code", "source_row")).toEqual([["B-1"]]);
    expect(await of("one, other", "dismissal")).toEqual([["A-2", "B-1"]]);
    const { rows } = await client.query(
      "select relname from pg_class where relnamespace = 'registry'::regnamespace and relrowsecurity and not relforcerowsecurity",
    );
    expect(rows).toEqual([]);
  });
});
