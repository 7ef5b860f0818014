import { seenBy } from "@shuangsui/contracts";
import { seeingAll } from "@shuangsui/service-kit";
import { sql, type RawBuilder } from "kysely";
import { codesOfTarget } from "../duplicates/one-target.ts";
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
  /** By what an index of words gives at least those rows of some authorities. To make the pairs of a row's words anew costs more than to look at them. */
  indexed(authorities: readonly string[]): RawBuilder<boolean>[];
  /** Whose rows may be among them. */
  authorities: readonly string[];
};

/** The conditions of a list as it is on a day: of all entries that the viewer sees, or of those that some authorities have. */
export async function conditionsOf(
  work: Work,
  viewer: string,
  narrowings: readonly Narrowing[],
  day: string,
  of?: readonly string[],
): Promise<Conditions> {
  const looked = await Promise.all(narrowings.map((one) => conditionOf(work, viewer, one, day)));
  const words = narrowings.flatMap((one) => ("words" in one ? [one.words] : []));
  const indexed = (authorities: readonly string[]) =>
    words.map(
      (held) =>
        sql<boolean>`search.pairs_in(authority, words) operator(search.@@) search.pairs_of_in(${authorities}::text[], ${held})`,
    );
  const seen = of ?? seenBy(viewer);
  const [only, ...more] = seen;
  const some = of === undefined ? [] : [sql<boolean>`authority = any(${[...of]}::text[])`];
  const own = more.length === 0 ? [sql<boolean>`authority = ${only}`] : some;
  const named = narrowings.flatMap((one) =>
    "equals" in one && "column" in one && one.column === "authority" ? [one.equals] : [],
  );
  const authorities = seen.filter((authority) => named.every((one) => one === authority));
  return { own, looked, indexed, authorities };
}

async function conditionOf(
  work: Work,
  viewer: string,
  narrowing: Narrowing,
  day: string,
): Promise<RawBuilder<boolean>> {
  if ("ofTarget" in narrowing) {
    const { ofTarget: code, column, kind } = narrowing;
    const kinds = kind === undefined ? (["entity", "project"] as const) : [kind];
    const codes = await seeingAll(work, viewer, () =>
      Promise.all(kinds.map((one) => codesOfTarget(work, one, code))),
    );
    return sql<boolean>`${sql.ref(column)} = any(${[...new Set(codes.flat())]}::text[])`;
  }
  if (!("classed" in narrowing)) return lookedAt(narrowing);
  const { codes, isOthers } = await codesOfClass(work, viewer, narrowing.kind, narrowing.classed, day);
  return isOthers ? sql<boolean>`code <> all(${codes}::text[])` : sql<boolean>`code = any(${codes}::text[])`;
}
