import { Problem } from "@shuangsui/contracts";
import fc from "fast-check";
import { expect, it } from "vitest";
import { jsonRows } from "./json.ts";
import { maxRowBytes } from "./limits.ts";

/** The rows of a text that comes in chunks of so many bytes. */
async function read(text: string | Buffer, chunk = 7): Promise<unknown[]> {
  const bytes = Buffer.from(text);
  async function* chunks() {
    for (let at = 0; at < bytes.length; at += chunk) yield bytes.subarray(at, at + chunk);
  }
  const rows: unknown[] = [];
  for await (const { row, value, faults } of jsonRows(chunks())) {
    expect(row).toBe(rows.length + 1);
    rows.push(faults === undefined ? value : faults[0]?.fault);
  }
  return rows;
}
const codeOf = (text: string | Buffer) =>
  read(text).then(
    () => "read",
    (error: unknown) => (error instanceof Problem ? error.code : error),
  );

it("reads what JSON.parse reads, however the bytes are cut", async () => {
  const array = fc.array(fc.jsonValue(), { maxLength: 5 });
  await fc.assert(
    fc.asyncProperty(
      array,
      fc.integer({ min: 1, max: 40 }),
      fc.constantFrom(0, 2),
      async (rows, chunk, blanks) => {
        const text = JSON.stringify(rows, null, blanks);
        expect(await read(text, chunk)).toEqual(JSON.parse(text));
      },
    ),
    { numRuns: 300 },
  );
});

it("keeps a forbidden property name, to be refused, and takes a byte order mark and blanks around", async () => {
  const [row] = await read('\ufeff \r\n[ {"__proto__": 1, "a": "},],\\"["} ]\n');
  expect(Object.keys(row as object)).toEqual(["__proto__", "a"]);
  expect(await read("[ ]")).toEqual([]);
});

it("names the row that is too large, and goes on", async () => {
  const large = JSON.stringify({ a: "x".repeat(maxRowBytes) });
  expect(await read(`[1,${large},3]`, 4096)).toEqual([1, "row-too-large", 3]);
});

it.each([
  ["", "body/not-json"],
  ["  ", "body/not-json"],
  ["[", "body/not-json"],
  ["[1,]", "body/not-json"],
  ["[,1]", "body/not-json"],
  ["[1 2]", "body/not-json"],
  ["[1]]", "body/not-json"],
  ["[1],", "body/not-json"],
  ["[{]", "body/not-json"],
  ["[{]}]", "body/not-json"],
  ['["a]', "body/not-json"],
  ["[1}]", "body/not-json"],
  ["x", "body/not-json"],
  ["{}", "body/invalid"],
  ['"a"', "body/invalid"],
  ["12", "body/invalid"],
  [Buffer.from([0x5b, 0x22, 0xff, 0x22, 0x5d]), "body/not-json"],
])("refuses %j: %s", async (text, answer) => {
  expect(await codeOf(text)).toBe(answer);
});
