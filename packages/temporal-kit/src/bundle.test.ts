import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { bundleWorkflows } from "./bundle.ts";

let folder: string;
let keptIn: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "shuangsui-bundle-"));
  keptIn = join(folder, "kept");
  symlinkSync(
    join(import.meta.dirname, "..", "..", "..", "workflows", "node_modules"),
    join(folder, "node_modules"),
  );
  mkdirSync(join(folder, "code"));
  write(
    "workflow.ts",
    'import { said } from "./said";\nexport async function greet(): Promise<string> {\n  return said;\n}\n',
  );
  write("said.js", 'export const said = "good morning";\n');
});
afterEach(() => rmSync(folder, { recursive: true }));

const write = (name: string, text: string) => writeFileSync(join(folder, "code", name), text);
const bundle = async () => (await bundleWorkflows(join(folder, "code", "workflow.ts"), keptIn)).code;
const keptFile = () => join(keptIn, readdirSync(keptIn)[0] ?? "");

/** Marks the bundle that is kept, so that one can see when it is taken. */
function mark(): void {
  const kept = JSON.parse(readFileSync(keptFile(), "utf8")) as { code: string };
  writeFileSync(keptFile(), JSON.stringify({ ...kept, code: "the kept one" }));
}

it("is made once, and taken from where it is kept while nothing that it was made of changes", async () => {
  const made = await bundle();
  expect(made).toContain("good morning");
  expect(JSON.parse(readFileSync(keptFile(), "utf8"))).toMatchObject({ code: made });
  mark();
  expect(await bundle()).toBe("the kept one");
}, 60_000);

it("is made anew where a file that it was made of has other words", async () => {
  await bundle();
  mark();
  write("said.js", 'export const said = "good evening";\n');
  expect(await bundle()).toContain("good evening");
}, 60_000);

it("is made anew where a file is there now that would have been read instead", async () => {
  await bundle();
  mark();
  write("said.ts", 'export const said: string = "good night";\n');
  expect(await bundle()).toContain("good night");
}, 60_000);

it("is made anew where what is kept cannot be read", async () => {
  await bundle();
  writeFileSync(keptFile(), readFileSync(keptFile(), "utf8").slice(0, 1_000));
  expect(await bundle()).toContain("good morning");
  expect(readdirSync(keptIn)).toHaveLength(1);
}, 60_000);
