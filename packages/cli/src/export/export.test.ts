import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeCreditCode } from "../../../../infra/sample/codes.ts";
import { startRegistry, type TestRegistry } from "../../../../services/registry/src/testing/service.ts";
import { readWorkbook } from "../../../../services/registry/src/testing/workbooks.ts";

let registry: TestRegistry;
let url: string;
let folder: string;
beforeAll(async () => {
  registry = await startRegistry("2026-11-02T02:00:00.000Z");
  url = await registry.app.listen({ host: "127.0.0.1", port: 0 });
  folder = await mkdtemp(join(tmpdir(), "cli-export-"));
  const firm = {
    address: "芒市勐焕街道",
    legalRepresentative: "刀某",
    contactName: "岳某",
    contactPhone: "13800000000",
  };
  for (const [serial, category] of ["builder", "developer", "builder"].entries()) {
    const creditCode = makeCreditCode("533103", 890_000 + serial);
    const body = { ...firm, creditCode, name: `芒市第${serial}公司`, category };
    expect(await registry.call("POST", "/api/v1/entities", { body })).toMatchObject({ status: 201 });
  }
}, 60_000);
afterAll(async () => {
  await registry.close();
  await rm(folder, { recursive: true });
});

async function shuangsui(
  ...args: readonly string[]
): Promise<{ code: number; stdout: string; stderr: string }> {
  const token = (await registry.signedIn({ roles: ["registry-clerk"] })).authorization.replace("Bearer ", "");
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [join(import.meta.dirname, "..", "main.ts"), "export", ...args, "--url", url],
      { env: { ...process.env, SHUANGSUI_TOKEN: token } },
      (error, stdout, stderr) =>
        resolve({ code: Number(error?.code ?? 0), stdout: stdout.trimEnd(), stderr }),
    );
  });
}
const of = ["--authority", "533103"];

describe("a list that is taken away on the command line (articles 10 to 15)", () => {
  it("is what its query holds of, as a workbook or as a text, in either language", async () => {
    const workbook = join(folder, "甲.xlsx");
    expect(await shuangsui("entities", workbook, ...of)).toMatchObject({ code: 0, stdout: workbook });
    expect((await readWorkbook(await readFile(workbook))).rows).toHaveLength(4);
    const text = join(folder, "乙.csv");
    const narrowed = ["--where", "category=builder", "--where", "sort=-code", "--lang", "en"];
    expect(await shuangsui("entities", text, ...of, ...narrowed)).toMatchObject({ code: 0 });
    const lines = (await readFile(text, "utf8")).trimEnd().split("\r\n");
    expect(lines.map((line) => line.split(",")[1])).toEqual(["name", "芒市第2公司", "芒市第0公司"]);
    expect(await shuangsui("changes", join(folder, "丙.csv"), ...of)).toMatchObject({ code: 0 });
    expect(await readdir(folder)).toEqual(expect.arrayContaining(["丙.csv", "乙.csv", "甲.xlsx"]));
  });

  it("leaves no file where it is refused, and says why: which lists there are, which parameter is none", async () => {
    const file = join(folder, "丁.csv");
    const wrong = await shuangsui("entities", file, ...of, "--where", "colour=red");
    expect(wrong).toMatchObject({ code: 1, stderr: expect.stringContaining("colour") });
    const none = await shuangsui("nothing", file, ...of);
    expect(none).toMatchObject({ code: 2, stderr: expect.stringContaining("certificates/ending") });
    expect(await shuangsui("entities", join(folder, "丁.pdf"), ...of)).toMatchObject({ code: 2 });
    expect(await shuangsui("entities", file, ...of, "--where", "builder")).toMatchObject({ code: 2 });
    expect((await readdir(folder)).filter((name) => name.startsWith("丁"))).toEqual([]);
  });
});
