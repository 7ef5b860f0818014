import { folded, importView, type ImportView, type RegisterKind } from "@shuangsui/contracts";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeCreditCode, makeIdNumber } from "../../../../infra/sample/codes.ts";
import type { SignedIn } from "../../../../packages/service-kit/src/testing/issuer.ts";
import { startRegistry, type TestRegistry } from "../testing/service.ts";
import { mediaTypes } from "@shuangsui/service-kit/row-files";

const as = "533123";
let registry: TestRegistry;
beforeAll(async () => {
  registry = await startRegistry("2026-11-02T02:00:00.000Z");
}, 60_000);
afterAll(() => registry.close());

/** A list as it is taken away. */
async function taken(
  kind: RegisterKind,
  format: "csv" | "xlsx",
  { lang = "zh", ...person }: { lang?: string } & Partial<Pick<SignedIn, "roles">> = {},
): Promise<Buffer> {
  const answer = await registry.app.inject({
    method: "GET",
    url: `/api/v1/${kind}/export?format=${format}&lang=${lang}`,
    headers: await registry.signedIn({ authority: as, ...person }),
  });
  expect(answer.statusCode, answer.body.slice(0, 300)).toBe(200);
  return answer.rawPayload;
}
async function brought(kind: RegisterKind, file: Buffer, type: string): Promise<ImportView> {
  const { body } = await registry.importFile(kind, file, { as, type });
  return importView.loose().parse(body);
}
async function listed(kind: RegisterKind): Promise<Record<string, unknown>[]> {
  const { body } = await registry.call("GET", `/api/v1/${kind}?limit=500`, { as });
  return body["items"] as Record<string, unknown>[];
}

const awkward = ["、", "，", ",", "；", ";", "|", "｜", '"', '""', "'", "=", "+", "-", "—", "/", "至", "到"];
const others = [
  "甲",
  "乙",
  "a",
  "B",
  "0",
  "无",
  "长期",
  " ",
  "　",
  "é",
  "𠮷",
  "&",
  "<",
  "*",
  "_x0041_",
  "\uFF0B",
];
const whole = [
  "无",
  "-",
  "——",
  "***",
  '"无"',
  "电力、热力生产和供应业",
  "YN，2026,1",
  "'=1",
  "=1",
  "至",
  "TRUE",
  "5.33103E+17",
];
/** What is said in one line, of up to so many characters, with all that a cell may be parted by. */
const line = (max: number, ...more: string[]) =>
  fc
    .oneof(
      fc.constantFrom(...whole),
      fc.string({ unit: fc.constantFrom(...awkward, ...others, ...more), minLength: 1, maxLength: 12 }),
    )
    .map((text) => text.normalize("NFC").slice(0, max).toWellFormed().replaceAll("\uFFFD", "").trim())
    .filter((text) => text !== "");
const lines = line(100, "\n", "\r\n", "\t");
const days = fc.constantFrom("1900-01-01", "2024-02-29", "2026-11-02", "2031-12-31");
const first = fc.constantFrom("1900-01-01", "2024-02-29");
const last = fc.option(fc.constantFrom("2026-11-02", "2031-12-31"));
const phone = fc.constantFrom(
  ...["17900000001", "17900000001、0692-2123456", "17900000001，17900000002", "17900000001|0692-2123456"],
  ...["0692-2123456转8；17900000001", "+86 17900000001", "(0692) 2123456"],
);
const slugs = (minLength: number) =>
  fc.uniqueArray(fc.constantFrom("quality", "safety", "QUALITY", "Gas", "gas", "-", "__", "other-1"), {
    minLength,
    maxLength: 4,
  });
const foldedOnce = { selector: folded, maxLength: 3 };
const permits = fc.uniqueArray(
  fc.record({ number: line(100), kind: fc.option(line(60)), validFrom: fc.option(first), validTo: last }),
  { selector: ({ number }) => folded(number), maxLength: 3 },
);
const contacts = fc.array(fc.record({ name: line(100), post: fc.option(line(60)), phone }), { maxLength: 3 });
const place = fc.constantFrom(
  { longitude: null, latitude: null },
  { longitude: 97.93, latitude: 24.71 },
  { longitude: 98.123_456_789_012_34, latitude: 3.000_000_000_000_000_4 },
);
const territory = fc.option(fc.constantFrom("533123", "533123101"));

