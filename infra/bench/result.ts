import { availableParallelism, cpus, release, totalmem, type } from "node:os";

/** One run of one side: how much of it in a second, and the peak memory of the processes that did it, where known. */
export type Sample = { rate: number; memoryMiB: number | null };

/** What is compared: both sides do the same amount, one after the other, so that neither disturbs the other. */
export type Comparison = {
  name: string;
  /** What is counted by the second: more is better. */
  unit: string;
  runs: number;
  ours: () => Promise<Sample>;
  rival: () => Promise<Sample>;
};

/** A comparison's outcome: medians of the runs. */
export type Result = {
  name: string;
  ours: number;
  rival: number;
  /** ours / rival: 1 is as fast, more is faster. */
  ratio: number;
  unit: string;
  /** Peak resident memory in MiB, the highest of the runs; null where the system does not tell. */
  memory: { ours: number | null; rival: number | null };
  machine: string;
  /** Every run, in order. */
  runs: { ours: number[]; rival: number[] };
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
  const rates = { ours: ours.map(({ rate }) => rate), rival: rival.map(({ rate }) => rate) };
  return {
    name,
    ours: rounded(median(rates.ours)),
    rival: rounded(median(rates.rival)),
    ratio: rounded(median(rates.ours) / median(rates.rival)),
    unit,
    memory: { ours: highest(ours), rival: highest(rival) },
    machine: machine(),
    runs: { ours: rates.ours.map(rounded), rival: rates.rival.map(rounded) },
  };
}

/** The results as a table, in Markdown. */
export function tableOf(results: readonly Result[]): string {
  const mib = (memory: number | null) => (memory === null ? "–" : memory.toFixed(0));
  const rows = results.map(({ name, ours, rival, ratio, unit, memory }) => [
    name,
    figure(ours),
    figure(rival),
    unit,
    ratio.toPrecision(2),
    mib(memory.ours),
    mib(memory.rival),
  ]);
  const head = ["name", "ours", "rival", "unit", "ours / rival", "ours MiB", "rival MiB"];
  return [head, head.map(() => "---"), ...rows].map((row) => `| ${row.join(" | ")} |`).join("\n");
}

/** The machine in one line: processor, cores, memory, system, Node. */
export function machine(): string {
  const model = cpus()[0]?.model.trim() ?? "unknown processor";
  const gib = Math.round(totalmem() / 2 ** 30);
  return `${model}, ${availableParallelism()} cores, ${gib} GiB, ${type()} ${release()}, Node ${process.versions.node}`;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.floor(middle)] ?? 0) + (sorted[Math.ceil(middle) - 1] ?? 0)) / 2;
}

function highest(samples: readonly Sample[]): number | null {
  const known = samples.flatMap(({ memoryMiB }) => (memoryMiB === null ? [] : [memoryMiB]));
  return known.length === 0 ? null : Math.round(Math.max(...known));
}

const rounded = (value: number) => Number(value.toPrecision(4));
const figure = (value: number) => new Intl.NumberFormat("en", { maximumSignificantDigits: 3 }).format(value);
