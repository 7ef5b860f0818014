import { availableParallelism } from "node:os";
import { readFileSync } from "node:fs";
import { Peaks } from "../merkle.ts";
import type { Stratum } from "../quotas.ts";
import type { Selection, Ticketed } from "../selection.ts";
import type { PlacedTarget, Survey, TargetKind } from "../survey.ts";
import { targetText, type TargetFile } from "../target-file.ts";
import { readTarget } from "../targets.ts";
import { byBytes, textOf } from "../text.ts";
import { byTicket } from "../tickets.ts";
import { TooManyKinds } from "./lane.ts";
import { kernelModule } from "./module.ts";
import type { Offered, Surveyed } from "./reading.ts";
import { runTask } from "./run.ts";
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
  return {
    survey: (wanted) =>
      tried(
        async (module) => {
          const task = { do: "survey", wanted: [...wanted].toSorted(byBytes) } as const;
          return surveyOf(await runTask(module, place, task, threads));
        },
        (file) => file.survey(wanted),
      ),
    select: (seed, strata) =>
      tried(
        async (module) => {
          const offered = (limits: ReadonlyMap<string, number>): Promise<Offered[]> =>
            runTask(module, place, { do: "offer", seed, limits } as const, threads);
          const likely = selectionOf(
            strata,
            await offered(new Map(strata.map((one) => [one.name, limitOf(one)]))),
          );
          return (
            likely ??
            selectionOf(strata, await offered(new Map(strata.map(({ name }) => [name, ALL])))) ??
            Promise.reject(new Error("a stratum has fewer targets than were counted in it"))
          );
        },
        (file) => file.select(seed, strata),
      ),
    ids: () => plain().ids(),
  };
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
function surveyOf(parts: readonly Surveyed[]): Survey {
  const peaks = new Peaks();
  const counts = new Map<string, number>();
  const firsts = new Map<string, TargetKind["first"]>();
  const found = new Map<string, PlacedTarget>();
  for (const part of parts) {
    for (const { hash, size } of part.subtrees) peaks.add(hash, size);
    for (const [kind, count] of part.counts) counts.set(kind, (counts.get(kind) ?? 0) + count);
    for (const { text, line } of part.learned) {
      const kind = text.slice(45);
      if (line < (firsts.get(kind)?.line ?? Number.POSITIVE_INFINITY))
        firsts.set(kind, { id: text.slice(0, 44), line });
    }
    for (const { text, line } of part.found) {
      const target = readTarget(text);
      found.set(target.id, { ...target, line });
    }
  }
  const kinds = [...firsts]
    .toSorted(([, a], [, b]) => a.line - b.line)
    .map(([kind, first]): TargetKind => {
      const [stratum = "", profile = ""] = kind.split(",");
      return { stratum, profile, count: counts.get(kind) ?? 0, first };
    });
  return { root: peaks.root(), kinds, found };
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

/** A target with its ticket, and the first 52 bits of it as a number. */
type Candidate = { readonly head: number; readonly target: Ticketed };

/** Draws from what the parts offer; null where a stratum offers fewer than are wanted and there are. */
function selectionOf(strata: readonly Stratum[], parts: readonly Offered[]): Selection | null {
  const inOrder = parts
    .flatMap(candidatesOf)
    .toSorted((a, b) => a.head - b.head || byTicket(a.target, b.target));
  const offered = Map.groupBy(inOrder, ({ target }) => target.stratum);
  const counts = new Map<string, number>();
  for (const part of parts)
    for (const [kind, count] of part.counts) {
      const stratum = kind.slice(0, kind.indexOf(","));
      counts.set(stratum, (counts.get(stratum) ?? 0) + count);
    }
  const chosen = new Set<Candidate>();
  const alternates = new Map<string, readonly Ticketed[]>();
  for (const { name, quota, alternates: more } of strata) {
    const all = offered.get(name) ?? [];
    if (all.length < Math.min(quota + more, counts.get(name) ?? 0)) return null;
    for (const candidate of all.slice(0, quota)) chosen.add(candidate);
    alternates.set(
      name,
      all.slice(quota, quota + more).map(({ target }) => target),
    );
  }
  return { selected: inOrder.filter((one) => chosen.has(one)).map(({ target }) => target), alternates };
}

function candidatesOf({ text, lines, tickets }: Offered): Candidate[] {
  const bytes = Buffer.from(tickets.buffer, tickets.byteOffset, tickets.length);
  const texts = text.split("\n");
  return Array.from(lines, (line, i) => ({
    head: bytes.readUInt32BE(32 * i) * 2 ** 20 + (bytes.readUInt32BE(32 * i + 4) >>> 12),
    target: {
      ...readTarget(texts[i] as string),
      line,
      ticket: bytes.toString("hex", 32 * i, 32 * i + 32),
    },
  }));
}
