import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { readChange, type Change, type OutReason } from "./change.ts";
import { decideGone, decideRecusal, type Decision, type Omissions } from "./decide.ts";
import type { DrawState } from "./draw-state.ts";
import { applyFile, applyLine } from "./replay.ts";
import { writeTeams } from "./teams.ts";
import { targetText } from "./target-file.ts";
import { linesOf } from "./text.ts";
import { readVector, stateOf } from "./testing/whole-draw.ts";
import { draw } from "./draw.ts";
import { seedOf } from "./seed.ts";
import { readReveal } from "./reveal.ts";
import { verifyDraw } from "./verify.ts";

const names = readdirSync(new URL("../vectors", import.meta.url)).filter((name) => name.startsWith("draw-"));

test.each(names)("%s: the result is reproduced byte for byte", async (name) => {
  const texts = readVector(name);
  const reveal = readReveal(texts["reveal.json"]);
  const seed = seedOf(texts["commitment.json"], reveal.secret, reveal.beacon.value);

  const drawn = await draw({
    commitment: texts["commitment.json"],
    targets: targetText(texts["targets.csv"]),
    roster: texts["roster.ndjson"],
    exclusions: texts["exclusions.csv"],
    seed,
  });

  expect(drawn.text).toBe(texts["result.ndjson"]);
});

test.each(names)("%s: every change leads to the next, and the last to the teams", async (name) => {
  const texts = readVector(name);

  const end = applyFile(await stateOf(texts), texts["recusals.ndjson"]);

  expect(writeTeams(end.teams)).toBe(texts["teams.ndjson"]);
});

test.each(names)("%s: every change is decided as it was (article 24)", async (name) => {
  const texts = readVector(name);
  const lines = linesOf("recusals.ndjson", texts["recusals.ndjson"]);
  let state = await stateOf(texts);

  lines.forEach((line) => {
    const change = readChange(line);
    // A replacement after a swap, or a lapse, was decided together with the line before.
    if (state.due === null) {
      const decided = decide(state, change);
      expect(lines.slice(state.seq, state.seq + decided.lines.length)).toEqual(decided.lines);
    }
    state = applyLine(state, line);
  });

  expect(state.seq).toBe(lines.length);
});

test.each(names)("%s: a verifier finds nothing wrong, and says that it saw no log", async (name) => {
  const checks = await Array.fromAsync(verifyDraw(readVector(name)));

  expect(checks.filter(({ ok }) => ok === false)).toEqual([]);
  expect(checks.filter(({ ok }) => ok === null).map((check) => check.name)).toEqual(["log"]);
});

function decide(state: DrawState, change: Change): Decision {
  switch (change.mode) {
    case "swap":
    case "replace": {
      const { id, number, reason } = change;
      return decideRecusal(state, { id, number, reason, omitted: omissionsOf(change) });
    }
    case "alternate":
    case "lapse":
      return decideGone(state, { id: change.id });
  }
}

function omissionsOf(change: Change): Omissions {
  const begun = new Set<string>();
  const out = new Map<number, OutReason>();
  if (change.mode === "swap") {
    for (const { number, id, why } of change.omitted) {
      if (why === "begun") begun.add(id);
      else out.set(number, why);
    }
  }
  if (change.mode === "replace") for (const { number, why } of change.omitted) out.set(number, why);
  return { begun, out };
}
