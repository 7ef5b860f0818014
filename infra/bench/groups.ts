import { compareDraws, type DrawSizes } from "./draws/compare.ts";
import { compareInspections, type InspectionSizes } from "./inspections/compare.ts";
import { exact } from "./inspections/costs.ts";
import { compareReads, type ReadSizes } from "./reads/compare.ts";
import type { Result } from "./result.ts";

/** How much of each is done. */
export type Sizes = {
  inspections: InspectionSizes;
  reads: ReadSizes;
  draws: DrawSizes;
};

/** The sizes of a full run, and of one in which each group ends within a minute or two and only shows that all of it works. */
export const sizes: { full: Sizes; short: Sizes } = {
  full: {
    inspections: { runs: 3, registry: 3_000, atOnce: 60, patience: exact },
    reads: { runs: 5, seconds: 8 },
    draws: { runs: 5, targets: 1_000_000 },
  },
  short: {
    inspections: { runs: 1, registry: 300, atOnce: 60, patience: exact },
    reads: { runs: 1, seconds: 2 },
    draws: { runs: 1, targets: 100_000 },
  },
};

/** What is measured, one after the other, by the name that `--only` takes. */
export const groups: readonly {
  name: keyof Sizes;
  run: (sizes: Sizes, log: (line: string) => void) => Promise<Result[]>;
}[] = [
  { name: "inspections", run: ({ inspections }, log) => compareInspections(inspections, log) },
  { name: "reads", run: ({ reads }, log) => compareReads(reads, log) },
  { name: "draws", run: ({ draws }, log) => compareDraws(draws, log) },
];
