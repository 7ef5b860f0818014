import type { Exclusions } from "./exclusions.ts";
import { profileNamed, skillsOf, type Profile } from "./profiles.ts";
import { at } from "./refusal.ts";
import type { Kind, Member } from "./roster.ts";
import type { Survey } from "./survey.ts";

/** What a target lacks of the people who may be dealt to it. */
export interface Lack {
  /** Officers that may be dealt to it, where these are fewer than the profile's number; else null. */
  readonly officers: { readonly have: number; readonly need: number } | null;
  readonly types: readonly string[];
  readonly specialties: readonly string[];
}

/** A target to which no whole team could be dealt, and all that it lacks. */
export interface Unservable extends Lack {
  /** Its place among the targets given, from 1: its line in `targets.csv`. */
  readonly line: number;
  readonly id: string;
  readonly profile: string;
}

interface Servants {
  readonly profiles: readonly Profile[];
  readonly roster: readonly Member[];
  readonly exclusions: Exclusions;
  /** Of the targets, with all found that have an exclusion. */
  readonly survey: Survey;
}

/**
 * The targets that are not servable: of the officers not excluded from one there must be at least its profile's number and
 * one who holds each type, and of such experts one who has each specialty.
 * @returns how many there are and the first of them; none if every deal can succeed
 * @throws Refusal on a target whose profile is unknown
 */
export function unservableIn({ profiles, roster, exclusions, survey }: Servants): {
  count: number;
  first: Unservable | null;
} {
  // Nearly all targets have no exclusion: these differ by their profile only.
  const able = countsOf(roster);
  const lacks = new Map(profiles.map((profile) => [profile.name, whatIsLacking(profile, able, [])]));
  let count = 0;
  let first: Unservable | null = null;
  const add = (line: number, id: string, profile: string, lack: Lack): void => {
    if (first === null || line < first.line) first = { line, id, profile, ...lack };
  };
  for (const kind of survey.kinds) {
    at("targets.csv", kind.first.line, () => profileNamed(profiles, kind.profile));
    const lack = lacks.get(kind.profile);
    if (lack === undefined || lack === null) continue;
    count += kind.count;
    add(kind.first.line, kind.first.id, kind.profile, lack);
  }
  for (const [id, excluded] of exclusions) {
    const target = survey.found.get(id);
    if (target === undefined) continue;
    const lack = whatIsLacking(profileNamed(profiles, target.profile), able, membersOf(roster, excluded));
    if (lack === null) continue;
    if (lacks.get(target.profile) === null) count += 1;
    if (first === null || target.line <= first.line) first = { ...target, ...lack };
  }
  return { count, first };
}

/** How many of a roster there are of each kind, and of each kind with a skill. */
type Counts = ReadonlyMap<string, number>;

function countsOf(roster: readonly Member[]): Counts {
  const counts = new Map<string, number>();
  for (const member of roster)
    for (const what of [member.kind, ...skillsOf(member).map((skill) => `${member.kind}/${skill}`)])
      counts.set(what, (counts.get(what) ?? 0) + 1);
  return counts;
}

function membersOf(roster: readonly Member[], numbers: Iterable<number>): Member[] {
  return Array.from(numbers).flatMap((number) => roster[number - 1] ?? []);
}

/** What a profile lacks of a roster without some of its members: counted, since a roster may be long and those excluded are few. */
function whatIsLacking(profile: Profile, able: Counts, without: readonly Member[]): Lack | null {
  const left = (kind: Kind): number =>
    (able.get(kind) ?? 0) - without.filter((one) => one.kind === kind).length;
  const isMissing = (kind: Kind, skill: string): boolean => {
    const gone = without.filter((one) => one.kind === kind && skillsOf(one).includes(skill)).length;
    return (able.get(`${kind}/${skill}`) ?? 0) === gone;
  };
  const few = left("officer") < profile.officers;
  const types = profile.types.filter((type) => isMissing("officer", type));
  const specialties = profile.specialties.filter((specialty) => isMissing("expert", specialty));
  if (!few && types.length === 0 && specialties.length === 0) return null;
  return {
    officers: few ? { have: left("officer"), need: profile.officers } : null,
    types,
    specialties,
  };
}

/** What a target lacks, in words. */
export function describeLack({ officers, types, specialties }: Lack): string {
  return [
    ...(officers === null ? [] : [`${officers.have} officers of ${officers.need}`]),
    ...types.map((type) => `no officer of type ${type}`),
    ...specialties.map((specialty) => `no expert of specialty ${specialty}`),
  ].join(", ");
}

/** A target with little choice of officers, and how many could have been dealt to it. */
export interface FewOfficers {
  readonly id: string;
  readonly able: number;
  readonly needed: number;
}

/**
 * Targets for which fewer officers than the profile's number and two could have served, since exclusions can steer: how many, and the first
 * of each kind or exclusion by its line.
 */
export function fewOfficers({ profiles, roster, exclusions, survey }: Servants): {
  count: number;
  named: FewOfficers[];
} {
  const officers = roster.filter(({ kind }) => kind === "officer");
  let count = 0;
  const named: (FewOfficers & { line: number })[] = [];
  const few = new Set<string>();
  for (const { profile, count: all, first } of survey.kinds) {
    const needed = profileNamed(profiles, profile).officers;
    if (officers.length >= needed + 2) continue;
    few.add(profile);
    count += all;
    if (!exclusions.has(first.id)) named.push({ ...first, able: officers.length, needed });
  }
  for (const [id, excluded] of exclusions) {
    const target = survey.found.get(id);
    if (target === undefined) continue;
    const out = membersOf(roster, excluded).filter(({ kind }) => kind === "officer").length;
    const able = officers.length - out;
    const needed = profileNamed(profiles, target.profile).officers;
    if (able >= needed + 2) continue;
    if (!few.has(target.profile)) count += 1;
    named.push({ id, able, needed, line: target.line });
  }
  return {
    count,
    named: named.toSorted((a, b) => a.line - b.line).map(({ id, able, needed }) => ({ id, able, needed })),
  };
}
