import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { draw } from "../draw.ts";
import { rootOf } from "../merkle.ts";
import type { Stratum } from "../quotas.ts";
import { seedOf } from "../seed.ts";
import { H } from "../sha256.ts";
import { targetText } from "../target-file.ts";
import { writeTargets } from "../targets.ts";
import { chanceOf, SEED, type Chance } from "../testing/chance.ts";
import { readVector } from "../testing/whole-draw.ts";
import { verifyDraw } from "../verify.ts";
import { CHUNK } from "./lane.ts";
import { opaqueId } from "../opaque-id.ts";
import { quickOpaqueId, sharedBytes, targetLanes } from "./index.ts";
import { kernelModule } from "./module.ts";

beforeAll(() => kernelModule(), 60_000);

const folder = mkdtempSync(join(tmpdir(), "shuangsui-lanes-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** A file of `count` targets, their strata and profiles by chance. */
function fileOf(count: number, kinds: readonly string[], chance: Chance): string {
  const salt = chance(2 ** 32);
  return Array.from(
    { length: count },
    (_, i) => `${H(`${salt} ${i}`).slice(0, 44)},${kinds[chance(kinds.length)] ?? ""}\n`,
  )
    .toSorted()
    .join("");
}

function strataOf(text: string, wanted: (count: number) => { quota: number; alternates: number }): Stratum[] {
  const counts = new Map<string, number>();
  for (const line of text.split("\n").slice(0, -1)) {
    const stratum = line.split(",")[1] ?? "";
    counts.set(stratum, (counts.get(stratum) ?? 0) + 1);
  }
  return [...counts]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, count]) => ({ name, population: count, ratio: "1", count, ...wanted(count) }));
}

/** Lanes tell the same of a text as plain code does, byte for byte. */
async function expectAlike(
  text: string,
  strata: readonly Stratum[],
  threads: number,
  chance: Chance,
): Promise<void> {
  const lanes = targetLanes(sharedBytes(text), { threads });
  const lines = text.split("\n").slice(0, -1);
  const wanted = new Set(
    Array.from(
      { length: 20 },
      () => lines[chance(lines.length || 1)]?.slice(0, 44) ?? H("none").slice(0, 44),
    ),
  ).add("0".repeat(44));
  const seed = H(`seed ${chance(2 ** 32)}`);
  const survey = await targetText(text).survey(wanted);
  const selection = await targetText(text).select(seed, strata);
  expect(await lanes.survey(wanted)).toEqual(survey);
  expect(await lanes.select(seed, strata)).toEqual(selection);
  expect(await lanes.surveyAndSelect(wanted, seed, strata)).toEqual({ survey, selection });
}

const few = (count: number) => ({ quota: Math.ceil(count / 50), alternates: 3 });

