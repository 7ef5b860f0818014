import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { checkTarget, proveTarget, wasSelected } from "./enterprise.ts";
import { idOfOpening, opaqueId, openingOf } from "./opaque-id.ts";
import { checkRegistry, readRegistryKeys } from "./registry-keys.ts";
import { readResult } from "./result.ts";
import { readRoster } from "./roster.ts";
import { seedOf } from "./seed.ts";
import { H } from "./sha256.ts";
import { readTargets } from "./targets.ts";
import { chanceOf } from "./testing/chance.ts";
import { KEYS, makeUp, readVector } from "./testing/whole-draw.ts";
import { verifyDraw } from "./verify.ts";

const texts = await makeUp(chanceOf("enterprise"), 3);
const commitment = texts["commitment.json"];
const codes = readTargets(texts["targets.csv"]).map((_, i) => `project-${i}`);
const inspectors = texts["roster.ndjson"]
  .trimEnd()
  .split("\n")
  .map((_, i) => `inspector-${i}`);

test("an opaque id is 44 characters of a hash under a salt of its own", () => {
  const salt = H(`${KEYS.saltKey},91533103MA6K`);
  expect(opaqueId(KEYS.saltKey, "91533103MA6K")).toBe(H(`${salt},91533103MA6K`).slice(0, 44));
  expect(idOfOpening({ targetId: "91533103MA6K", salt })).toBe(opaqueId(KEYS.saltKey, "91533103MA6K"));
});

test("each enterprise finds its own line, its proof, and whether it was selected", () => {
  const { secret, beacon } = JSON.parse(texts["reveal.json"]) as {
    secret: string;
    beacon: { value: string };
  };
  const seed = seedOf(commitment, secret, beacon.value);
  const selected = new Set(
    readResult(texts["result.ndjson"]).flatMap((one) => ("rank" in one ? [one.id] : [])),
  );
  for (const code of codes) {
    const opening = openingOf(KEYS.saltKey, code);
    const proof = proveTarget(texts["targets.csv"], idOfOpening(opening));
    checkTarget(commitment, opening, proof);
    expect(wasSelected(seed, texts["result.ndjson"], proof.line)).toBe(selected.has(idOfOpening(opening)));
  }
});

test("another enterprise's line, a changed line and a wrong proof are refused", () => {
  const opening = openingOf(KEYS.saltKey, "project-0");
  const proof = proveTarget(texts["targets.csv"], idOfOpening(opening));
  const other = proveTarget(texts["targets.csv"], opaqueId(KEYS.saltKey, "project-1"));

  expect(() => checkTarget(commitment, opening, other)).toThrow("not this enterprise's");
  expect(() => checkTarget(commitment, opening, { ...proof, line: `${proof.line}x` })).toThrow(
    "does not lead",
  );
  expect(() => checkTarget(commitment, opening, { ...proof, proof: other.proof })).toThrow("does not lead");
  expect(() => proveTarget(texts["targets.csv"], opaqueId(KEYS.saltKey, "none"))).toThrow(
    "not in targets.csv",
  );
});

test("the keys of a vector give all its ids and identity hashes", async () => {
  const keys = readRegistryKeys(
    readFileSync(new URL("../vectors/keys/draw-60.json", import.meta.url), "utf8"),
  );
  expect(
    (await Array.fromAsync(verifyDraw(readVector("draw-60"), { keys }))).filter(
      ({ name }) => name === "registry",
    ),
  ).toMatchObject([{ ok: true, detail: "60 targets and 22 inspectors, each once" }]);
});

test("an auditor who is shown the keys finds one entered twice, one left out and one of nobody's", async () => {
  const keys = { ...KEYS, targets: codes, inspectors };
  const ids = readTargets(texts["targets.csv"]).map(({ id }) => id);
  const roster = readRoster(texts["roster.ndjson"]);

  expect(readRegistryKeys(JSON.stringify(keys, null, 2))).toEqual(keys);
  expect(
    (await Array.fromAsync(verifyDraw(texts, { keys }))).filter(({ name }) => name === "registry"),
  ).toMatchObject([{ ok: true }]);
  const refused = (change: Partial<typeof keys>): string => {
    try {
      checkRegistry({ ids, roster }, { ...keys, ...change });
      return "";
    } catch (error) {
      return error instanceof Error ? error.message : "";
    }
  };
  expect(refused({ targets: [...codes, "project-0"] })).toMatch(
    /^target \d+ of the registry is entered twice$/,
  );
  expect(refused({ targets: [...codes, "one-more"] })).toMatch(/^target \d+ of the registry was left out$/);
  expect(refused({ targets: codes.slice(1) })).toBe("this target is not in the registry");
  expect(refused({ inspectors: inspectors.slice(1) })).toBe("this inspector is not in the registry");
  expect(refused({ rosterKey: H("other") })).toBe("this inspector is not in the registry");
});
