import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { connected } from "../../../../infra/embedded/database.ts";
import { startRegistry, type TestRegistry } from "../testing/service.ts";
import { partyColumns } from "../projects/tables.ts";
import type { Work } from "./register.ts";
import { steeredClock } from "@shuangsui/clock";
import { registersOf } from "../registers.ts";
import { createCipher } from "../secrecy/cipher.ts";
import { entriesOf } from "./entries.ts";
import type { Change, FiledRegister, ListQuery } from "./register.ts";
import { conditionsOf } from "./conditions.ts";
import { inOrder, listRows, type Page } from "./lists.ts";
import type { Row } from "./row.ts";

let registry: TestRegistry;
const size = 40_000;
/** How many of them are the small county's. */
const small = size / 1_000;
const none = "00000000-0000-0000-0000-000000000000";
const party = "91533103PARTY00000";
const codeOf = (serial: number) => `E${String(serial).padStart(17, "0")}`;

/** The last rows are a small county's; every thousandth is of a seldom kind, category and status. */
beforeAll(async () => {
  registry = await startRegistry("2026-11-02T02:00:00.000Z");
  const seldom = (value: string, otherwise: string) =>
    `case when g % 1000 = 7 then '${value}' else '${otherwise}' end`;
  const each = `from generate_series(1, ${size}) as g`;
  const code = `'E' || lpad(g::text, 17, '0')`;
  const entry = `uuidv7(), case when g > ${size - small} then '533124' else '533103' end, 1, now()`;
  const category = seldom("agency", "builder");
  const status = seldom("deregistered", "active");
  const ofParty = (rest: number) => `case when g % 2000 = ${rest} then '${party}' end`;
  const removal = "case when g % 1000 = 7 then 'closed' end";
  const columns = "id, authority, version, updated_at";
  const inspector = `lpad(to_hex(g), 32, '0')::uuid`;
  await connected(registry.fresh.superUrl, async (client) => {
    // Without looking up what each row refers to.
    await client.query("set session_replication_role = replica");
    for (const statement of [
      `entity (credit_code, name, address, legal_representative, category, version, updated_at)
        select ${code}, 'n', 'a', 'l', ${category}, 1, now()`,
      `entity_supervision (id, authority, credit_code, category, status, removal_ground, contact_name, contact_phone)
        select uuidv7(), case when g > ${size - small} then '533124' else '533103' end, ${code}, ${category}, ${status}, ${removal}, 'c', 'p'`,
      `project (${columns}, code, name, address, lead_name, basic_facts, contact_name, contact_phone, status, removal_ground,
          builder_credit_code, surveyor_credit_code)
        select ${entry}, ${code}, 'n', 'a', 'l', 'f', 'c', 'p', ${status}, ${removal},
          ${ofParty(7)}, ${ofParty(9)}`,
      `item (${columns}, code, name, legal_basis, legal_basis_valid_from, subject, content, method, officer_types, specialties, target_kind, valid_from)
        select ${entry}, ${code}, 'n', 'b', '2019-01-01', 's', 'c', 'm', '{}', '{}', ${seldom("project", "entity")}, '2019-01-01'`,
      `inspector (${columns}, kind, name, id_number, id_number_hash, id_number_hash_key, types, specialties, certificate_number, certificate_key,
          certificate_valid_from, certificate_valid_to, unit, phone, status)
        select ${entry.replace("uuidv7()", inspector)}, ${seldom("expert", "officer")}, 'n', 'i', ${code}, 'k', '{}', '{}', ${code}, ${code},
          '2019-01-01', '2029-01-01', 'u', 'p', ${seldom("left", "active")}`,
      `conflict (${columns}, inspector_id, target_code, ground, note, status)
        select ${entry}, ${inspector}, ${code}, 'kinship', 'n', ${seldom("withdrawn", "declared")}`,
      `credit_record (${columns}, target_code, target_kind, kind, date, description, description_hash, status)
        select ${entry}, ${code}, 'entity', ${seldom("honest", "complaint")}, '2026-01-01', 'd', 'h', ${seldom("withdrawn", "valid")}`,
    ])
      await client.query(`insert into registry.${statement} ${each}`);
    await client.query("vacuum analyze");
  });
}, 240_000);
afterAll(() => registry.close());

type Plan = { "Node Type": string; "Relation Name"?: string; Plans?: Plan[] };
const nodesOf = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodesOf)];
/** The relations that a page is read from one row after the other. */
const walked = async (work: Work, relation: string, page: Page) => {
  const { rows } = await sql<{
    "QUERY PLAN": [{ Plan: Plan }];
  }>`explain (format json) ${inOrder(relation, page)}`.execute(work);
  const plan = rows[0]?.["QUERY PLAN"][0].Plan;
  if (plan === undefined) throw new RangeError("no plan");
  return nodesOf(plan)
    .filter((node) => node["Node Type"] === "Seq Scan")
    .map((node) => node["Relation Name"]);
};
const pageOf = async (
  work: Work,
  viewer: string,
  column: "code" | "id",
  filters: Readonly<Record<string, string>>,
  after: readonly [string, string] | undefined,
): Promise<Page> => {
  const narrowings = Object.entries(filters).map(([name, equals]) => ({ column: name, equals }));
  const conditions = await conditionsOf(work, viewer, narrowings, "2026-11-02");
  return { conditions, order: { column, descending: false }, after, limit: 20 };
};
const rowsRead = async (work: Work) => {
  const { rows } = await sql<{ read: number }>`
    select sum(coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0))::integer as read from pg_stat_xact_user_tables`.execute(
    work,
  );
  return rows[0]?.read ?? 0;
};