describe("four lanes tell the same as plain code", () => {
  test.each(["draw-40", "draw-60", "draw-90"])("of the vector %s: result and every check", async (name) => {
    const texts = readVector(name);
    const { secret, beacon } = JSON.parse(texts["reveal.json"]) as {
      secret: string;
      beacon: { value: string };
    };
    const drawn = await draw({
      commitment: texts["commitment.json"],
      targets: targetLanes(sharedBytes(texts["targets.csv"])),
      roster: texts["roster.ndjson"],
      exclusions: texts["exclusions.csv"],
      seed: seedOf(texts["commitment.json"], secret, beacon.value),
    });
    expect(drawn.text).toBe(texts["result.ndjson"]);
    const openTargets = (content: string | Uint8Array) => targetLanes(sharedBytes(content));
    expect(await Array.fromAsync(verifyDraw(texts, { openTargets }))).toEqual(
      await Array.fromAsync(verifyDraw(texts)),
    );
  });

  test("of 1,000 files of odd sizes, kinds and lengths of lines", async () => {
    const sizes = [0, 1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 33, 63, 64, 65, 100];
    for (let turn = 0; turn < 1_000; turn += 1) {
      const chance = chanceOf(`${SEED} lanes ${turn}`);
      const size = sizes[chance(sizes.length)] ?? 0;
      const name = (longest: number) => "x".repeat(1 + chance(longest)) + String(chance(10));
      const longest = [1, 4, 12, 60, 300][chance(5)] ?? 1;
      const kinds = Array.from({ length: 1 + chance(6) }, () => `${name(longest)},${name(longest)}`);
      const text = fileOf(size, kinds, chance);
      const wanted = (count: number) => ({ quota: chance(count + 2), alternates: chance(4) });
      await expectAlike(text, strataOf(text, wanted), 1, chance);
    }
  }, 120_000);

  test.each([
    ["one less than a chunk", CHUNK - 1],
    ["a chunk", CHUNK],
    ["one more than a chunk", CHUNK + 1],
    ["some chunks and three", 5 * CHUNK + 3],
  ])("of %s", async (_, size) => {
    const chance = chanceOf(`${SEED} ${size}`);
    const text = fileOf(size, ["A,p", "B,p", "C,a-longer-profile"], chance);
    await expectAlike(text, strataOf(text, few), 1, chance);
  });

  test("of a file in two threads, with lines of every length that one block, two and five hold", async () => {
    const chance = chanceOf(`${SEED} threads`);
    const kinds = Array.from({ length: 260 }, (_, i) => `${"ABCD".charAt(i % 4)},${"p".repeat(1 + i)}`);
    const text = fileOf(33 * CHUNK + 1, kinds, chance);
    await expectAlike(text, strataOf(text, few), 2, chance);
  }, 60_000);

  test("of a file with more kinds than they have room for, since plain code reads that", async () => {
    const chance = chanceOf(`${SEED} kinds`);
    const kinds = Array.from({ length: 2_500 }, (_, i) => `A,p${i}`);
    const text = fileOf(9_000, kinds, chance);
    await expectAlike(text, strataOf(text, few), 1, chance);
  });

  test("where a stratum's tickets are all larger than was expected", async () => {
    const chance = chanceOf(`${SEED} unlikely`);
    const text = fileOf(3_000, ["A,p"], chance);
    // Counts that are far too large make the limit far too small: it is tried again without one.
    const [stratum] = strataOf(text, few);
    const strata = stratum === undefined ? [] : [{ ...stratum, count: 3_000_000_000 }];
    await expectAlike(text, strata, 1, chance);
  });
});