const entity = fc
  .tuple(
    fc.record({
      ...{ name: line(200), address: line(300), legalRepresentative: line(100), contactName: line(100) },
      ...{
        contactPhone: phone,
        category: fc.constantFrom("builder", "gas-supplier"),
        territory,
        permits,
        contacts,
      },
      businessState: fc.constantFrom("open", "suspended"),
      trades: fc.uniqueArray(line(60), foldedOnce),
      checkCharacterReason: fc.option(line(500)),
    }),
    place,
  )
  .map(([one, where]) => ({ ...one, ...where }));
const project = fc
  .tuple(
    fc.record({
      ...{
        name: line(200),
        address: line(300),
        leadName: line(100),
        basicFacts: lines,
        contactName: line(100),
      },
      ...{
        contactPhone: phone,
        permits,
        contacts,
        territory,
        state: fc.constantFrom("preparing", "building"),
      },
      ...{ startsOn: fc.option(first), endsOn: last },
    }),
    place,
  )
  .map(([one, where]) => ({ ...one, ...where }));
const inspector = fc.record({
  ...{
    name: line(100),
    unit: line(200),
    title: fc.option(line(60)),
    phone,
    types: slugs(1),
    specialties: slugs(1),
  },
  leaves: fc.array(fc.record({ from: first, until: last }), { maxLength: 3 }),
  ...{ certificateValidFrom: first, certificateValidTo: last, checkCharacterReason: fc.option(line(500)) },
});
const item = fc.record({
  ...{ name: line(200), legalBasis: lines, legalBasisValidFrom: first, legalBasisValidTo: last },
  ...{ subject: line(200), content: lines, method: lines, officerTypes: slugs(1), specialties: slugs(0) },
  targetKind: fc.constantFrom("entity", "project"),
  ...{ validFrom: first, validTo: last, powerNumber: fc.option(line(60)) },
  checklist: fc.array(fc.record({ question: lines, judgedBy: lines }), { maxLength: 3 }),
});
const basis = fc.record({
  ...{ law: line(200), article: line(100), number: fc.option(line(100)) },
  ...{ validFrom: first, validTo: last },
});
const conflict = fc.record({
  ...{ ground: fc.constantFrom("kinship", "shareholding"), note: lines, evidence: fc.option(lines) },
  ...{ validFrom: fc.option(first), validTo: last },
});
const credit = fc.record({
  ...{ kind: fc.constantFrom("complaint", "honest"), date: days, description: lines },
  ...{ source: fc.option(line(200)), personInCharge: fc.option(line(100)) },
});

let serial = 0;
const wrongCheck = (code: string) => code.replace(/.$/, (end) => (end === "1" ? "2" : "1"));
const some = <T>(one: fc.Arbitrary<T>) => fc.array(one, { minLength: 12, maxLength: 12 });
/** What is registered at a time, without what is known of by a number of its own. */
const entries = fc.record({
  entities: some(entity),
  projects: some(project),
  inspectors: some(inspector),
  items: some(item),
  bases: fc.uniqueArray(basis, {
    ...{ minLength: 4, maxLength: 4 },
    selector: ({ law, article, number }) => JSON.stringify([law, article, number ?? ""].map(folded)),
  }),
  conflicts: some(conflict),
  "credit-records": some(credit),
});

async function register(kind: RegisterKind, rows: readonly object[]): Promise<void> {
  const answer = await registry.importFile(kind, JSON.stringify(rows), { as, type: "application/json" });
  expect(answer.body, answer.text.slice(0, 1_000)).toMatchObject({ counts: { created: rows.length } });
}
/** Puts legal bases on record, by a superior or by the authority itself, and gives their ids. One that was before is known already. */
async function basesOf(made: readonly object[]): Promise<unknown[]> {
  const ids: unknown[] = [];
  for (const [index, body] of made.entries()) {
    const of = index % 2 === 0 ? as : "533100";
    const { status, body: one } = await registry.call("POST", "/api/v1/legal-bases", { as: of, body });
    if (status !== 409) ids.push(one["id"]);
  }
  return ids;
}

