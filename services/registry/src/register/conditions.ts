import { seenBy } from "@shuangsui/contracts";
import { sql, type RawBuilder } from "kysely";
import { codesOfClass } from "../snapshot/targets.ts";
import type { Narrowing } from "./narrowing.ts";
import type { Work } from "./register.ts";
import { partMarks, type WordsPart } from "./words.ts";

const names = sql`split_part(split_part(words, ${sql.lit(partMarks.people)}, 1), ${sql.lit(partMarks.permits)}, 1)`;
const people = sql`split_part(split_part(words, ${sql.lit(partMarks.people)}, 2), ${sql.lit(partMarks.permits)}, 1)`;
const permits = sql`split_part(words, ${sql.lit(partMarks.permits)}, 2)`;
/** The parts of the words that an entry is found by. */
const parts: Readonly<Record<WordsPart, RawBuilder<unknown>>> = { names, people, permits };

/** What stands behind every text that begins so. */
const lastCharacter = "\u{10FFFF}";

const begins = (column: string, value: string) =>
  sql<boolean>`(${sql.ref(column)} >= ${value} and ${sql.ref(column)} < ${value + lastCharacter})`;

/**
 * Narrowings as conditions. A county sees its own rows alone; that is said here as well as in the row security, of which the
 * planner does not know how little it leaves.
 */
export async function conditionsOf(
  work: Work,
  viewer: string,
  narrowings: readonly Narrowing[],
  day: string,
): Promise<RawBuilder<boolean>[]> {
  const conditions = await Promise.all(narrowings.map((one) => conditionOf(work, viewer, one, day)));
  return seenBy(viewer).length === 1 ? [...conditions, sql<boolean>`authority = ${viewer}`] : conditions;
}

async function conditionOf(
  work: Work,
  viewer: string,
  narrowing: Narrowing,
  day: string,
): Promise<RawBuilder<boolean>> {
  if ("equals" in narrowing) return sql<boolean>`${sql.ref(narrowing.column)} = ${narrowing.equals}`;
  if ("begins" in narrowing) return begins(narrowing.column, narrowing.begins);
  if ("words" in narrowing) {
    const { words, part, orCode } = narrowing;
    // The index is asked by pairs of characters; of what it gives, the part is looked at.
    const held = sql<boolean>`(search.pairs(words) operator(search.@@) search.pairs_of(${words})
      and position(${words} in ${parts[part]}) > 0)`;
    return orCode === undefined ? held : sql<boolean>`(${held} or ${begins("code", orCode)})`;
  }
  const { codes, isOthers } = await codesOfClass(work, viewer, narrowing.kind, narrowing.classed, day);
  return isOthers ? sql<boolean>`code <> all(${codes}::text[])` : sql<boolean>`code = any(${codes}::text[])`;
}
