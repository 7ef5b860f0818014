import type { riskClass, targetKind } from "@shuangsui/contracts";
import type { z } from "zod";
import type { WordsPart } from "./words.ts";

/** What a row alone tells. Columns are those of the relation that the register lists by. */
export type Plain =
  | { column: string; equals: string }
  /** Any of several columns. */
  | { anyOf: readonly string[]; equals: string }
  /** A text in code points' order, by its beginning. */
  | { column: string; begins: string }
  /** Whether anything stands in it. */
  | { column: string; isStated: boolean }
  /** What is in force on a day, from `valid_from` to `valid_to` where that stands. */
  | { inForceOn: string }
  /** The words that it is found by, of which a part holds these in folded form. */
  | { words: string; part: WordsPart };

/** One thing that a list is narrowed by. */
export type Narrowing =
  | Plain
  /** What is of a target, by any of the codes that it has since it was merged with others; of any kind where none is told. */
  | { ofTarget: string; column: string; kind: z.output<typeof targetKind> | undefined }
  /** Targets by their class on a day (article 21). */
  | { classed: z.output<typeof riskClass>; kind: z.output<typeof targetKind> };

/** Whether an index gives such rows in the order of that column. */
export const isInOrder = (narrowing: Narrowing, order: string): boolean =>
  ("equals" in narrowing && "column" in narrowing) || ("begins" in narrowing && narrowing.column === order);
