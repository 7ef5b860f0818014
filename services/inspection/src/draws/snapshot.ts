import type { Statistic } from "@shuangsui/contracts";
import {
  excludedIds,
  identityHash,
  numberRoster,
  opaqueId,
  writeExclusions,
  writeRoster,
  writeTargets,
  type Exclusion,
  type Member,
  type Survey,
  type Target,
} from "@shuangsui/lottery";
import { openTargets } from "@shuangsui/lottery/lanes";
import type { DrawKeys } from "./keys.ts";
import type { RegistrySnapshot, Scope, Window } from "../neighbours/registry.ts";
import type { Excluded } from "./tables.ts";

/** The one profile of a campaign: all its items are inspected at once (article 21). */
export const profileName = "p1";

/** The files that a draw is made from, and what the authority knows beside them. */
export type TakenSnapshot = {
  targets: string;
  roster: string;
  exclusions: string;
  /** Of the targets, with all found that `exclusions` names. */
  survey: Survey;
  /** The target's code for each line of `targets`. */
  codes: string[];
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
 * dealt to them on some day of the check, and the interests declared beforehand. `leftOut` says which targets are not drawn, and on what ground.
 */
export async function takeSnapshot(
  registry: RegistrySnapshot,
  authority: string,
  { scope, window }: { scope: Scope; window: Window },
  leftOut: ReadonlyMap<string, Excluded["ground"]>,
  keys: Pick<DrawKeys, "saltKey" | "rosterKey">,
): Promise<TakenSnapshot> {
  const population: Record<string, number> = {};
  const excluded = new Map<Excluded["ground"], number>();
  const targets: Target[] = [];
  const codeOf = new Map<string, string>();
  const idOf = new Map<string, string>();
  for await (const { code, riskClass } of registry.targets(authority, scope)) {
    population[riskClass] = (population[riskClass] ?? 0) + 1;
    const ground = leftOut.get(code);
    if (ground !== undefined) {
      excluded.set(ground, (excluded.get(ground) ?? 0) + 1);
      continue;
    }
    const id = opaqueId(keys.saltKey, code);
    targets.push({ id, stratum: riskClass, profile: profileName });
    codeOf.set(id, code);
    idOf.set(code, id);
  }
  const { members, roster } = await takeRoster(registry, authority, window, keys.rosterKey);
  const numberOf = new Map(members.map((member) => [member.inspectorId, member.number]));
  const text = writeTargets(targets);
  const exclusions = writeExclusions(await takeConflicts(registry, authority, window, numberOf, idOf));
  const file = openTargets(text);
  return {
    completeness: await registry.completeness(authority, scope.targetKind, window),
    targets: text,
    roster,
    exclusions,
    survey: await file.survey(excludedIds(exclusions)),
    codes: (await file.ids()).map((id) => codeOf.get(id) ?? ""),
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
  idOf: ReadonlyMap<string, string>,
): Promise<Exclusion[]> {
  const pairs: Exclusion[] = [];
  for await (const { inspectorId, targetCode } of registry.conflicts(authority, window)) {
    const number = numberOf.get(inspectorId);
    const id = idOf.get(targetCode);
    if (number !== undefined && id !== undefined) pairs.push({ number, id });
  }
  return pairs;
}
