import { sql, type RawBuilder } from "kysely";
import type { Plain } from "./narrowing.ts";
import { partMarks, type WordsPart } from "./words.ts";

const people = sql`split_part(split_part(words, ${sql.lit(partMarks.people)}, 2), ${sql.lit(partMarks.permits)}, 1)`;
const permits = sql`split_part(words, ${sql.lit(partMarks.permits)}, 2)`;
const peopleBegin = sql`position(${sql.lit(partMarks.people)} in words)`;

/** Where a part of the words holds these. Of names, which come first, it is enough that the first place lies before all people. */
function held(words: string, part: WordsPart): RawBuilder<boolean> {
  const place = sql`position(${words} in words)`;
  if (part === "names")
    return sql<boolean>`(${place} > 0 and (${peopleBegin} = 0 or ${place} < ${peopleBegin}))`;
  return sql<boolean>`position(${words} in ${part === "people" ? people : permits}) > 0`;
}

/** What stands behind every text that begins so. */
const lastCharacter = "\u{10FFFF}";

const begins = (column: string, value: string) =>
  sql<boolean>`(${sql.ref(column)} >= ${value} and ${sql.ref(column)} < ${value + lastCharacter})`;

/** A narrowing as a condition of the row alone. */
export function looked(narrowing: Plain): RawBuilder<boolean> {
  if ("anyOf" in narrowing)
    return sql<boolean>`(${sql.join(
      narrowing.anyOf.map((column) => sql`${sql.ref(column)} = ${narrowing.equals}`),
      sql` or `,
    )})`;
  if ("equals" in narrowing) return sql<boolean>`${sql.ref(narrowing.column)} = ${narrowing.equals}`;
  if ("begins" in narrowing) return begins(narrowing.column, narrowing.begins);
  if ("isStated" in narrowing)
    return sql<boolean>`(${sql.ref(narrowing.column)} is not null) = ${narrowing.isStated}`;
  if ("inForceOn" in narrowing) {
    const { inForceOn: day } = narrowing;
    return sql<boolean>`(valid_from <= ${day}::date and (valid_to is null or valid_to >= ${day}::date))`;
  }
  return held(narrowing.words, narrowing.part);
}