/** Registers them, each under a number of its own. */
async function registerAll(made: typeof entries extends fc.Arbitrary<infer T> ? T : never): Promise<void> {
  const codes = made.entities.map(() => makeCreditCode(as, (serial += 1)));
  const from = serial;
  const codeOf = (index: number, reason: string | null) =>
    reason === null ? codes[index] : wrongCheck(codes[index] ?? "");
  const entities = made.entities.map((one, index) => ({
    ...one,
    creditCode: codeOf(index, one.checkCharacterReason),
  }));
  await register("entities", entities);
  await register(
    "projects",
    made.projects.map((one, index) => ({
      ...one,
      code: `${as}-${from + index}`,
      builderCreditCode: index % 2 === 0 ? null : entities[index]?.creditCode,
    })),
  );
  const inspectors = made.inspectors.map((one, index) => {
    const idNumber = makeIdNumber("1980-02-29", from + index);
    return {
      ...{ ...one, kind: "officer", certificateNumber: "-".repeat(from - 11 + index) },
      idNumber: one.checkCharacterReason === null ? idNumber : wrongCheck(idNumber),
    };
  });
  await register("inspectors", inspectors);
  const bases = await basesOf(made.bases);
  await register(
    "items",
    made.items.map((one, index) => ({
      ...{ ...one, code: `I-${from + index}` },
      bases: bases.filter((_id, place) => (index >> place) % 2 === 1),
    })),
  );
  const ofInspectors = await listed("inspectors");
  await register(
    "conflicts",
    made.conflicts.map((one, index) => ({
      ...one,
      inspectorId: ofInspectors[index]?.["id"],
      targetCode: `${as}-${from + index}`,
    })),
  );
  await register(
    "credit-records",
    made["credit-records"].map((one, index) => ({ ...one, targetCode: `${as}-${from + index}` })),
  );
}

const kinds = ["entities", "projects", "inspectors", "items", "conflicts", "credit-records"] as const;

describe("a list that was taken away and comes back as it is (articles 10 to 15)", () => {
  const returns = fc.asyncProperty(entries, async (made) => {
    await registerAll(made);
    for (const kind of kinds)
      for (const [format, type] of Object.entries(mediaTypes) as ["csv" | "xlsx", string][])
        for (const lang of ["zh", "en"]) {
          const { counts, faults, differences } = await brought(
            kind,
            await taken(kind, format, { lang }),
            type,
          );
          const unchanged = (await listed(kind)).length;
          expect({ kind, format, lang, counts, faults, differences }).toEqual({
            ...{ kind, format, lang, faults: [], differences: [] },
            counts: { created: 0, changed: 0, unchanged, refused: 0 },
          });
        }
  });
  test("changes nothing, whatever the registers hold, as workbook and as text, in either language", async () => {
    await fc.assert(returns, { numRuns: 3, endOnFailure: true });
  }, 120_000);

  test.each(kinds)(
    "changes nothing where its reader saw it masked: %s",
    async (kind) => {
      for (const [format, type] of Object.entries(mediaTypes) as ["csv" | "xlsx", string][])
        for (const roles of [["planner"], ["auditor"]] as const) {
          const before = await listed(kind);
          const { counts, faults, differences } = await brought(
            kind,
            await taken(kind, format, { roles: [...roles] }),
            type,
          );
          expect({ counts, faults, differences }).toEqual({
            ...{ faults: [], differences: [] },
            counts: { created: 0, changed: 0, unchanged: before.length, refused: 0 },
          });
          expect(await listed(kind)).toEqual(before);
        }
    },
    30_000,
  );

  test("changes nothing where two people of one name have phones that are masked alike", async () => {
    const two = ["17900000001、0692-2123456", "17900000001|0692-2123456"];
    const contacts = [...two, two[0]].map((phone) => ({ name: "岳某", post: null, phone }));
    const address = { address: "平原镇", contactName: "岳某", contactPhone: "17900000001", contacts };
    await register("projects", [
      { code: "P-alike", name: "住宅楼", leadName: "管某", basicFacts: "框架", permits: [], ...address },
    ]);
    for (const roles of [["planner"], ["auditor"]] as const) {
      const { counts, differences } = await brought(
        "projects",
        await taken("projects", "csv", { roles: [...roles] }),
        mediaTypes.csv,
      );
      expect({ roles, differences }).toEqual({ roles, differences: [] });
      expect(counts).toMatchObject({ changed: 0, refused: 0 });
    }
  });
});
