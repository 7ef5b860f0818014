import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readOnly } from "@shuangsui/service-kit";
import { makeCreditCode } from "../../../../infra/sample/codes.ts";
import { startRegistry, type TestRegistry } from "../../../../services/registry/src/testing/service.ts";
import { readWorkbook, workbookOf } from "../../../../services/registry/src/testing/workbooks.ts";

const headings = ["信用代码", "企业名称", "住所", "法人", "类别", "联系人", "电话"];
const row = (serial: number, phone = "13800000000") => [
  makeCreditCode("533103", 880_000 + serial),
  `芒市第${serial}建筑有限公司`,
  "芒市勐焕街道",
  "刀某",
  "建筑施工企业",
  "岳某",
  phone,
];

let registry: TestRegistry;
let url: string;
let folder: string;
/** Before the registry, so that each import is carried on as soon as it was taken, as by a worker. */
let worker: Server;

beforeAll(async () => {
  registry = await startRegistry("2026-11-02T02:00:00.000Z");
  const address = await registry.app.listen({ host: "127.0.0.1", port: 0 });
  folder = await mkdtemp(join(tmpdir(), "cli-import-"));
  worker = createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on("data", (piece: Buffer) => pieces.push(piece));
    request.on("end", () => {
      void (async () => {
        const { host: _host, connection: _connection, ...headers } = request.headers;
        const answer = await fetch(new URL(request.url ?? "/", address), {
          method: request.method ?? "GET",
          headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)])),
          ...(pieces.length === 0 ? {} : { body: Buffer.concat(pieces) }),
        });
        const body = Buffer.from(await answer.arrayBuffer());
        response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(body);
        if (request.method !== "POST" || answer.status !== 202) return;
        const { id } = JSON.parse(body.toString()) as { id: string };
        await registry.carrier.read({ id, authority: "533103" });
        await registry.carrier.apply({ id, authority: "533103" });
      })();
    });
  });
  await new Promise<void>((resolve) => worker.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(worker.address() as AddressInfo).port}`;
});
afterAll(async () => {
  worker.closeAllConnections();
  worker.close();
  await registry.close();
  await rm(folder, { recursive: true });
});

async function shuangsui(
  ...args: readonly string[]
): Promise<{ code: number; lines: string[]; stderr: string }> {
  const token = (await registry.signedIn({ roles: ["registry-clerk"] })).authorization.replace("Bearer ", "");
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [join(import.meta.dirname, "..", "main.ts"), "import", ...args, "--url", url],
      { env: { ...process.env, SHUANGSUI_TOKEN: token } },
      (error, stdout, stderr) =>
        resolve({ code: Number(error?.code ?? 0), lines: stdout.trimEnd().split("\n"), stderr }),
    );
  });
}
async function fileOf(name: string, ...rows: string[][]): Promise<string> {
  const file = join(folder, name);
  await writeFile(file, await workbookOf({ 名录: [headings, ...rows] }));
  return file;
}
const countsIn = (lines: readonly string[]) => JSON.parse(lines.at(-1) ?? "") as Record<string, number>;
const authority = ["--authority", "533103"];

describe("shuangsui import", () => {
  it("brings all rows in and ends with 0, its counts as the last line; the same again changes nothing", async () => {
    const file = await fileOf("good.xlsx", row(1), row(2));
    const first = await shuangsui("entities", file, ...authority);
    expect([first.code, countsIn(first.lines)]).toEqual([
      0,
      { created: 2, changed: 0, unchanged: 0, refused: 0 },
    ]);
    const again = await shuangsui("entities", file, ...authority);
    expect([again.code, countsIn(again.lines)]).toEqual([
      0,
      { created: 0, changed: 0, unchanged: 2, refused: 0 },
    ]);
  }, 60_000);

  it("with --dry-run only checks", async () => {
    const checked = await shuangsui("entities", await fileOf("dry.xlsx", row(10)), ...authority, "--dry-run");
    expect([checked.code, countsIn(checked.lines)["created"]]).toEqual([0, 1]);
    expect((await registry.call("GET", `/api/v1/entities/${row(10)[0] ?? ""}`)).status).toBe(404);
  }, 60_000);

  it("ends with 3 where rows are refused, names them, writes none and keeps the sheet with its faults", async () => {
    const out = join(folder, "out.xlsx");
    const file = await fileOf("bad.xlsx", row(20), row(21, "12"));
    const refused = await shuangsui("entities", file, ...authority, "--errors", out);
    expect(refused.code).toBe(3);
    expect(refused.lines[0]).toContain("3: G列“电话”：不是电话号码");
    expect(countsIn(refused.lines)).toEqual({ created: 0, changed: 0, unchanged: 0, refused: 1 });
    expect((await readWorkbook(await readFile(out))).filled).toEqual(["G3"]);
    expect((await registry.call("GET", `/api/v1/entities/${row(20)[0] ?? ""}`)).status).toBe(404);
  }, 60_000);

  it("ends with 3 and leaves nothing waiting where the sheet with its faults cannot be had: of an array, or where it cannot be written", async () => {
    const array = join(folder, "bad.json");
    await writeFile(array, JSON.stringify([{ creditCode: "12" }]));
    const nowhere = join(folder, "none", "out.xlsx");
    const open = () =>
      registry.database.as(
        "533103",
        (work) => work.selectFrom("import").select("id").where("state", "=", "checked").execute(),
        readOnly,
      );
    for (const [file, out, why] of [
      [array, join(folder, "array.xlsx"), "array.xlsx: an array has no sheet to mark"],
      [await fileOf("unkept.xlsx", row(22, "12")), nowhere, "out.xlsx: can't be written"],
    ] as const) {
      const refused = await shuangsui("entities", file, ...authority, "--dry-run", "--errors", out);
      expect([refused.code, countsIn(refused.lines)["refused"]], refused.stderr).toEqual([3, 1]);
      expect(refused.stderr).toContain(why);
      expect(refused.lines.length).toBeGreaterThan(1);
      expect(await open()).toEqual([]);
    }
  }, 60_000);

  it("with --dry-run says how many rows would change an entry, and what the first ones would change", async () => {
    const ours = [row(40), row(41)];
    expect((await shuangsui("entities", await fileOf("ours.xlsx", ...ours), ...authority)).code).toBe(0);
    const file = join(folder, "changed.xlsx");
    const changes = ours.map(([code = "", name = "", _address, ...others]) => [
      code,
      name,
      "新址",
      ...others,
      1,
    ]);
    await writeFile(file, await workbookOf({ 名录: [[...headings, "版本"], ...changes] }));
    const { code, lines } = await shuangsui("entities", file, ...authority, "--dry-run");
    expect([code, countsIn(lines)["changed"]]).toEqual([0, 2]);
    expect(lines.slice(0, 3)).toEqual([
      "rows that change an entry: 2",
      `2: ${ours[0]?.[0] ?? ""}: 地址 芒市勐焕街道 → 新址`,
      `3: ${ours[1]?.[0] ?? ""}: 地址 芒市勐焕街道 → 新址`,
    ]);
  }, 60_000);

  it("reads the sheet that --sheet names, and names those of a workbook where it could be one or another", async () => {
    const file = join(folder, "twins.xlsx");
    await writeFile(
      file,
      await workbookOf({ 一月: [headings, row(30)], 二月: [headings, row(31), row(32)] }),
    );
    const unsure = await shuangsui("entities", file, ...authority);
    expect([unsure.code, unsure.stderr.includes("(一月、二月)")]).toEqual([1, true]);
    const named = await shuangsui("entities", file, ...authority, "--sheet", "二月");
    expect([named.code, countsIn(named.lines)["created"]]).toEqual([0, 2]);
  }, 60_000);

  it("says in one line what is no sheet, and how it is called", async () => {
    const file = join(folder, "old.xls");
    await writeFile(file, Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0, 0]));
    const old = await shuangsui("entities", file, ...authority);
    expect([old.code, old.stderr.includes("Excel 工作簿（*.xlsx）")]).toEqual([1, true]);
    expect((await shuangsui("companies", file, ...authority)).code).toBe(2);
    expect((await shuangsui("entities", file)).code).toBe(2);
  }, 60_000);
});
