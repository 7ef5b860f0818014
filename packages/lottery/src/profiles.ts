import { Refusal } from "./refusal.ts";
import type { Kind, Member } from "./roster.ts";

/** What a target's check needs of its team. */
export interface Profile {
  readonly name: string;
  /** The least number of officers, 2 or more (article 25). */
  readonly officers: number;
  /** Enforcement types that officers of the team hold between them. */
  readonly types: readonly string[];
  /** Specialties that experts of the team have between them. */
  readonly specialties: readonly string[];
}

/** What a profile asks of one kind: types of officers, specialties of experts. */
export function needsOf(profile: Profile, kind: Kind): readonly string[] {
  return kind === "officer" ? profile.types : profile.specialties;
}

/** What a member brings to a team. */
export function skillsOf(member: Member): readonly string[] {
  return member.kind === "officer" ? member.types : member.specialties;
}

/** What a profile asks of a kind and nobody of `team` brings. */
export function lacking(profile: Profile, kind: Kind, team: readonly Member[]): string[] {
  return needsOf(profile, kind).filter((need) => !team.some((member) => skillsOf(member).includes(need)));
}

/** The profile of a name. @throws Refusal if there is none */
export function profileNamed(profiles: readonly Profile[], name: string): Profile {
  const profile = profiles.find((one) => one.name === name);
  if (profile === undefined) throw new Refusal("unknown", `there is no profile ${name}`);
  return profile;
}
