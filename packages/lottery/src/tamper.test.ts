import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { FILE_NAMES, type FileName } from "./refusal.ts";
import { chanceOf, SEED } from "./testing/chance.ts";
import { verifyDraw, type Check } from "./verify.ts";

const VECTORS = ["draw-40", "draw-60", "draw-90"] as const;
type Vector = (typeof VECTORS)[number];

const folders = Object.fromEntries(
  VECTORS.map((vector) => [
    vector,
    Object.fromEntries(
      FILE_NAMES.map((file) => [
        file,
        new Uint8Array(readFileSync(new URL(`../vectors/${vector}/${file}`, import.meta.url))),
      ]),
    ),
  ]),
) as Record<Vector, Record<string, Uint8Array>>;
const everyFile = VECTORS.flatMap((vector) => FILE_NAMES.map((file) => [vector, file] as const));

async function failureOf(files: Record<string, Uint8Array>): Promise<Check | undefined> {
  return (await Array.fromAsync(verifyDraw(files))).find(({ ok }) => ok === false);
}

/** Every how many bytes of a file are changed, from a byte by chance: of a commitment and a reveal all. */
function strideOf(vector: Vector, file: FileName): number {
  // Whatever is found only after drand's beacon costs a pairing.
  if (vector === "draw-90" && file !== "commitment.json") return file === "reveal.json" ? 5 : 100;
  return file === "commitment.json" || file === "reveal.json" ? 1 : 8;
}

// By a byte's lowest bit: that keeps digits digits and letters letters, and so goes deepest.
test.each(everyFile)(
  "%s/%s: after a byte is changed the folder is refused with file and line",
  async (vector, file) => {
    const folder = folders[vector];
    const bytes = folder[file] ?? new Uint8Array();
    const stride = strideOf(vector, file);
    for (let i = chanceOf(`${SEED} ${vector}/${file}`)(stride); i < bytes.length; i += stride) {
      const changed = bytes.with(i, (bytes[i] ?? 0) ^ 1);
      const failure = await failureOf({ ...folder, [file]: changed });
      if (failure?.file === undefined || failure.line === undefined)
        expect.fail(`byte ${i}: ${JSON.stringify(failure)}`);
    }
  },
);

test.each(everyFile)(
  "%s/%s: bytes changed to anything, taken out or put in are refused with file and line",
  async (vector, file) => {
    const folder = folders[vector];
    const chance = chanceOf(`${SEED} ${vector}/${file}`);
    const bytes = folder[file] ?? new Uint8Array();
    for (let turn = 0; turn < (vector === "draw-90" ? 10 : 60); turn++) {
      const at = chance(bytes.length);
      const other = chance(256);
      const changes = [
        bytes.with(at, (bytes[at] ?? 0) ^ (1 + (other % 255))),
        Uint8Array.of(...bytes.subarray(0, at), ...bytes.subarray(at + 1)),
        Uint8Array.of(...bytes.subarray(0, at), other, ...bytes.subarray(at)),
        bytes.slice(0, at),
      ];
      for (const changed of changes) {
        const failure = await failureOf({ ...folder, [file]: changed });
        if (failure?.file === undefined || failure.line === undefined) {
          expect.fail(`turn ${turn}, byte ${at}, ${other}: ${JSON.stringify(failure)}`);
        }
      }
    }
  },
);

test("a line that is wrong by itself is named", async () => {
  const folder = folders["draw-40"];
  const text = new TextDecoder().decode(folder["targets.csv"]);
  const changed = new TextEncoder().encode(text.replace(/^((?:.*\n){6}.{44},)/, "$1!"));

  expect(await failureOf({ ...folder, "targets.csv": changed })).toMatchObject({
    file: "targets.csv",
    line: 7,
  });
});

test("a missing file and one too many are refused", async () => {
  const { "teams.ndjson": _, ...seven } = folders["draw-40"];

  expect(await failureOf(seven)).toMatchObject({ name: "files", file: "teams.ndjson" });
  expect(await failureOf({ ...folders["draw-40"], "notes.txt": new Uint8Array() })).toMatchObject({
    name: "files",
  });
});
