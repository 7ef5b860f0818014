import { Refusal } from "../refusal.ts";
import { Lane } from "./lane.ts";
import { offerPart, surveyPart, type Offered, type Part, type Surveyed } from "./reading.ts";
import type { Source } from "./source.ts";

/** What is asked of each part of a file: to survey it, or to offer what may be drawn under a seed. */
export type Task =
  | { readonly do: "survey"; readonly wanted: readonly string[] }
  | { readonly do: "offer"; readonly seed: string; readonly limits: ReadonlyMap<string, number> };

export type Outcome<T extends Task["do"]> = T extends "survey" ? Surveyed : Offered;

/** A lane that does one task, part by part, in the order of the file. */
export function openTask(
  module: WebAssembly.Module,
  source: Source,
  task: Task,
): (part: Part) => Surveyed | Offered {
  const lane = new Lane(module);
  if (task.do === "survey") return (part) => surveyPart(lane, source, part, task.wanted);
  lane.setSeed(task.seed);
  const limitOf = (stratum: string): number => {
    const limit = task.limits.get(stratum);
    if (limit === undefined) throw new Refusal("unknown", `there is no stratum ${stratum}`);
    return limit;
  };
  return (part) => offerPart(lane, source, part, limitOf);
}
