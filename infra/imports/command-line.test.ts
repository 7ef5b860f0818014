import type { RegisterKind } from "@shuangsui/contracts";
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  startRegistryProcesses,
  type RegistryProcesses,
} from "../../services/registry/src/testing/processes.ts";
import { readWorkbook, workbookOf, type Written } from "../../services/registry/src/testing/workbooks.ts";
import { headingsOf, plantedRows, problemHeading, type PlantedRow } from "./faulty-rows.ts";

const authority = "533123";
const rowsEach = 60;
let registry: RegistryProcesses;
let folder: string;
beforeAll(async () => {
  registry = await startRegistryProcesses();
  folder = await mkdtemp(join(tmpdir(), "command-line-"));
}, 180_000);
afterAll(async () => {
  await registry.close();
  await rm(folder, { recursive: true, force: true });
});

const token = () => registry.issuer.tokenFor({ authority, actor: "clerk", roles: ["registry-clerk"] });
/** Runs the command as a clerk does: its exit code, and the lines it prints. */
async function imports(...args: readonly string[]): Promise<{ code: number; lines: string[] }> {
  const env = { ...process.env, SHUANGSUI_TOKEN: await token() };
  const main = join(import.meta.dirname, "..", "..", "packages", "cli", "src", "main.ts");
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [main, "import", ...args, "--authority", authority, "--url", registry.url()],
      { env },
      (error, stdout, stderr) =>
        resolve({ code: Number(error?.code ?? 0), lines: `${stderr}${stdout}`.trimEnd().split("\n") }),
    );
  });
}
async function get(path: string): Promise<Record<string, unknown>> {
  const response = await fetch(new URL(path, registry.url()), {
    headers: { authorization: `Bearer ${await token()}` },
  });
  return (await response.json()) as Record<string, unknown>;
}
const countsIn = (lines: readonly string[]): unknown => JSON.parse(lines.at(-1) ?? "");
const counts = (given: Partial<Record<"created" | "changed" | "unchanged" | "refused", number>>) => ({
  ...{ created: 0, changed: 0, unchanged: 0, refused: 0 },
  ...given,
});
async function fileOf(name: string, kind: RegisterKind, rows: readonly PlantedRow[]): Promise<string> {
  const { fields, headings } = headingsOf(kind);
  const file = join(folder, name);
  const sheet = rows.map(({ cells }) => fields.map((field): Written => cells[field] ?? ""));
  await writeFile(file, await workbookOf({ 名录: [headings, ...sheet] }));
  return file;
}
const right = (kind: RegisterKind, count: number) =>
  plantedRows(kind, 400)
    .filter(({ fault }) => fault === null)
    .slice(0, count);

describe("a clerk at the command line, over HTTP, with an engine that carries the imports (articles 10 to 15)", () => {
  test.each([
    ["entities", "entities"],
    ["projects", "projects"],
    ["inspectors", "inspectors"],
    ["items", "items"],
  ] as const)(
    "import %s brings a workbook in, and again without change",
    async (name, kind) => {
      const file = await fileOf(`${kind}.xlsx`, kind, right(kind, 3));
      const first = await imports(name, file);
      expect([first.code, countsIn(first.lines)], first.lines.join("\n")).toEqual([
        0,
        counts({ created: 3 }),
      ]);
      const again = await imports(name, file);
      expect([again.code, countsIn(again.lines)]).toEqual([0, counts({ unchanged: 3 })]);
    },
    180_000,
  );

  test("import credit and import conflicts bring in what is said of targets and inspectors", async () => {
    const [entity] = right("entities", 1);
    const [inspector] = right("inspectors", 1);
    if (entity === undefined || inspector === undefined) throw new Error("there are none");
    await imports("entities", await fileOf("target.xlsx", "entities", [entity]));
    await imports("inspectors", await fileOf("officer.xlsx", "inspectors", [inspector]));
    const { creditCode: targetCode } = entity.cells;
    if (typeof targetCode !== "string") throw new Error("it has no code");
    const of = (kind: RegisterKind, own: PlantedRow["cells"]) =>
      right(kind, 1).map((row) => ({ ...row, cells: { ...row.cells, targetCode, ...own } }));

    const credit = await imports(
      "credit",
      await fileOf("credit.xlsx", "credit-records", of("credit-records", {})),
    );
    expect([credit.code, countsIn(credit.lines)], credit.lines.join("\n")).toEqual([
      0,
      counts({ created: 1 }),
    ]);
    const { items } = await get(`/api/v1/credit-records?targetCode=${targetCode}`);
    expect(items).toMatchObject([{ targetCode, kind: "violation", date: "2026-03-05" }]);

    const certificateNumber = inspector.cells["certificateNumber"] ?? "";
    const rows = of("conflicts", { certificateNumber });
    const conflicts = await imports("conflicts", await fileOf("conflicts.xlsx", "conflicts", rows));
    expect([conflicts.code, countsIn(conflicts.lines)], conflicts.lines.join("\n")).toEqual([
      0,
      counts({ created: 1 }),
    ]);
  }, 180_000);

  test("import with --dry-run and --errors names what is refused, writes nothing but the marked sheet; corrected there, it comes in", async () => {
    const rows = plantedRows("projects", rowsEach);
    const faulty = rows.filter(({ fault }) => fault !== null).length;
    const file = await fileOf("faulty.xlsx", "projects", rows);
    const marked = join(folder, "marked.xlsx");
    const before = await get("/api/v1/projects?limit=100");

    const checked = await imports("projects", file, "--dry-run", "--errors", marked);

    expect([checked.code, countsIn(checked.lines)], checked.lines.join("\n")).toEqual([
      3,
      counts({ created: rows.length - faulty, refused: faulty }),
    ]);
    expect(checked.lines.length - 1).toBe(faulty);
    expect(await get("/api/v1/projects?limit=100")).toEqual(before);
    const { rows: texts, sheet } = await readWorkbook(await readFile(marked));
    const at = (texts[0] ?? []).indexOf(problemHeading);
    expect(texts.slice(1).filter((row) => (row[at] ?? "") !== "").length).toBe(faulty);

    const { fields } = headingsOf("projects");
    rows.forEach(({ right: own = {} }, index) =>
      Object.entries(own).forEach(([field, cell]) => {
        sheet.getCell(index + 2, fields.indexOf(field) + 1).value = typeof cell === "object" ? "" : cell;
      }),
    );
    await writeFile(marked, Buffer.from(await sheet.workbook.xlsx.writeBuffer()));
    const applied = await imports("projects", marked);
    expect([applied.code, countsIn(applied.lines)], applied.lines.join("\n")).toEqual([
      0,
      counts({ created: rows.length }),
    ]);
  }, 180_000);
});
