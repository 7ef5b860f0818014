import { importView, type ImportView, type RegisterKind } from "@shuangsui/contracts";
import { execFile, spawn } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startRegistry, type TestRegistry } from "../../services/registry/src/testing/service.ts";
import {
  readWorkbook,
  workbookOf,
  xlsx,
  type Written,
} from "../../services/registry/src/testing/workbooks.ts";
import { projectCache } from "../embedded/temporal-binaries.ts";
import { pythonTools } from "../openapi/python-tools.ts";
import {
  failedFormula,
  headingsOf,
  plantedRows,
  problemHeading,
  registeredRows,
  type ClerkCell,
  type PlantedRow,
} from "./faulty-rows.ts";

const execute = promisify(execFile);
const authority = "533123";
const clerk = { as: authority, actor: "clerk" };

/** What writes a workbook of these rows. */
type Writer = (rows: readonly (readonly ClerkCell[])[]) => Promise<Buffer>;
let registry: TestRegistry;
let folder: string;
// What is not on this machine is known before the tests are named.
const python = await pythonTools(join(import.meta.dirname, "requirements.txt"));
const hasOffice = await execute("soffice", ["--version"]).then(
  () => true,
  () => false,
);

const exceljs: Writer = (rows) =>
  workbookOf({
    名录: rows.map((cells) =>
      cells.map((cell): Written => {
        if (cell === failedFormula) return { error: "#N/A" };
        return isFormula(cell) ? { formula: cell.formula } : cell;
      }),
    ),
  });
