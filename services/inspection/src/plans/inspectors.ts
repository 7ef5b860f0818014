import type { PlannedEntry } from "@shuangsui/contracts";
import type { ItemNow, RegistrySnapshot } from "../neighbours/registry.ts";

/** Who may be dealt to an entry's targets: all that may inspect in its window, and how many of them hold what is needed. */
export type Suiting = {
  officers: number;
  experts: number;
  holders: { kind: "officer" | "expert"; skill: string; count: number }[];
};

/** What an entry's teams need: the types and specialities of its items, and those it asks for beyond them (articles 18, 24). */
export function skillsFor(
  { items, inspectors }: Pick<PlannedEntry, "items" | "inspectors">,
  known: readonly Pick<ItemNow, "code" | "officerTypes" | "specialties">[],
): { officer: string[]; expert: string[] } {
  const own = known.filter(({ code }) => items.includes(code));
  const all = (named: readonly string[], needed: readonly (readonly string[])[]) =>
    [...new Set([...named, ...needed.flat()])].toSorted();
  return {
    officer: all(
      inspectors?.types ?? [],
      own.map(({ officerTypes }) => officerTypes),
    ),
    expert: all(
      inspectors?.specialties ?? [],
      own.map(({ specialties }) => specialties),
    ),
  };
}

/** Counts who suits an entry; one without a window is counted for `today`. */
export async function countSuiting(
  registry: Pick<RegistrySnapshot, "inspectors">,
  authority: string,
  entry: PlannedEntry,
  needed: ReturnType<typeof skillsFor>,
  today: string,
): Promise<Suiting> {
  const { from, to } = entry.window ?? { from: today, to: today };
  const counts = { officer: 0, expert: 0 };
  const holders = new Map<string, number>();
  for await (const { kind, types, specialties } of registry.inspectors(authority, { from, until: to })) {
    counts[kind] += 1;
    for (const skill of kind === "officer" ? types : specialties)
      holders.set(`${kind}/${skill}`, (holders.get(`${kind}/${skill}`) ?? 0) + 1);
  }
  return {
    officers: counts.officer,
    experts: counts.expert,
    holders: (["officer", "expert"] as const).flatMap((kind) =>
      needed[kind].map((skill) => ({ kind, skill, count: holders.get(`${kind}/${skill}`) ?? 0 })),
    ),
  };
}