describe("what is refused", () => {
  const chance = chanceOf(`${SEED} refused`);
  const good = fileOf(2 * CHUNK + 9, ["A,p", "B,p"], chance);
  const lines = good.split("\n").slice(0, -1);
  const withLine = (index: number, line: string) => `${lines.with(index, line).join("\n")}\n`;
  const at = CHUNK + 2;
  const line = lines[at] ?? "";

  async function refusalOf(work: Promise<unknown>) {
    return work.then(
      () => null,
      (error: unknown) => error,
    );
  }

  test.each([
    ["an id in capitals", withLine(at, line.toUpperCase())],
    ["an id that is too short", withLine(at, line.slice(1))],
    ["no kind", withLine(at, line.slice(0, 44))],
    ["a kind of one name", withLine(at, `${line.slice(0, 44)},Abc`)],
    ["a kind of three names", withLine(at, `${line},x`)],
    ["a byte that is no name's", withLine(at, `${line.slice(0, 44)},A,p!`)],
    ["an empty line", withLine(at, "")],
    ["an id twice", withLine(at, lines[at - 1] ?? "")],
    ["an id out of order", withLine(at, lines[at - 9] ?? "")],
    ["an id out of order at a chunk's beginning", withLine(CHUNK, lines[CHUNK - 9] ?? "")],
    ["a line of another form before one out of order", withLine(at - 1, "x")],
    ["a last line without its end", good.slice(0, -1)],
    ["a text without an end", "x"],
    ["NUL", withLine(at, "\0")],
  ])("%s: with the same words as by plain code", async (_, text) => {
    const refused = await refusalOf(targetLanes(sharedBytes(text), { threads: 1 }).survey(new Set()));
    expect(refused).toEqual(await refusalOf(targetText(text).survey(new Set())));
    expect(refused).toMatchObject({ file: "targets.csv", line: expect.any(Number) });
  });

  test("in a file that threads read: the first line that is wrong, also where two parts do not follow each other", async () => {
    const many = fileOf(40 * CHUNK, ["A,p"], chanceOf(`${SEED} parts`));
    const rows = many.split("\n").slice(0, -1);
    for (const [first, second] of [
      [5, 39 * CHUNK],
      [32 * CHUNK, 39 * CHUNK],
      [39 * CHUNK + 1, 39 * CHUNK + 2],
    ]) {
      const file = join(folder, "bad.csv");
      const bad = rows.with(first ?? 0, rows[0] ?? "").with(second ?? 0, "no line");
      writeFileSync(file, `${bad.join("\n")}\n`);
      const refused = await refusalOf(targetLanes({ file }, { threads: 2 }).survey(new Set()));
      expect(refused).toMatchObject({ code: "order", line: (first ?? 0) + 1 });
    }
  }, 60_000);

  test("a target of a stratum that is not drawn from", async () => {
    const strata = strataOf(good, few).slice(1);
    const refused = await refusalOf(targetLanes(sharedBytes(good), { threads: 1 }).select(H("1"), strata));
    expect(refused).toMatchObject({ code: "unknown", message: "there is no stratum A" });
  });

  test("such a target in a file that threads read, by its line in the whole file", async () => {
    const many = fileOf(50 * CHUNK, ["A,p"], chanceOf(`${SEED} stray`));
    const rows = many.split("\n").slice(0, -1);
    const stray = rows[45 * CHUNK]?.replace(",A,", ",B,") ?? "";
    const file = join(folder, "stray.csv");
    writeFileSync(file, `${rows.with(45 * CHUNK, stray).join("\n")}\n`);
    const refused = await refusalOf(
      targetLanes({ file }, { threads: 2 }).select(H("1"), strataOf(many, few)),
    );
    expect(refused).toMatchObject({ code: "unknown", line: 45 * CHUNK + 1 });
  }, 60_000);
});

test("a root is that of the tree as OpenSSL hashes it", async () => {
  const text = fileOf(1_000, ["A,p", "B,much-longer-than-one-block-holds"], chanceOf(`${SEED} root`));
  const sha256 = (...parts: Uint8Array[]) => createHash("sha256").update(Buffer.concat(parts)).digest();
  let level = text
    .split("\n")
    .slice(0, -1)
    .map((entry) => sha256(Uint8Array.of(0), Buffer.from(entry)));
  for (; level.length > 1;)
    level = Array.from({ length: Math.ceil(level.length / 2) }, (_, i) => {
      const [left, right] = [level[2 * i] ?? Buffer.of(), level[2 * i + 1]];
      return right === undefined ? left : sha256(Uint8Array.of(1), left, right);
    });
  const { root } = await targetLanes(sharedBytes(text)).survey(new Set());
  expect(root).toEqual({ count: 1_000, root: level[0]?.toString("hex") });
  expect(root).toEqual(rootOf(text));
});

test("what was written by `writeTargets` is read", async () => {
  const text = writeTargets([{ id: H("1").slice(0, 44), stratum: "A", profile: "p" }]);
  expect((await targetLanes(sharedBytes(text)).survey(new Set())).root.count).toBe(1);
});

test("an opaque id by Node's own SHA-256 is the plain one", () => {
  for (const target of ["91533103MA6N2Q1X0A", "", "许可〔2026〕1号", "x".repeat(200)])
    expect(quickOpaqueId("ab".repeat(32), target)).toBe(opaqueId("ab".repeat(32), target));
});