const openpyxl: Writer = async (rows) => {
  const { stdout } = (await python?.(["-c", "import os; print(os.environ['PYTHONPATH'])"])) ?? { stdout: "" };
  const file = join(folder, "openpyxl.xlsx");
  const child = spawn("python3", [join(import.meta.dirname, "openpyxl-write.py"), file], {
    env: { ...process.env, PYTHONPATH: stdout.trim() },
    stdio: ["pipe", "inherit", "inherit"],
  });
  child.stdin.end(rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
  await new Promise((resolve, reject) => {
    child.on("exit", (code) => (code === 0 ? resolve(code) : reject(new Error(`openpyxl: ${code}`))));
  });
  return readFile(file);
};
const libreOffice: Writer = async (rows) => {
  const file = join(folder, "office.xlsx");
  await writeFile(file, await exceljs(rows));
  const target = ["--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", join(folder, "out")];
  await execute("soffice", ["--headless", ...target, file]);
  return readFile(join(folder, "out", "office.xlsx"));
};
/** Those that write sheets, and whether they are on this machine. */
const writers = {
  exceljs: { write: exceljs, isThere: true },
  openpyxl: { write: openpyxl, isThere: python !== undefined },
  LibreOffice: { write: libreOffice, isThere: hasOffice },
};
type WriterName = keyof typeof writers;
const isFormula = (cell: ClerkCell): cell is { formula: string } => typeof cell === "object" && cell !== null;

beforeAll(async () => {
  registry = await startRegistry("2026-11-02T02:00:00.000Z");
  for (const kind of ["entities", "inspectors"] as const) {
    const rows = registeredRows(kind).map((cells): PlantedRow => ({ cells, fault: null }));
    const answer = await take(kind, await exceljs(written(kind, rows)));
    expect(answer.body, answer.text).toMatchObject({ state: "applied", counts: { created: rows.length } });
  }
  folder = await mkdtemp(join(projectCache, "clerk-")).catch(() => mkdtemp(join(tmpdir(), "clerk-")));
}, 180_000);
afterAll(async () => {
  await registry.close();
  await rm(folder, { recursive: true, force: true });
});

const take = (kind: RegisterKind, file: Buffer, apply: "all" | "rows" | null = "all") =>
  registry.importFile(kind, file, { ...clerk, type: xlsx, apply });
const written = (kind: RegisterKind, rows: readonly PlantedRow[]): ClerkCell[][] => {
  const { fields, headings } = headingsOf(kind);
  return [headings, ...rows.map(({ cells }) => fields.map((field) => cells[field] ?? ""))];
};
/** The faults that an import has found, in all its sheet: `row field fault`. */
async function foundIn(job: ImportView): Promise<string[]> {
  const bytes = await handedBack(job.id);
  const { rows } = await readWorkbook(bytes);
  const at = (rows[0] ?? []).indexOf(problemHeading);
  return rows.flatMap((row, index) => (index > 0 && (row[at] ?? "") !== "" ? [`${index + 1}`] : []));
}
async function handedBack(id: string): Promise<Buffer> {
  const answer = await registry.app.inject({
    method: "GET",
    url: `/api/v1/imports/${id}/workbook`,
    headers: await registry.signedIn({ authority, actor: "clerk" }),
  });
  expect(answer.statusCode).toBe(200);
  return answer.rawPayload;
}

/** Which registers, how many rows of each, and who writes its sheets: one of them by all that write. */
const days: readonly [RegisterKind, number, readonly WriterName[]][] = [
  ["items", 300, ["exceljs"]],
  ["entities", 3_700, ["openpyxl"]],
  ["projects", 500, ["LibreOffice", "exceljs", "openpyxl"]],
  ["inspectors", 500, ["openpyxl"]],
  ["conflicts", 30, ["exceljs"]],
  ["credit-records", 60, ["LibreOffice"]],
];
/** What no one writes that is here exceljs writes, so that each register has its day. */
const sheets = days.flatMap(([kind, rows, names]) => [
  ...names.map((name) => ({ kind, rows, name })),
  ...(names.some((name) => writers[name].isThere) ? [] : [{ kind, rows, name: "exceljs" as const }]),
]);
/** Of which lists are exported and come back as sheets. */
const exportedDays = days.filter(([kind]) => kind !== "conflicts" && kind !== "credit-records");
const planted = new Map(days.map(([kind, rows]) => [kind, plantedRows(kind, rows)]));
/** Of each register the sheets that were handed back and corrected, one of each writer. */
const corrected = new Map<RegisterKind, Buffer[]>();

describe("a clerk's day: 5,000 rows with 90 kinds of fault (articles 10 to 15)", () => {
  test("are that many", () => {
    const all = [...planted].flatMap(([kind, rows]) => rows.map(({ fault }) => fault && `${kind} ${fault}`));
    expect(all.length).toBeGreaterThanOrEqual(5_000);
    const faults = new Set(all.filter((fault) => fault !== null));
    expect(faults.size).toBeGreaterThanOrEqual(90);
    // The faults' codes by themselves, whichever field of which register they are in.
    expect(new Set([...faults].map((fault) => fault.split(" ").at(-1))).size).toBeGreaterThanOrEqual(30);
  });

  for (const { kind, rows: count, name } of sheets) {
    const { write, isThere } = writers[name];
    const unless = isThere ? "" : `: skipped, ${name} is not there`;
    test.skipIf(!isThere)(
      `${kind}: of ${count} rows every fault is found and none invented, as ${name} writes them${unless}`,
      async () => {
        const rows = planted.get(kind) ?? [];
        const checked = await take(kind, await write(written(kind, rows)), null);
        const job = importView.parse(checked.body);
        expect(job.state, checked.text.slice(0, 500)).toBe("checked");
        const wanted = rows.flatMap(({ fault }, index) => (fault === null ? [] : [`${index + 2} ${fault}`]));
        expect(job.faults.map(({ row, path, fault }) => `${row} ${path ?? "-"} ${fault}`)).toEqual(wanted);
        expect(await foundIn(job)).toEqual(wanted.map((one) => one.split(" ")[0]));
        expect(job.counts).toEqual({
          created: rows.length - wanted.length,
          changed: 0,
          unchanged: 0,
          refused: wanted.length,
        });

        const { sheet } = await readWorkbook(await handedBack(job.id));
        const { fields } = headingsOf(kind);
        rows.forEach(({ right = {} }, index) =>
          Object.entries(right).forEach(([field, cell]) => {
            sheet.getCell(index + 2, fields.indexOf(field) + 1).value = typeof cell === "object" ? "" : cell;
          }),
        );
        const file = Buffer.from(await sheet.workbook.xlsx.writeBuffer());
        corrected.set(kind, [...(corrected.get(kind) ?? []), file]);
      },
      240_000,
    );
  }

  test.each(days)(
    "%s: corrected in the sheet that was handed back it comes in, and again without change",
    async (kind) => {
      const rows = planted.get(kind) ?? [];
      const files = corrected.get(kind) ?? [];
      const first = await take(kind, files[0] ?? Buffer.alloc(0));
      expect(first.body, first.text.slice(0, 800)).toMatchObject({
        state: "applied",
        counts: { created: rows.length, changed: 0, unchanged: 0, refused: 0 },
      });
      for (const file of files) {
        const again = await take(kind, file);
        expect(again.body, again.text.slice(0, 800)).toMatchObject({
          state: "applied",
          counts: { created: 0, changed: 0, unchanged: rows.length, refused: 0 },
        });
      }
    },
    240_000,
  );
});

describe("a list that was exported and comes back (article 15)", () => {
  /** A register's list as its clerk takes it away. */
  const exported = async (kind: RegisterKind): Promise<Buffer> => {
    const answer = await registry.app.inject({
      method: "GET",
      url: `/api/v1/${kind}/export?format=xlsx`,
      headers: await registry.signedIn({ authority, actor: "clerk" }),
    });
    expect(answer.statusCode).toBe(200);
    return answer.rawPayload;
  };
  /** That list opened: what stands in its rows, how a cell is written in it by row and heading, and the file as it is saved then. */
  const opened = async (file: Buffer) => {
    const { rows, sheet } = await readWorkbook(file);
    const [headings = []] = rows;
    return {
      rows,
      cell: (row: number, heading: string) => rows[row - 1]?.[headings.indexOf(heading)] ?? "",
      write(row: number, heading: string, text: string) {
        sheet.getCell(row, headings.indexOf(heading) + 1).value = text;
      },
      saved: async () => Buffer.from(await sheet.workbook.xlsx.writeBuffer()),
    };
  };

  test.each(exportedDays)(
    "%s: as it is, and as a spreadsheet saves it again, changes nothing",
    async (kind) => {
      const file = await exported(kind);
      const { rows, saved } = await opened(file);
      for (const one of [file, await saved()])
        expect((await take(kind, one)).body).toMatchObject({
          state: "applied",
          counts: { created: 0, changed: 0, unchanged: rows.length - 1, refused: 0 },
        });
    },
    120_000,
  );

  test("shows what it would change, field by field, changes that, and no more when it comes again", async () => {
    const { rows, cell, write, saved } = await opened(await exported("projects"));
    write(2, "项目负责人", "改某");
    write(3, "项目负责人", "换某");
    const file = await saved();
    const checked = importView.parse((await take("projects", file, null)).body);
    expect(checked.counts).toEqual({ created: 0, changed: 2, unchanged: rows.length - 3, refused: 0 });
    expect(checked.differences[0]).toMatchObject({
      row: 2,
      fields: [{ field: "leadName", heading: "项目负责人", was: "线某", would: "改某" }],
    });
    expect((await take("projects", file)).body).toMatchObject({ state: "applied", counts: { changed: 2 } });
    expect((await take("projects", file)).body).toMatchObject({
      counts: { changed: 0, unchanged: rows.length - 1 },
    });
    const { body } = await registry.call("GET", `/api/v1/projects/${cell(2, "系统编号")}/history`, clerk);
    expect(body["items"]).toMatchObject([
      { version: 1 },
      { version: 2, actor: "clerk", entry: { leadName: "改某" } },
    ]);
  });

  test("has a row refused that somebody has changed meanwhile, one of another authority, and one that names nothing", async () => {
    const { cell, write, saved } = await opened(await exported("projects"));
    for (const row of [4, 5, 6]) write(row, "基本情况", "改后情况");
    const change = { version: Number(cell(4, "版本号")), reason: "更正", name: "另一名称" };
    expect(
      (await registry.call("PATCH", `/api/v1/projects/${cell(4, "系统编号")}`, { ...clerk, body: change }))
        .status,
    ).toBe(200);
    write(5, "系统编号", "019a0000-0000-7000-8000-000000000001");
    write(6, "版本号", "");
    write(7, "编码", "533123-2026-X");
    const answer = await take("projects", await saved(), "rows");
    expect(importView.parse(answer.body).faults.map(({ row, path, fault }) => [row, path, fault])).toEqual([
      [4, "version", "changed-meanwhile"],
      [5, "id", "unknown-entry"],
      [6, "version", "version-missing"],
      [7, "code", "not-changeable"],
    ]);
    expect(answer.body).toMatchObject({ state: "applied", counts: { refused: 4 } });
  });
});
