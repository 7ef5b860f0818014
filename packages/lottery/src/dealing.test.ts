import { hash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { copyDecks, dealTeam, openDecks, type Team } from "./dealing.ts";
import type { Profile } from "./profiles.ts";
import type { Kind, Member } from "./roster.ts";
import { unservableIn } from "./servable.ts";
import { H } from "./sha256.ts";
import type { Survey } from "./survey.ts";
import type { Target } from "./targets.ts";
import { chanceOf, chiSquareLimit, SEED, type Chance } from "./testing/chance.ts";
import { openTickets } from "./tickets.ts";

/** What a survey would tell of targets of one stratum in this order, all of them wanted. */
function surveyOf(targets: readonly Target[]): Survey {
  const placed = targets.map((target, i) => ({ ...target, line: i + 1 }));
  return {
    root: { count: targets.length, root: "" },
    kinds: [...Map.groupBy(placed, ({ profile }) => profile)].flatMap(([profile, [first, ...more]]) =>
      first === undefined ? [] : [{ stratum: first.stratum, profile, count: 1 + more.length, first }],
    ),
    found: new Map(placed.map((target) => [target.id, target])),
  };
}

/** The specification's own words: a deck that is a list of cards, grown round by round. */
class ListDeck {
  readonly #cards: Member[] = [];
  #round = 0;
  readonly #roster: readonly Member[];
  readonly #kind: Kind;
  readonly #seed: string;

  constructor(seed: string, roster: readonly Member[], kind: Kind) {
    [this.#seed, this.#roster, this.#kind] = [seed, roster.filter((member) => member.kind === kind), kind];
  }

  pick(suits: (member: Member) => boolean): Member {
    for (let look = 0; look < 2; look++) {
      const place = this.#cards.findIndex(suits);
      const [card] = place < 0 ? [] : this.#cards.splice(place, 1);
      if (card !== undefined) return card;
      this.#round += 1;
      const ticket = ({ number }: Member): string =>
        hash("sha256", `${this.#seed},${this.#kind}/${this.#round},${number}`);
      this.#cards.push(...this.#roster.toSorted((a, b) => (ticket(a) < ticket(b) ? -1 : 1)));
    }
    throw new Error("the draw fails");
  }
}

function dealByDefinition(
  decks: Record<Kind, ListDeck>,
  profile: Profile,
  excluded: ReadonlySet<number>,
): Team {
  const officers: Member[] = [];
  const experts: Member[] = [];
  const allowed = (team: Member[]) => (one: Member) => !team.includes(one) && !excluded.has(one.number);
  for (const type of profile.types) {
    if (officers.some(({ types }) => types.includes(type))) continue;
    officers.push(decks.officer.pick((one) => one.types.includes(type) && allowed(officers)(one)));
  }
  while (officers.length < profile.officers) officers.push(decks.officer.pick(allowed(officers)));
  for (const specialty of profile.specialties) {
    if (experts.some(({ specialties }) => specialties.includes(specialty))) continue;
    experts.push(decks.expert.pick((one) => one.specialties.includes(specialty) && allowed(experts)(one)));
  }
  return { officers: officers.map(({ number }) => number), experts: experts.map(({ number }) => number) };
}

const TYPES = ["gas", "market", "quality", "safety"];
const SPECIALTIES = ["fire", "structure"];

function some(names: readonly string[], chance: Chance): string[] {
  return names.filter(() => chance(2) === 0);
}

function madeUp(chance: Chance): {
  roster: Member[];
  profiles: Profile[];
  exclusions: Map<string, Set<number>>;
} {
  const roster = Array.from({ length: 6 + chance(20) }, (_, i): Member => {
    const kind = chance(4) === 0 ? "expert" : "officer";
    const skills = { types: some(TYPES, chance), specialties: some(SPECIALTIES, chance) };
    return { number: i + 1, kind, ...skills, identityHash: H(String(i)) };
  });
  const profiles = ["p1", "p2", "p3"].map((name) => ({
    name,
    officers: 2 + chance(3),
    types: some(TYPES, chance),
    specialties: some(SPECIALTIES, chance),
  }));
  const excluded = (): Set<number> =>
    new Set(roster.map(({ number }) => number).filter(() => chance(8) === 0));
  const exclusions = new Map(Array.from({ length: 30 }, (_, i) => [`target-${i}`, excluded()]));
  return { roster, profiles, exclusions };
}

describe("made-up rosters", () => {
  test("teams are dealt as the specification's deck of cards deals them, and break no exclusion (article 24)", () => {
    let dealt = 0;
    for (let turn = 0; turn < 150; turn++) {
      const chance = chanceOf(`${SEED} ${turn}`);
      const { roster, profiles, exclusions } = madeUp(chance);
      const seed = H(`${SEED} seed ${turn}`);
      const decks = openDecks(openTickets(seed), roster);
      const lists = {
        officer: new ListDeck(seed, roster, "officer"),
        expert: new ListDeck(seed, roster, "expert"),
      };
      for (const [id, excluded] of exclusions) {
        const profile = profiles[chance(3)];
        if (profile === undefined) continue;
        const target = { id, stratum: "A", profile: profile.name };
        if (unservableIn({ profiles, roster, exclusions, survey: surveyOf([target]) }).count > 0) continue;

        const team = dealTeam(decks, id, profile, excluded);

        expect(team).toEqual(dealByDefinition(lists, profile, excluded));
        expect([...team.officers, ...team.experts].filter((number) => excluded.has(number))).toEqual([]);
        expect(new Set(team.officers).size).toBe(team.officers.length);
        dealt += 1;
      }
    }
    expect(dealt).toBeGreaterThan(300);
  });

  test("a target that is not servable lacks what the check says, and one that is can always be dealt", () => {
    for (let turn = 0; turn < 150; turn++) {
      const chance = chanceOf(`${SEED} servable ${turn}`);
      const { roster, profiles, exclusions } = madeUp(chance);
      const targets = [...exclusions.keys()].map((id) => ({
        id,
        stratum: "A",
        profile: `p${1 + chance(3)}`,
      }));
      let count = 0;
      for (const { id, profile } of targets) {
        const survey = surveyOf([{ id, stratum: "A", profile }]);
        const unservable = unservableIn({ profiles, roster, exclusions, survey }).count > 0;
        if (unservable) count += 1;
        const needs = profiles.find(({ name }) => name === profile);
        if (needs === undefined) continue;
        const deal = (): Team =>
          dealTeam(openDecks(openTickets(H("1")), roster), id, needs, exclusions.get(id) ?? new Set());
        if (unservable) {
          expect(deal).toThrow(`target ${id} lacks`);
        } else {
          expect(deal).not.toThrow();
        }
      }
      const survey = surveyOf(targets);
      expect(unservableIn({ profiles, roster, exclusions, survey }).count).toBe(count);
    }
  });
});

describe("officers of one skill", () => {
  const roster = Array.from({ length: 11 }, (_, i): Member => {
    return { number: i + 1, kind: "officer", types: ["market"], specialties: [], identityHash: H(String(i)) };
  });
  const profile: Profile = { name: "p1", officers: 2, types: ["market"], specialties: [] };

  test("turns are even: nobody has two more than another, at any time (article 23)", () => {
    for (let turn = 0; turn < 100; turn++) {
      const decks = openDecks(openTickets(H(`${SEED} even ${turn}`)), roster);
      const turns = new Map(roster.map(({ number }) => [number, 0]));
      for (let target = 0; target < 60; target++) {
        const { officers } = dealTeam(decks, String(target), profile, new Set());
        for (const number of officers) turns.set(number, (turns.get(number) ?? 0) + 1);
        // Within a round and one look ahead: a card passed over, since its owner is in the team already, waits.
        expect(Math.max(...turns.values()) - Math.min(...turns.values())).toBeLessThanOrEqual(2);
      }
      expect(Math.max(...turns.values()) - Math.min(...turns.values())).toBeLessThanOrEqual(1);
    }
  });

  const RUNS = 20_000;
  function firstDealt(first: (seed: string) => number): number {
    const times = new Map<number, number>();
    for (let run = 0; run < RUNS; run++) {
      const number = first(H(`${SEED} first ${run}`));
      times.set(number, (times.get(number) ?? 0) + 1);
    }
    const expected = RUNS / roster.length;
    return roster.reduce((sum, { number }) => sum + ((times.get(number) ?? 0) - expected) ** 2 / expected, 0);
  }
  const fair = (seed: string): number =>
    dealTeam(openDecks(openTickets(seed), roster), "t", profile, new Set()).officers[0] ?? 0;

  test("everyone leads the first team equally often, over 20,000 seeds", () => {
    expect(firstDealt(fair)).toBeLessThan(chiSquareLimit(roster.length - 1));
  });

  test("control: one who is spared every third time is caught", () => {
    const found = firstDealt((seed) => {
      const number = fair(seed);
      return number === 1 && chanceOf(seed)(3) === 0 ? 2 : number;
    });
    expect(found).toBeGreaterThan(chiSquareLimit(roster.length - 1));
  });

  test("decks that were copied go their own way", () => {
    const decks = openDecks(openTickets(H("1")), roster);
    dealTeam(decks, "t1", profile, new Set());
    const copy = copyDecks(decks);

    const ahead = dealTeam(copy, "t2", profile, new Set());

    expect(dealTeam(decks, "t2", profile, new Set())).toEqual(ahead);
  });
});
