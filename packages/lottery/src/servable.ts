import type { Exclusions } from "./exclusions.ts";
import { lacking, profileNamed, type Profile } from "./profiles.ts";
import { at } from "./refusal.ts";
import type { Member } from "./roster.ts";
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
  const lacks = new Map(profiles.map((profile) => [profile.name, whatIsLacking(profile, roster)]));
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
    const able = roster.filter(({ number }) => !excluded.has(number));
    const lack = whatIsLacking(profileNamed(profiles, target.profile), able);
    if (lack === null) continue;
    if (lacks.get(target.profile) === null) count += 1;
    if (first === null || target.line <= first.line) first = { ...target, ...lack };
  }
  return { count, first };
}

function whatIsLacking(profile: Profile, able: readonly Member[]): Lack | null {
  const officers = able.filter(({ kind }) => kind === "officer");
  const experts = able.filter(({ kind }) => kind === "expert");
  const few = officers.length < profile.officers;
  const types = lacking(profile, "officer", officers);
  const specialties = lacking(profile, "expert", experts);
  if (!few && types.length === 0 && specialties.length === 0) return null;
  return { officers: few ? { have: officers.length, need: profile.officers } : null, types, specialties };
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
    const able = officers.filter(({ number }) => !excluded.has(number)).length;
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
