import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { FILE_NAMES } from "./refusal.ts";
import { chanceOf, SEED } from "./testing/chance.ts";
import { verifyDraw, type Check } from "./verify.ts";

const folder = Object.fromEntries(
  FILE_NAMES.map((file) => [
    file,
    new Uint8Array(readFileSync(new URL(`../vectors/draw-40/${file}`, import.meta.url))),
  ]),
);

function failureOf(files: Record<string, Uint8Array>): Check | undefined {
  return [...verifyDraw(files)].find(({ ok }) => ok === false);
}

// Every byte of every file once, by its lowest bit: that keeps digits digits and letters letters, and so goes deepest.
test.each(FILE_NAMES)("%s: after any byte is changed the folder is refused with file and line", (file) => {
  const bytes = folder[file] ?? new Uint8Array();
  for (let i = 0; i < bytes.length; i++) {
    const changed = bytes.slice();
    changed[i] = (changed[i] ?? 0) ^ 1;
    const failure = failureOf({ ...folder, [file]: changed });
    if (failure?.file === undefined || failure.line === undefined)
      expect.fail(`byte ${i}: ${JSON.stringify(failure)}`);
  }
});

test.each(FILE_NAMES)(
  "%s: bytes changed to anything, taken out or put in are refused with file and line",
  (file) => {
    const chance = chanceOf(`${SEED} ${file}`);
    const bytes = folder[file] ?? new Uint8Array();
    for (let turn = 0; turn < 150; turn++) {
      const at = chance(bytes.length);
      const other = chance(256);
      const changes = [
        bytes.with(at, (bytes[at] ?? 0) ^ (1 + (other % 255))),
        Uint8Array.of(...bytes.subarray(0, at), ...bytes.subarray(at + 1)),
        Uint8Array.of(...bytes.subarray(0, at), other, ...bytes.subarray(at)),
        bytes.slice(0, at),
      ];
      for (const changed of changes) {
        const failure = failureOf({ ...folder, [file]: changed });
        if (failure?.file === undefined || failure.line === undefined) {
          expect.fail(`turn ${turn}, byte ${at}, ${other}: ${JSON.stringify(failure)}`);
        }
      }
    }
  },
);

test("a line that is wrong by itself is named", () => {
  const text = new TextDecoder().decode(folder["targets.csv"]);
  const changed = new TextEncoder().encode(text.replace(/^((?:.*\n){6}.{44},)/, "$1!"));

  expect(failureOf({ ...folder, "targets.csv": changed })).toMatchObject({ file: "targets.csv", line: 7 });
});

test("a missing file and one too many are refused", () => {
  const { "teams.ndjson": _, ...seven } = folder;

  expect(failureOf(seven)).toMatchObject({ name: "files", file: "teams.ndjson" });
  expect(failureOf({ ...folder, "notes.txt": new Uint8Array() })).toMatchObject({ name: "files" });
});
