import { describe, expect, test } from "vitest";
import { readCommitment } from "./commitment.ts";
import { excludedIds, readExclusions, writeExclusions } from "./exclusions.ts";
import { makeCommitment, type CommitmentParts } from "./make-commitment.ts";
import { Refusal, type FileName } from "./refusal.ts";
import { numberRoster, readRoster, writeRoster } from "./roster.ts";
import { H } from "./sha256.ts";
import { surveyText } from "./survey.ts";
import { readTargets, writeTargets } from "./targets.ts";
import { readVector } from "./testing/whole-draw.ts";
import { verifyDraw, type Check } from "./verify.ts";

const texts = readVector("draw-40");

/** What a verifier says of the vector with one file changed. */
async function failure(
  file: FileName,
  change: (text: string) => string | Uint8Array,
): Promise<Check | undefined> {
  const checks = await Array.fromAsync(verifyDraw({ ...texts, [file]: change(texts[file]) }));
  return checks.find(({ ok }) => ok === false);
}

function refusal(work: () => unknown): Pick<Refusal, "message" | "file" | "line"> | null {
  try {
    work();
    return null;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { message: error.message, file: error.file, line: error.line };
  }
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe("every file", () => {
  test.each([
    ["a byte order mark", (text: string) => `\uFEFF${text}`, "byte order mark"],
    ["a byte order mark in bytes", (text: string) => bytes(`\uFEFF${text}`), "byte order mark"],
    ["no last line end", (text: string) => text.slice(0, -1), "no line end"],
    ["a line of nothing", (text: string) => `${text}\n`, "not"],
    ["Windows' line ends", (text: string) => text.replaceAll("\n", "\r\n"), "not"],
    ["a lone surrogate", (text: string) => `${text}\uD800\n`, "not UTF-8"],
    ["bytes that are not UTF-8", (text: string) => Uint8Array.of(...bytes(text), 0xff, 10), "not UTF-8"],
    ["NUL", (text: string) => `${text}\0\n`, "not"],
  ])("is refused with %s", async (_, change, reason) => {
    for (const file of [
      "targets.csv",
      "roster.ndjson",
      "exclusions.csv",
      "result.ndjson",
      "teams.ndjson",
    ] as const) {
      expect(await failure(file, change)).toMatchObject({
        file,
        line: expect.any(Number),
        detail: expect.stringContaining(reason),
      });
    }
  });

  test("a bad byte is told by its line", async () => {
    const at = texts["targets.csv"].indexOf("\n", 200);
    const line = texts["targets.csv"].slice(0, at).split("\n").length;
    const bad = bytes(texts["targets.csv"]).with(at - 1, 0xc3);
    expect(await failure("targets.csv", () => bad)).toMatchObject({ file: "targets.csv", line });
  });
});

describe("JSON", () => {
  test.each([
    ["a space", (text: string) => text.replace(",", ", "), "as JSON.stringify writes it"],
    ["a line end", (text: string) => `${text}\n`, "as JSON.stringify writes it"],
    [
      "an escape that is not needed",
      (text: string) => text.replace('"d13"', '"\\u006413"'),
      "as JSON.stringify writes it",
    ],
    [
      "a key twice",
      (text: string) => text.replace("{", '{"spec":"shuangsui-draw/1",'),
      "as JSON.stringify writes it",
    ],
    [
      "another order of keys",
      (text: string) => text.replace(/("drawId":"d13"),("campaignId":"c13")/, "$2,$1"),
      "in this order",
    ],
    ["a key too many", (text: string) => text.replace("{", '{"a":1,'), "in this order"],
    ["__proto__", (text: string) => text.replace("{", '{"__proto__":{},'), "in this order"],
    [
      "a number with an exponent",
      (text: string) => text.replace('"count":40', '"count":4e1'),
      "as JSON.stringify writes it",
    ],
    ["a number below 0", (text: string) => text.replace('"count":40', '"count":-40'), "an integer"],
    [
      "a number beyond what is exact",
      (text: string) => text.replace('"count":40', '"count":9007199254740993'),
      "an integer",
    ],
    [
      "a ratio with superfluous zeros",
      (text: string) => text.replace('"0.02"', '"0.020"'),
      "superfluous zeros",
    ],
    ["a ratio above 1", (text: string) => text.replace('"0.02"', '"1.02"'), "superfluous zeros"],
    [
      "one officer in a team",
      (text: string) => text.replace('"officers":2', '"officers":1'),
      "an integer of 2",
    ],
    ["text that is not NFC", (text: string) => text.replace('"c13"', '"e\u0301"'), "NFC"],
    [
      "a day that does not exist",
      (text: string) => text.replace("2023-09-15T00", "2023-09-31T00"),
      "a time that exists",
    ],
    [
      "types not sorted",
      (text: string) => text.replace('["gas","market"]', '["market","gas"]'),
      "sorted and unique",
    ],
    ["a stratum twice", (text: string) => text.replace('"name":"B"', '"name":"A"'), "sorted by name"],
    [
      "a beacon that is already known",
      (text: string) => text.replace("2023-09-15T02", "2023-09-15T00"),
      "not after createdAt",
    ],
  ])("in commitment.json is refused with %s", (_, change, reason) => {
    expect(refusal(() => readCommitment(change(texts["commitment.json"])))).toMatchObject({
      message: expect.stringContaining(reason),
      file: "commitment.json",
      line: 1,
    });
  });
});

describe("writing", () => {
  const target = (byte: string): { id: string; stratum: string; profile: string } => {
    return { id: byte.repeat(44), stratum: "A", profile: "p1" };
  };

  test("targets come out sorted, and one entered twice is refused", () => {
    const right = writeTargets([target("a"), target("b"), target("0")]);
    expect(readTargets(right).map(({ id }) => id[0])).toEqual(["0", "a", "b"]);
    expect(writeTargets([target("0"), target("a"), target("b")])).toBe(right);
    expect(refusal(() => writeTargets([target("a"), target("a")]))).toMatchObject({
      line: 2,
      message: expect.stringContaining("twice"),
    });
    expect(refusal(() => writeTargets([{ ...target("a"), stratum: "a,b" }]))).toMatchObject({ line: 1 });
    expect(writeTargets([])).toBe("");
  });

  test("a roster is numbered by its hashes, whatever the order of the list, and reads as it was written", () => {
    const people = ["a", "b", "c"].map((name) => {
      return {
        kind: "officer" as const,
        types: ["market", "gas", "gas"],
        specialties: [],
        identityHash: H(name),
      };
    });
    const right = writeRoster(numberRoster(people));
    expect(writeRoster(numberRoster(people.toReversed()).toReversed())).toBe(right);
    expect(readRoster(right).map(({ number, types }) => [number, types])).toEqual(
      [1, 2, 3].map((number) => [number, ["gas", "market"]]),
    );
    const [first] = numberRoster(people);
    if (first === undefined) throw new Error("no member");
    expect(refusal(() => writeRoster([first, { ...first, number: 2 }]))).toMatchObject({ line: 2 });
    expect(refusal(() => writeRoster([{ ...first, number: 2 }]))).toMatchObject({ line: 1 });
  });

  test("exclusions are sorted by number as an integer, and a pair declared twice is one", () => {
    const id = "a".repeat(44);
    const text = writeExclusions([10, 9, 10].map((number) => ({ number, id })));
    expect(text).toBe(`9,${id}\n10,${id}\n`);
    expect(refusal(() => readExclusions(`10,${id}\n9,${id}\n`))).toMatchObject({
      file: "exclusions.csv",
      line: 2,
    });
    expect(refusal(() => readExclusions(`09,${id}\n`))).toMatchObject({ line: 1 });
  });
});

describe("a commitment", () => {
  const vector = readCommitment(texts["commitment.json"]);
  const secret = (JSON.parse(texts["reveal.json"]) as { secret: string }).secret;
  const parts: CommitmentParts = {
    ...vector,
    survey: surveyText(texts["targets.csv"], excludedIds(texts["exclusions.csv"])),
    roster: texts["roster.ndjson"],
    exclusions: texts["exclusions.csv"],
    secret,
  };

  test("is made of its parts byte for byte, whatever the order of strata and profiles", () => {
    const shuffled = { ...parts, strata: parts.strata.toReversed(), profiles: parts.profiles.toReversed() };
    expect(makeCommitment(shuffled)).toBe(texts["commitment.json"]);
  });

  test.each([
    [
      "a target that nobody of a type can serve",
      {
        profiles: [{ name: "p1", officers: 2, types: ["rail"], specialties: [] }, ...parts.profiles.slice(1)],
      },
      "not servable: no officer of type rail",
    ],
    [
      "a target that lacks officers",
      { profiles: parts.profiles.map((one) => ({ ...one, officers: 40 })) },
      "officers of 40",
    ],
    [
      "a total of 0",
      { strata: parts.strata.map((one) => ({ ...one, ratio: "0.001" })) },
      "the smallest registry that gives 1 has 1000 targets",
    ],
    ["a stratum that is not planned", { strata: parts.strata.slice(1) }, "there is no stratum A"],
    ["a profile that is not there", { profiles: parts.profiles.slice(1) }, "there is no profile p1"],
    [
      "fewer in the population than there are",
      { strata: parts.strata.map((one) => ({ ...one, population: 5, ratio: "1" })) },
      "more targets than its population",
    ],
    [
      "an exclusion of nobody",
      { exclusions: writeExclusions([{ number: 31, id: texts["targets.csv"].slice(0, 44) }]) },
      "number 31 is not in the roster",
    ],
    [
      "an exclusion from nothing",
      { exclusions: writeExclusions([{ number: 1, id: "0".repeat(44) }]) },
      "is not in targets.csv",
    ],
    ["a secret of another form", { secret: "secret" }, "64 lower-case hex"],
  ])("is refused for %s", (_, change, reason) => {
    expect(() => makeCommitment({ ...parts, ...change })).toThrow(reason);
  });
});
