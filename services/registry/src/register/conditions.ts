import { seenBy } from "@shuangsui/contracts";
import { sql, type RawBuilder } from "kysely";
import { codesOfClass } from "../snapshot/targets.ts";
import { looked as lookedAt } from "./looked.ts";
import type { Narrowing } from "./narrowing.ts";
import type { Work } from "./register.ts";

/** Narrowings as conditions. */
export type Conditions = {
  /** A county sees its own rows alone: that is said here as well as in the row security, of which the planner does not know how little it leaves. */
  own: RawBuilder<boolean>[];
  /** What is looked at in each row. */
  looked: RawBuilder<boolean>[];
  /** What an index of words gives at least those rows by. To make the pairs of a row's words anew costs more than to look at them. */
  indexed: RawBuilder<boolean>[];
};

export async function conditionsOf(
  work: Work,
  viewer: string,
  narrowings: readonly Narrowing[],
  day: string,
): Promise<Conditions> {
  const looked = await Promise.all(narrowings.map((one) => conditionOf(work, viewer, one, day)));
  const indexed = narrowings.flatMap((one) =>
    "words" in one
      ? [sql<boolean>`search.pairs(words) operator(search.@@) search.pairs_of(${one.words})`]
      : [],
  );
  const own = seenBy(viewer).length === 1 ? [sql<boolean>`authority = ${viewer}`] : [];
  return { own, looked, indexed };
}

async function conditionOf(
  work: Work,
  viewer: string,
  narrowing: Narrowing,
  day: string,
): Promise<RawBuilder<boolean>> {
  if (!("classed" in narrowing)) return lookedAt(narrowing);
  const { codes, isOthers } = await codesOfClass(work, viewer, narrowing.kind, narrowing.classed, day);
  return isOthers ? sql<boolean>`code <> all(${codes}::text[])` : sql<boolean>`code = any(${codes}::text[])`;
}
