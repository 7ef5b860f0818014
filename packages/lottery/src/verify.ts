import { beaconTime, beaconValue, type Beacon } from "./beacons/beacon.ts";
import { readCommitment } from "./commitment.ts";
import { drawFrom } from "./draw.ts";
import type { DrawState } from "./draw-state.ts";
import { excludedIds, exclusionsById, readExclusions } from "./exclusions.ts";
import { readChange } from "./change.ts";
import { rootOf } from "./merkle.ts";
import { at, FILE_NAMES, Refusal, type FileName } from "./refusal.ts";
import { checkRegistry, type RegistryKeys } from "./registry-keys.ts";
import { applyFile, checkEnd } from "./replay.ts";
import { readResult, type ResultLine } from "./result.ts";
import { readReveal, type Reveal } from "./reveal.ts";
import { readRoster } from "./roster.ts";
import { seedOf } from "./seed.ts";
import { fewOfficers } from "./servable.ts";
import { H } from "./sha256.ts";
import {
  checkAllServable,
  checkExclusionsKnown,
  checkQuotas,
  checkRoots,
  checkStrata,
  type Snapshot,
} from "./snapshot.ts";
import { targetText, type TargetFile } from "./target-file.ts";
import { readTeams, writeTeams } from "./teams.ts";
import { linesOf, textOf } from "./text.ts";

/** What a verifier found by one check. */
export interface Check {
  readonly name: string;
  /** Null: could not be checked with what is at hand. */
  readonly ok: boolean | null;
  /** What was found, or why it failed. */
  readonly detail: string;
  /** Where it failed. */
  readonly file?: FileName;
  /** The line there, from 1. */
  readonly line?: number;
}

/** The contents of a draw's folder by file name. */
export type DrawFolder = Readonly<Record<string, string | Uint8Array>>;

/** A refusal with the name of the check that it fails. */
class Failed extends Error {
  readonly check: Check;

  constructor(check: Check) {
    super(check.detail);
    this.check = check;
  }
}

/** A way to read `targets.csv` from its text or bytes, which are UTF-8. */
export type OpenTargets = (content: string | Uint8Array) => TargetFile;

export interface VerifyOptions {
  readonly keys?: RegistryKeys;
  readonly openTargets?: OpenTargets;
}

/** Runs one check; a refusal ends the verification. */
function during<T>(name: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw new Failed({
      name,
      ok: false,
      detail: error.message,
      ...(error.file === undefined ? {} : { file: error.file }),
      ...(error.line === undefined ? {} : { line: error.line }),
    });
  }
}

/** The same of a check that waits. */
async function duringAsync<T>(name: string, work: () => Promise<T>): Promise<T> {
  return work().catch((error: unknown) =>
    during(name, () => {
      throw error;
    }),
  );
}

/**
 * Verifies a whole draw, check by check, and stops after the first that fails. What only the log's proofs could show is named
 * as not checked.
 * @param folder the eight files, as text or bytes
 * @param options `keys`: the registry's keys and codes, for an auditor to whom they were shown; `openTargets`: a faster way to read
 * `targets.csv` than the plain one
 */
export async function* verifyDraw(
  folder: DrawFolder,
  options: VerifyOptions = {},
): AsyncGenerator<Check, void, undefined> {
  try {
    yield* checks(folder, options);
  } catch (error) {
    if (!(error instanceof Failed)) throw error;
    yield error.check;
  }
}

function passed(name: string, detail: string): Check {
  return { name, ok: true, detail };
}

