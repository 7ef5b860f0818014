import type { Statistic } from "@shuangsui/contracts";
import {
  identityHash,
  numberRoster,
  writeExclusions,
  writeRoster,
  type Exclusion,
  type Member,
  type Survey,
} from "@shuangsui/lottery";
import { openTargets, quickOpaqueId } from "@shuangsui/lottery/lanes";
import type { DrawKeys } from "./keys.ts";
import type { RegistrySnapshot, Scope, Window } from "../neighbours/registry.ts";
import type { Excluded } from "./tables.ts";
import { TargetCollector, type TargetList } from "./target-list.ts";

/** The one profile of a campaign: all its items are inspected at once (article 21). */
export const profileName = "p1";

/** The files that a draw is made from, and what the authority knows beside them. */
export type TakenSnapshot = {
  targets: TargetList;
  roster: string;
  exclusions: string;
  /** Of the targets, with all found that `exclusions` names. */
  survey: Survey;
  /** Whom each number stands for, in order. */
  members: { number: number; kind: "officer" | "expert"; inspectorId: string }[];
  /** The registry in scope before any exclusion, by class (article 20). */
  population: Record<string, number>;
  excluded: Excluded[];
  /** How complete that registry is, by numbers and grounds (article 10). */
  completeness: Statistic[];
};

/**
 * Takes the registry as the authority sees it now (article 15): targets in scope under opaque ids, whoever may be
 * dealt to them on some day of the check, and the interests declared beforehand. `leftOut` says which targets are not drawn, and on
 * what ground. `onRead` hears how many were read, each thousand.
 */
export async function takeSnapshot(
  registry: RegistrySnapshot,
  authority: string,
  { scope, window }: { scope: Scope; window: Window },
  leftOut: ReadonlyMap<string, Excluded["ground"]>,
  keys: Pick<DrawKeys, "saltKey" | "rosterKey">,
  onRead: (targets: number) => void = () => {},
): Promise<TakenSnapshot> {
  const population: Record<string, number> = {};
  const excluded = new Map<Excluded["ground"], number>();
  const collector = new TargetCollector();
  let read = 0;
  for await (const { code, riskClass } of registry.targets(authority, scope)) {
    read += 1;
    if (read % 1_000 === 0) onRead(read);
    population[riskClass] = (population[riskClass] ?? 0) + 1;
    const ground = leftOut.get(code);
    if (ground !== undefined) {
      excluded.set(ground, (excluded.get(ground) ?? 0) + 1);
      continue;
    }
    collector.add(`${quickOpaqueId(keys.saltKey, code)},${riskClass},${profileName}`, code);
  }
  const targets = await collector.list();
  const { members, roster } = await takeRoster(registry, authority, window, keys.rosterKey);
  const numberOf = new Map(members.map((member) => [member.inspectorId, member.number]));
  const pairs = await takeConflicts(registry, authority, window, numberOf, keys.saltKey);
  const survey = await openTargets(targets.bytes).survey(new Set(pairs.map(({ id }) => id)));
  return {
    completeness: await registry.completeness(authority, scope.targetKind, window),
    targets,
    roster,
    // A conflict with a target that is not in the draw excludes nobody.
    exclusions: writeExclusions(pairs.filter(({ id }) => survey.found.has(id))),
    survey,
    members,
    population,
    excluded: [...excluded]
      .map(([ground, number]) => ({ ground, number }))
      .toSorted((a, b) => (a.ground < b.ground ? -1 : 1)),
  };
}

async function takeRoster(registry: RegistrySnapshot, authority: string, window: Window, rosterKey: string) {
  const people: Omit<Member, "number">[] = [];
  const inspectorOf = new Map<string, string>();
  for await (const { id, kind, types, specialties } of registry.inspectors(authority, window)) {
    const hash = identityHash(rosterKey, id);
    people.push({ kind, types, specialties, identityHash: hash });
    inspectorOf.set(hash, id);
  }
  const numbered = numberRoster(people);
  return {
    roster: writeRoster(numbered),
    members: numbered.map(({ number, kind, identityHash: hash }) => ({
      number,
      kind,
      inspectorId: inspectorOf.get(hash) ?? "",
    })),
  };
}

async function takeConflicts(
  registry: RegistrySnapshot,
  authority: string,
  window: Window,
  numberOf: ReadonlyMap<string, number>,
  saltKey: string,
): Promise<Exclusion[]> {
  const pairs: Exclusion[] = [];
  for await (const { inspectorId, targetCode } of registry.conflicts(authority, window)) {
    const number = numberOf.get(inspectorId);
    if (number !== undefined) pairs.push({ number, id: quickOpaqueId(saltKey, targetCode) });
  }
  return pairs;
}