describe.each(["533100", "533103", "533124"])("a page of a large list, to %s", (viewer) => {
  test.each([
    [
      "entity_entry",
      "code",
      [{}, { category: "agency" }, { category: "builder" }, { category: "gas-supplier" }],
    ],
    ["entity_entry", "code", [{ status: "deregistered" }, { status: "active", category: "agency" }]],
    ["entity_entry", "code", [{ authority: "533124" }, { authority: "533124", status: "deregistered" }]],
    ["project", "code", [{}, { status: "deregistered" }, { status: "active" }, { authority: "533124" }]],
    ["item", "code", [{}, { target_kind: "project" }, { target_kind: "entity" }, { authority: "533124" }]],
    [
      "inspector",
      "id",
      [{}, { kind: "expert" }, { status: "left" }, { kind: "expert", status: "suspended" }],
    ],
    ["conflict", "id", [{}, { status: "withdrawn" }, { target_code: codeOf(9) }, { inspector_id: none }]],
    ["credit_record", "id", [{}, { kind: "honest" }, { kind: "inspection" }, { status: "withdrawn" }]],
    ["credit_record", "id", [{ target_code: codeOf(9) }, { authority: "533124", kind: "complaint" }]],
    ["credit_record", "id", [{ authority: "533103", person_key: "somebody" }]],
  ] as const)("is read alone: %s by %s, %j", async (relation, order, narrowings) => {
    const places = order === "code" ? [undefined, [codeOf(size / 2), none] as const] : [undefined];
    for (const filters of narrowings)
      for (const after of places) {
        await registry.database.as(viewer, async (work) => {
          const page = await pageOf(work, viewer, order, filters, after);
          expect(await walked(work, relation, page), JSON.stringify(filters)).toEqual([]);
          const before = await rowsRead(work);
          // So often that PostgreSQL would take a plan for any values, if it thought that one as good.
          for (let time = 0; time < 8; time += 1) await inOrder(relation, page).execute(work);
          expect(((await rowsRead(work)) - before) / 8, JSON.stringify(filters)).toBeLessThan(280);
        });
      }
  });
});

test.each([
  ["533100", 40],
  ["533103", 40],
  ["533124", 0],
])("projects in which an entity takes part are found by indexes, to %s", async (viewer, number) => {
  const narrowings = [{ anyOf: partyColumns, equals: party }];
  await registry.database.as(viewer, async (work) => {
    const conditions = await conditionsOf(work, viewer, narrowings, "2026-11-02");
    const page = { conditions, order: { column: "code", descending: false }, after: undefined, limit: 50 };
    const before = await rowsRead(work);
    const listed = { relation: "project", subjectOf: ({ id }: Row) => id };
    const { rows, count } = await listRows(work, listed, page, { narrowings, isCounted: true });
    expect([rows.length, count]).toEqual([number, { number, isMore: false }]);
    expect((await rowsRead(work)) - before).toBeLessThan(size / 10);
  });
});

test.each(["items", "projects", "inspectors", "conflicts", "credit-records"] as const)(
  "%s are counted to the end where that is asked, as far as the reader sees them",
  async (kind) => {
    const register = registersOf(createCipher(registry.keyring))[kind];
    const { database } = registry;
    const clock = steeredClock(async () => Date.parse("2026-11-02T02:00:00.000Z"));
    const numberFor = async (authority: string) => {
      const { list } = entriesOf(register as FiledRegister<Row, unknown, Change, unknown, ListQuery>, {
        ...{ database, clock },
      });
      const query = { limit: 1, count: "exact" } as const;
      return (await list({ authority, roles: [] }, query, undefined)).count;
    };
    expect(await numberFor("533103")).toEqual({ number: size - small, isMore: false });
    expect(await numberFor("533124")).toEqual({ number: small, isMore: false });
    expect(await numberFor("533100")).toEqual({ number: size, isMore: false });
  },
);

test("a list is counted to the end by a request of its own, beside which its page says that there are more", async () => {
  const count = async (asked: string) =>
    (await registry.call("GET", `/api/v1/credit-records?limit=1&count=${asked}`)).body["count"];
  expect(await count("true")).toEqual({ number: 1_000, isMore: true });
  expect(await count("exact")).toEqual({ number: size - small, isMore: false });
  expect(await count("all")).toBeUndefined();
});

test("a list by what no index leads to is not read alone, so this measures", async () => {
  const filters = { address: "nowhere" };
  await registry.database.as("533100", async (work) => {
    const page = await pageOf(work, "533100", "code", filters, undefined);
    const before = await rowsRead(work);
    await inOrder("project", page).execute(work);
    expect((await rowsRead(work)) - before).toBeGreaterThan(size / 2);
  });
});