async function* checks(
  folder: DrawFolder,
  { keys, openTargets = (content) => targetText(textOf("targets.csv", content)) }: VerifyOptions,
): AsyncGenerator<Check, void, undefined> {
  const { targets, ...files } = during("files", () => readFolder(folder, openTargets));
  yield passed("files", "the eight files of a draw, in UTF-8");

  const commitment = during("form of commitment.json", () => readCommitment(files["commitment.json"]));
  yield passed("form of commitment.json", `draw ${commitment.drawId} of ${commitment.authority}`);
  const wanted = excludedIds(files["exclusions.csv"]);
  const survey = await duringAsync("form of targets.csv", () => targets.survey(wanted));
  yield passed("form of targets.csv", `${survey.root.count} targets`);
  const roster = during("form of roster.ndjson", () => readRoster(files["roster.ndjson"]));
  yield passed("form of roster.ndjson", `${roster.length} inspectors`);
  const pairs = during("form of exclusions.csv", () => readExclusions(files["exclusions.csv"]));
  const snapshot: Snapshot = { commitment, survey, roster, pairs, exclusions: exclusionsById(pairs) };
  yield passed("form of exclusions.csv", `${pairs.length} exclusions`);
  const reveal = during("form of reveal.json", () => readReveal(files["reveal.json"]));
  yield passed("form of reveal.json", `of draw ${reveal.drawId}`);
  const result = during("form of result.ndjson", () => readResult(files["result.ndjson"]));
  yield passed("form of result.ndjson", `${result.length} lines`);
  const changes = during("form of recusals.ndjson", () => checkChangeForms(files["recusals.ndjson"]));
  yield passed("form of recusals.ndjson", `${changes} changes`);
  const teams = during("form of teams.ndjson", () => readTeams(files["teams.ndjson"]));
  yield passed("form of teams.ndjson", `${teams.length} teams`);

  during("committed roots", () =>
    checkRoots(snapshot, { roster: files["roster.ndjson"], exclusions: files["exclusions.csv"] }),
  );
  yield passed("committed roots", "of targets, roster and exclusions");
  during("exclusions", () => checkExclusionsKnown(snapshot));
  yield passed("exclusions", "each names a number and an id that exist");

  during("strata", () => checkStrata(snapshot));
  yield passed("strata", `${commitment.strata.length} strata`);
  during("quotas", () => checkQuotas(commitment));
  yield passed("quotas", commitment.strata.map(({ name, quota }) => `${name} ${quota}`).join(", "));
  during("servable", () => checkAllServable(snapshot));
  yield passed("servable", "every target, drawn or not");
  yield passed("choice of officers", describeFew(snapshot));

  during("secret", () => checkSecret(snapshot, reveal));
  yield passed("secret", "the one committed to");
  during("beacon", () => checkBeacon(snapshot, reveal));
  yield passed("beacon", describeBeacon(commitment.beacon, reveal));

  const seed = seedOf(files["commitment.json"], reveal.secret, reveal.beacon.value);
  const drawn = await duringAsync("targets and tickets", () => drawFrom(snapshot, targets, seed));
  during("targets and tickets", () => compareResult(result, drawn.lines, ticketPart));
  yield passed("targets and tickets", `seed ${seed}`);
  during("teams as dealt", () => compareResult(result, drawn.lines, (line) => line));
  yield passed("teams as dealt", `${drawn.state.teams.size} teams`);

  const state = during("changes", () => replayAll(drawn.state, files["recusals.ndjson"]));
  yield passed("changes", `${state.seq} changes`);
  during("final teams", () => compareTeams(files["teams.ndjson"], writeTeams(state.teams)));
  yield passed("final teams", `${state.teams.size} teams`);
  during("revealed roots", () => checkRevealedRoots(reveal, files));
  yield passed("revealed roots", "of result, changes and teams");

  if (keys !== undefined) {
    const ids = await targets.ids();
    during("registry", () => checkRegistry({ ids, roster }, keys));
    yield passed(
      "registry",
      `${keys.targets.length} targets and ${keys.inspectors.length} inspectors, each once`,
    );
  }
  yield {
    name: "log",
    ok: null,
    detail:
      "that the commitment was logged before the beacon's time, each change when it says and the reveal after",
  };
}

type Texts = Record<Exclude<FileName, "targets.csv">, string>;

function readFolder(folder: DrawFolder, openTargets: OpenTargets): Texts & { targets: TargetFile } {
  const extra = Object.keys(folder).find((name) => !FILE_NAMES.some((known) => known === name));
  if (extra !== undefined) throw new Refusal("files", `${JSON.stringify(extra)} is no file of a draw`);
  const texts: Partial<Texts> = {};
  let targets: TargetFile | undefined;
  for (const name of FILE_NAMES) {
    const content = Object.hasOwn(folder, name) ? folder[name] : undefined;
    if (content === undefined) throw new Refusal("files", `${name} is missing`, name);
    if (name === "targets.csv") targets = openTargets(content);
    else texts[name] = textOf(name, content);
  }
  return { ...texts, targets } as Texts & { targets: TargetFile };
}

