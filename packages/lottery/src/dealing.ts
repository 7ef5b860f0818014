import { needsOf, skillsOf, type Profile } from "./profiles.ts";
import { Refusal } from "./refusal.ts";
import type { Kind, Member } from "./roster.ts";
import { byTicket, type Tickets } from "./tickets.ts";

/** The people of a target's check, by their numbers; the first officer leads. */
export interface Team {
  readonly officers: readonly number[];
  readonly experts: readonly number[];
}

/** The order of each round's cards. */
export class Rounds {
  readonly #tickets: Tickets;
  readonly #members: readonly Member[];
  readonly #kind: Kind;
  readonly #places: ReadonlyMap<number, number>[] = [];

  constructor(tickets: Tickets, roster: readonly Member[], kind: Kind) {
    this.#tickets = tickets;
    this.#members = roster.filter((member) => member.kind === kind);
    this.#kind = kind;
  }

  get members(): readonly Member[] {
    return this.#members;
  }

  /** The place of a number's card among the cards of `round` (from 1). */
  place(round: number, number: number): number {
    let places = this.#places[round];
    if (places === undefined) {
      const series = this.#tickets.under(`${this.#kind}/${round}`);
      const inOrder = this.#members
        .map((member) => {
          const id = String(member.number);
          series.head(id);
          return { ticket: series.hex(), id, number: member.number };
        })
        .toSorted(byTicket);
      places = new Map(inOrder.map((card, place) => [card.number, place]));
      this.#places[round] = places;
    }
    return places.get(number) ?? Number.POSITIVE_INFINITY;
  }
}

/**
 * The deck of one kind. A member's own cards are always taken in the order of the rounds, so what remains in the deck is
 * told by how many each has had: its next card is that of the round after. This is the deck of the specification without
 * a list that grows with each round.
 */
export class Deck {
  readonly #rounds: Rounds;
  #round = 0;
  #taken = new Map<number, number>();

  constructor(rounds: Rounds) {
    this.#rounds = rounds;
  }

  /** A deck that stands as this one does now, and then goes its own way. */
  copy(): Deck {
    const deck = new Deck(this.#rounds);
    deck.#round = this.#round;
    deck.#taken = new Map(this.#taken);
    return deck;
  }

  /** Takes the first card that suits, after a new round if there is none; null if none suits even then. */
  pick(suits: (member: Member) => boolean): Member | null {
    const suitable = this.#rounds.members.filter(suits);
    const chosen = this.#first(suitable);
    if (chosen !== null) return this.#take(chosen);
    this.#round += 1;
    const next = this.#first(suitable);
    return next === null ? null : this.#take(next);
  }

  #first(suitable: readonly Member[]): Member | null {
    let first: Member | null = null;
    let firstRound = this.#round + 1;
    for (const member of suitable) {
      const round = (this.#taken.get(member.number) ?? 0) + 1;
      if (round > this.#round || round > firstRound) continue;
      const earlier =
        first === null ||
        round < firstRound ||
        this.#rounds.place(round, member.number) < this.#rounds.place(round, first.number);
      if (earlier) [first, firstRound] = [member, round];
    }
    return first;
  }

  #take(member: Member): Member {
    this.#taken.set(member.number, (this.#taken.get(member.number) ?? 0) + 1);
    return member;
  }
}

/** The decks of officers and experts, as they stand after all dealt so far. */
export interface Decks {
  readonly officer: Deck;
  readonly expert: Deck;
}

/** Fresh decks of a roster. */
export function openDecks(tickets: Tickets, roster: readonly Member[]): Decks {
  return {
    officer: new Deck(new Rounds(tickets, roster, "officer")),
    expert: new Deck(new Rounds(tickets, roster, "expert")),
  };
}

/** Decks that stand as these do now. */
export function copyDecks({ officer, expert }: Decks): Decks {
  return { officer: officer.copy(), expert: expert.copy() };
}

/**
 * Deals one target's team from the decks, which change by it: for each type needed somebody who holds it, then officers up to
 * the profile's number, then experts in the same way.
 * @param excluded the numbers excluded from the target
 * @throws Refusal that names the target and what it lacks, which cannot happen to a servable one
 */
export function dealTeam(decks: Decks, id: string, profile: Profile, excluded: ReadonlySet<number>): Team {
  const deal = (kind: Kind, least: number): number[] => {
    const team: Member[] = [];
    const pick = (holds: string | null): void => {
      const member = decks[kind].pick(
        (one) =>
          !team.includes(one) &&
          !excluded.has(one.number) &&
          (holds === null || skillsOf(one).includes(holds)),
      );
      if (member === null) throw new Refusal("not-servable", `target ${id} lacks ${holds ?? "officers"}`);
      team.push(member);
    };
    for (const need of needsOf(profile, kind)) {
      if (!team.some((member) => skillsOf(member).includes(need))) pick(need);
    }
    while (team.length < least) pick(null);
    return team.map(({ number }) => number);
  };
  return { officers: deal("officer", profile.officers), experts: deal("expert", 0) };
}
