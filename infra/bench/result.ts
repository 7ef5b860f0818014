import { availableParallelism, cpus, release, totalmem, type } from "node:os";

/** One run of one side: how much of it in a second, and of the processes that did it the peak memory and, for one of it, the CPU time, where known. */
export type Sample = { rate: number; memoryMiB: number | null; cpuMsOfOne?: number };

/** What a figure, or its ratio to the rival's, has to be. */
export type Goal = { of: "ours" | "ratio"; is: "at least" | "at most"; value: number };

/** What a result is called, its unit, and its goal where it has one. */
export type Title = { name: string; unit: string; goal?: Goal };

/** What is compared: both sides do the same amount, one after the other, so that neither disturbs the other. */
export type Comparison = Title & {
  runs: number;
  /** What is counted by the second: more is better. */
  ours: () => Promise<Sample>;
  rival: () => Promise<Sample>;
};

/** What was measured: medians of the runs. */
export type Result = {
  name: string;
  unit: string;
  ours: number;
  /** Null where a figure has no rival. */
  rival: number | null;
  /** ours / rival. */
  ratio: number | null;
  goal: (Goal & { met: boolean }) | null;
  /** Peak resident memory in MiB, the highest of the runs; null where it is not measured or the system does not tell. */
  memory: { ours: number | null; rival: number | null };
  machine: string;
  /** Every run, in order. */
  runs: { ours: number[]; rival: number[] };
  /** What the figure alone does not say. */
  notes: string[];
};

/** Runs both sides in turn, so that whatever else the machine does meets both. */
export async function compare(comparison: Comparison, log: (line: string) => void): Promise<Result> {
  const { name, unit, runs } = comparison;
  const ours: Sample[] = [];
  const rival: Sample[] = [];
  for (let run = 1; run <= runs; run += 1) {
    ours.push(await comparison.ours());
    rival.push(await comparison.rival());
    log(
      `${name}, run ${run} of ${runs}: ${figure(ours.at(-1)?.rate ?? 0)} against ${figure(rival.at(-1)?.rate ?? 0)} ${unit}`,
    );
  }
  return comparedSamples(comparison, ours, rival);
}

/** The result of runs of two sides that were made in turn. */
export function comparedSamples(title: Title, ours: readonly Sample[], rival: readonly Sample[]): Result {
  const rates = (samples: readonly Sample[]) => samples.map(({ rate }) => rate);
  const cpu = [ours, rival].map((samples) => samples.flatMap(({ cpuMsOfOne }) => cpuMsOfOne ?? []));
  const notes = cpu.every((times) => times.length > 0)
    ? [`CPU time of one: ${cpu.map((times) => `${figure(median(times) * 1000)} µs`).join(" against ")}`]
    : [];
  return {
    ...measured(title, rates(ours), rates(rival), notes),
    memory: { ours: highest(ours), rival: highest(rival) },
  };
}

/** The result of runs that gave a figure each, of ours alone or of both sides. */
export function measured(
  { name, unit, goal }: Title,
  ours: readonly number[],
  rival: readonly number[] = [],
  notes: readonly string[] = [],
): Result {
  const [own, other] = [median(ours), rival.length === 0 ? null : median(rival)];
  const ratio = other === null ? null : own / other;
  return {
    name,
    unit,
    ours: rounded(own),
    rival: other === null ? null : rounded(other),
    ratio: ratio === null ? null : rounded(ratio),
    goal: goal === undefined ? null : { ...goal, met: isMet(goal, goal.of === "ours" ? own : ratio) },
    memory: { ours: null, rival: null },
    machine: machine(),
    runs: { ours: ours.map(rounded), rival: rival.map(rounded) },
    notes: [...notes],
  };
}

/** The results as a table, in Markdown, and below it what they note. */
export function tableOf(results: readonly Result[]): string {
  const rows = results.map(({ name, ours, rival, unit, ratio, goal, memory }) => [
    name,
    figure(ours),
    known(rival, figure),
    unit,
    known(ratio, (value) => value.toPrecision(2)),
    known(goal, goalText),
    known(memory.ours, (value) => value.toFixed(0)),
    known(memory.rival, (value) => value.toFixed(0)),
  ]);
  const head = ["name", "ours", "rival", "unit", "ours / rival", "goal", "ours MiB", "rival MiB"];
  const table = [head, head.map(() => "---"), ...rows].map((row) => `| ${row.join(" | ")} |`);
  const notes = results.flatMap(({ name, notes }) => notes.map((note) => `- ${name}: ${note}`));
  return [...table, ...(notes.length === 0 ? [] : ["", ...notes])].join("\n");
}

/** The machine in one line: processor, cores, memory, system, Node. */
export function machine(): string {
  const model = cpus()[0]?.model.trim() ?? "unknown processor";
  const gib = Math.round(totalmem() / 2 ** 30);
  return `${model}, ${availableParallelism()} cores, ${gib} GiB, ${type()} ${release()}, Node ${process.versions.node}`;
}

/** The middle one, or the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.floor(middle)] ?? 0) + (sorted[Math.ceil(middle) - 1] ?? 0)) / 2;
}

/** The value that `share` of all are not above: 0.95 gives the 95th percentile. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0;
}

/** A figure as people read it, to three digits. */
export const figure = (value: number) =>
  new Intl.NumberFormat("en", { maximumSignificantDigits: 3 }).format(value);

function highest(samples: readonly Sample[]): number | null {
  const known = samples.flatMap(({ memoryMiB }) => (memoryMiB === null ? [] : [memoryMiB]));
  return known.length === 0 ? null : Math.round(Math.max(...known));
}

function isMet({ is, value }: Goal, reached: number | null): boolean {
  if (reached === null) return false;
  return is === "at least" ? reached >= value : reached <= value;
}

function goalText({ of, is, value, met }: Goal & { met: boolean }): string {
  return `${of === "ratio" ? "ratio " : ""}${is} ${figure(value)}, ${met ? "met" : "missed"}`;
}

const known = <T>(value: T | null, text: (value: T) => string) => (value === null ? "–" : text(value));
const rounded = (value: number) => Number(value.toPrecision(4));