function checkChangeForms(text: string): number {
  const lines = linesOf("recusals.ndjson", text);
  lines.forEach((line, i) =>
    at("recusals.ndjson", i + 1, () => {
      const { seq } = readChange(line);
      if (seq !== i + 1) throw new Refusal("order", `seq is ${seq}, not ${i + 1}`);
    }),
  );
  return lines.length;
}

function describeFew(snapshot: Snapshot): string {
  const { count, named } = fewOfficers({ ...snapshot, profiles: snapshot.commitment.profiles });
  if (count === 0) return "for every target at least two officers more than it needs could have served";
  const some = named.map(({ id, able, needed }) => `${id} (${able} for ${needed})`).join(", ");
  const how = named.length < count ? ", such as" : ":";
  return `fewer than two officers more than needed could have served ${count} targets${how} ${some}`;
}

function checkSecret({ commitment }: Snapshot, reveal: Reveal): void {
  at("reveal.json", 1, () => {
    if (reveal.drawId !== commitment.drawId)
      throw new Refusal("reveal", "of another draw than the commitment");
    if (H(reveal.secret) !== commitment.secretHash)
      throw new Refusal("secret", "not the secret committed to");
  });
}

function checkBeacon({ commitment }: Snapshot, { beacon }: Reveal): void {
  const value = beaconValue(commitment.beacon, beacon.proof, commitment.drawId);
  if (value !== beacon.value) throw new Refusal("beacon", `the value is ${value}`, "reveal.json", 1);
}

function describeBeacon(beacon: Beacon, reveal: Reveal): string {
  switch (beacon.kind) {
    case "witness":
      return `witnesses ${beacon.witnesses.map(({ name }) => name).join(", ")}, by ${beaconTime(beacon)}`;
    case "public-lottery": {
      const numbers = "numbers" in reveal.beacon.proof ? JSON.stringify(reveal.beacon.proof.numbers) : "";
      return `compare with the announcement: ${beacon.lottery} ${beacon.issue}, ${numbers}, not before ${beacon.notBefore}, ${beacon.source}`;
    }
    case "drand":
      return `round ${beacon.round} of drand quicknet, ${beacon.notBefore}`;
  }
}

/** A line without its team. */
function ticketPart(line: ResultLine): unknown {
  return "rank" in line ? { ...line, officers: [], experts: [] } : line;
}

function compareResult(
  found: readonly ResultLine[],
  right: readonly ResultLine[],
  part: (line: ResultLine) => unknown,
): void {
  compareLines(
    "result.ndjson",
    found.map((line) => JSON.stringify(part(line))),
    right.map((line) => JSON.stringify(part(line))),
    "result",
  );
}

function compareTeams(found: string, right: string): void {
  compareLines("teams.ndjson", linesOf("teams.ndjson", found), linesOf("teams.ndjson", right), "teams");
}

function compareLines(
  file: FileName,
  found: readonly string[],
  right: readonly string[],
  code: "result" | "teams",
): void {
  for (let i = 0; i < Math.max(found.length, right.length); i++) {
    if (found[i] !== right[i]) throw new Refusal(code, `should be ${right[i] ?? "no line"}`, file, i + 1);
  }
}

function replayAll(state: DrawState, text: string): DrawState {
  const end = applyFile(state, text);
  checkEnd(end);
  return end;
}

function checkRevealedRoots(reveal: Reveal, files: Texts): void {
  const revealed = [
    ["result.ndjson", reveal.result],
    ["recusals.ndjson", reveal.recusals],
    ["teams.ndjson", reveal.teams],
  ] as const;
  for (const [file, { count, root }] of revealed) {
    const found = rootOf(files[file]);
    if (found.count !== count || found.root !== root) {
      const message = `${file} has ${found.count} lines of root ${found.root}, not ${count} of ${root}`;
      throw new Refusal("root", message, "reveal.json", 1);
    }
  }
}
