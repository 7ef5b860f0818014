import type { Exclusions } from "./exclusions.ts";
import { lacking, profileNamed, type Profile } from "./profiles.ts";
import { at } from "./refusal.ts";
import type { Member } from "./roster.ts";
import type { Target } from "./targets.ts";

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
  readonly targets: Iterable<Target>;
}

/**
 * The targets that are not servable: of the officers not excluded from one there must be at least its profile's number and
 * one who holds each type, and of such experts one who has each specialty.
 * @returns an empty list if every deal can succeed
 * @throws Refusal on a target whose profile is unknown
 */
export function checkServable({ profiles, roster, exclusions, targets }: Servants): Unservable[] {
  const unservable: Unservable[] = [];
  // Nearly all targets have no exclusion: these differ by their profile only.
  const lacks = new Map(profiles.map((profile) => [profile.name, whatIsLacking(profile, roster)]));
  let line = 0;
  for (const { id, profile: name } of targets) {
    line += 1;
    const excluded = exclusions.get(id);
    const profile = at("targets.csv", line, () => profileNamed(profiles, name));
    const lack =
      excluded === undefined
        ? lacks.get(name)
        : whatIsLacking(
            profile,
            roster.filter(({ number }) => !excluded.has(number)),
          );
    if (lack !== undefined && lack !== null) unservable.push({ line, id, profile: name, ...lack });
  }
  return unservable;
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

/** Targets for which fewer officers than the profile's number and two could have served, since exclusions can steer. */
export function fewOfficers({ profiles, roster, exclusions, targets }: Servants): FewOfficers[] {
  const officers = roster.filter(({ kind }) => kind === "officer");
  const few: FewOfficers[] = [];
  for (const { id, profile } of targets) {
    const excluded = exclusions.get(id);
    const able =
      excluded === undefined
        ? officers.length
        : officers.filter(({ number }) => !excluded.has(number)).length;
    const needed = profileNamed(profiles, profile).officers;
    if (able < needed + 2) few.push({ id, able, needed });
  }
  return few;
}
