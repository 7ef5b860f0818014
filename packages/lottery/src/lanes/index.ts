import { availableParallelism } from "node:os";
import { readFileSync } from "node:fs";
import { Peaks } from "../merkle.ts";
import type { Stratum } from "../quotas.ts";
import { Refusal } from "../refusal.ts";
import type { Selection } from "../selection.ts";
import type { PlacedTarget, Survey, TargetKind } from "../survey.ts";
import { targetText, type TargetFile } from "../target-file.ts";
import { readTarget } from "../targets.ts";
import { byBytes, textOf } from "../text.ts";
import { TooManyKinds } from "./lane.ts";
import { kernelModule } from "./module.ts";
import { selectionOf } from "./offers.ts";
import type { Told } from "./reading.ts";
import { readAll } from "./run.ts";
import type { Place } from "./source.ts";

export { quickOpaqueId } from "./opaque-id.ts";
export type { Place } from "./source.ts";

/** Bytes in a memory that threads share: their own, where all of it is theirs. */
export function sharedBytes(content: string | Uint8Array): Place {
  const bytes = typeof content === "string" ? Buffer.from(content, "utf8") : content;
  if (bytes.buffer instanceof SharedArrayBuffer && bytes.length === bytes.buffer.byteLength)
    return { bytes: bytes.buffer };
  const shared = new SharedArrayBuffer(bytes.length);
  new Uint8Array(shared).set(bytes);
  return { bytes: shared };
}

/**
 * `targets.csv` read by four lanes of SIMD in several threads. Where the machine can't do that it is read as a text, by plain code: the outcome is
 * the same.
 * @param threads how many read it; one of them is this one where it is 1
 */
export function targetLanes(place: Place, { threads = availableParallelism() } = {}): TargetFile {
  const plain = (): TargetFile => targetText(textOf("targets.csv", bytesOf(place)));
  const tried = async <T>(
    work: (module: WebAssembly.Module) => Promise<T>,
    otherwise: (file: TargetFile) => Promise<T>,
  ): Promise<T> => {
    const module = await kernelModule().catch(() => null);
    if (module === null) return otherwise(plain());
    return work(module).catch((error: unknown) => {
      if (error instanceof TooManyKinds) return otherwise(plain());
      throw error;
    });
  };
  const likelyOf = (strata: readonly Stratum[]) => new Map(strata.map((one) => [one.name, limitOf(one)]));
  const lanes: TargetFile = {
    survey: (wanted) =>
      tried(
        async (module) =>
          surveyOf(await readAll(module, place, { wanted: [...wanted].toSorted(byBytes) }, threads)),
        (file) => file.survey(wanted),
      ),
    select: (seed, strata) =>
      tried(
        async (module) => {
          const drawnOf = (limits: ReadonlyMap<string, number>) =>
            readAll(module, place, { drawn: { seed, limits } }, threads);
          return (
            drawnFrom(strata, await drawnOf(likelyOf(strata))) ??
            drawnFrom(strata, await drawnOf(new Map(strata.map(({ name }) => [name, ALL])))) ??
            Promise.reject(new Error("a stratum has fewer targets than were counted in it"))
          );
        },
        (file) => file.select(seed, strata),
      ),
    async surveyAndSelect(wanted, seed, strata) {
      const parts = await tried(
        (module) =>
          readAll(
            module,
            place,
            { wanted: [...wanted].toSorted(byBytes), drawn: { seed, limits: likelyOf(strata) } },
            threads,
          ),
        async () => null,
      );
      if (parts === null) return plain().surveyAndSelect(wanted, seed, strata);
      const survey = surveyOf(parts);
      return { survey, selection: drawnFrom(strata, parts) ?? (await lanes.select(seed, strata)) };
    },
    ids: () => plain().ids(),
  };
  return lanes;
}

/** Bytes from which on plain code would hold up whatever else this thread does for tens of milliseconds. */
const LARGE = 512 * 1024;

/** `targets.csv` given as its text or bytes: plain code reads what is small. @throws Refusal where it is no UTF-8 */
export function openTargets(content: string | Uint8Array): TargetFile {
  if (content.length >= LARGE) return targetLanes(sharedBytes(content));
  return targetText(textOf("targets.csv", content));
}

function bytesOf(place: Place): Uint8Array {
  return "file" in place ? readFileSync(place.file) : new Uint8Array(place.bytes);
}

/** Puts the parts' surveys together. */
function surveyOf(parts: readonly Told[]): Survey {
  const peaks = new Peaks();
  const found = new Map<string, PlacedTarget>();
  for (const part of parts) {
    for (const { hash, size } of part.subtrees) peaks.add(hash, size);
    for (const { text, line } of part.found) {
      const target = readTarget(text);
      found.set(target.id, { ...target, line });
    }
  }
  return { root: peaks.root(), kinds: kindsOf(parts), found };
}

/** The kinds of lines, in the order of their first ones. */
function kindsOf(parts: readonly Told[]): TargetKind[] {
  const counts = new Map<string, number>();
  const firsts = new Map<string, TargetKind["first"]>();
  for (const part of parts) {
    for (const [kind, count] of part.counts) counts.set(kind, (counts.get(kind) ?? 0) + count);
    for (const { text, line } of part.learned) {
      const kind = text.slice(45);
      if (line < (firsts.get(kind)?.line ?? Number.POSITIVE_INFINITY))
        firsts.set(kind, { id: text.slice(0, 44), line });
    }
  }
  return [...firsts]
    .toSorted(([, a], [, b]) => a.line - b.line)
    .map(([kind, first]): TargetKind => {
      const [stratum = "", profile = ""] = kind.split(",");
      return { stratum, profile, count: counts.get(kind) ?? 0, first };
    });
}

/** Draws from what the parts offer; null where that may be too little. @throws Refusal on a target of an unknown stratum */
function drawnFrom(strata: readonly Stratum[], parts: readonly Told[]): Selection | null {
  const counts = new Map(strata.map(({ name }) => [name, 0]));
  for (const { stratum, count, first } of kindsOf(parts)) {
    const before = counts.get(stratum);
    if (before === undefined)
      throw new Refusal("unknown", `there is no stratum ${stratum}`, "targets.csv", first.line);
    counts.set(stratum, before + count);
  }
  return selectionOf(
    strata,
    counts,
    parts.map(({ offers }) => offers),
  );
}

/** No ticket is above it. */
const ALL = 0xffff_ffff;

/**
 * Up to which first 32 bits a stratum's tickets are looked at: so many are expected to be below it that fewer than are wanted come up
 * once in 10^15 draws (eight standard deviations).
 */
function limitOf({ count, quota, alternates }: Stratum): number {
  const wanted = quota + alternates;
  const share = (wanted + 8 * Math.sqrt(wanted) + 64) / count;
  return share >= 1 ? ALL : Math.floor(share * 2 ** 32);
}
