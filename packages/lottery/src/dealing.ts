import { needsOf, skillsOf, type Profile } from "./profiles.ts";
import { Refusal } from "./refusal.ts";
import type { Kind, Member } from "./roster.ts";
import { byTicket, type Tickets, type TicketSeries } from "./tickets.ts";

/** The people of a target's check, by their numbers; the first officer leads. */
export interface Team {
  readonly officers: readonly number[];
  readonly experts: readonly number[];
}

/** The order of each round's cards. */
export class Rounds {
  readonly members: readonly Member[];
  readonly #tickets: Tickets;
  readonly #kind: Kind;
  readonly #orders: (readonly Member[])[] = [];

  constructor(tickets: Tickets, roster: readonly Member[], kind: Kind) {
    this.members = roster.filter((member) => member.kind === kind);
    this.#tickets = tickets;
    this.#kind = kind;
  }

  /** The members in the order of their tickets of `round`, from 1. */
  order(round: number): readonly Member[] {
    this.#orders[round] ??= this.#inOrder(this.#tickets.under(`${this.#kind}/${round}`));
    return this.#orders[round];
  }

  #inOrder(series: TicketSeries): readonly Member[] {
    return this.members
      .map((member) => {
        const id = String(member.number);
        series.head(id);
        return { ticket: series.hex(), id, member };
      })
      .toSorted(byTicket)
      .map(({ member }) => member);
  }
}

/** One of a member's cards in the deck. */
interface Card {
  readonly member: Member;
  taken: boolean;
}

/** Cards in the order of the deck. Those that were taken stay in the list until it is worth its while to sweep them out. */
class Cards {
  #list: Card[] = [];
  /** Before it all are taken. */
  #from = 0;
  #taken = 0;

  append(card: Card): void {
    this.#list.push(card);
  }

  /** The first card that suits and was not taken. */
  first(suits: (member: Member) => boolean): Card | undefined {
    while (this.#list[this.#from]?.taken === true) this.#from += 1;
    for (let i = this.#from; i < this.#list.length; i += 1) {
      const card = this.#list[i] as Card;
      if (!card.taken && suits(card.member)) return card;
    }
    return undefined;
  }

  /** Notes that one of these cards was taken. */
  noteTaken(): void {
    this.#taken += 1;
    if (2 * this.#taken <= this.#list.length) return;
    this.#list = this.left;
    this.#from = 0;
    this.#taken = 0;
  }

  get left(): Card[] {
    return this.#list.filter(({ taken }) => !taken);
  }
}

/**
 * The deck of one kind: the cards of the rounds so far that were not taken. Beside the list of all there is one for each skill, in the same
 * order, so that whoever has a rare one is found without passing over the others.
 */
export class Deck {
  readonly #rounds: Rounds;
  #round = 0;
  #all = new Cards();
  #bySkill = new Map<string, Cards>();

  constructor(rounds: Rounds) {
    this.#rounds = rounds;
  }

  /** A deck that stands as this one does now, and then goes its own way. */
  copy(): Deck {
    const deck = new Deck(this.#rounds);
    deck.#round = this.#round;
    for (const { member } of this.#all.left) deck.#append(member);
    return deck;
  }

  /**
   * Takes the first card that suits, after a new round if there is none; null if none suits even then.
   * @param holds a skill that the member has to have, or null
   */
  pick(holds: string | null, suits: (member: Member) => boolean): Member | null {
    const found = this.#first(holds, suits);
    if (found !== undefined) return this.#take(found);
    this.#round += 1;
    for (const member of this.#rounds.order(this.#round)) this.#append(member);
    const next = this.#first(holds, suits);
    return next === undefined ? null : this.#take(next);
  }

  #first(holds: string | null, suits: (member: Member) => boolean): Card | undefined {
    return holds === null ? this.#all.first(suits) : this.#bySkill.get(holds)?.first(suits);
  }

  #append(member: Member): void {
    const card = { member, taken: false };
    this.#all.append(card);
    for (const skill of skillsOf(member)) {
      const cards = this.#bySkill.get(skill) ?? new Cards();
      cards.append(card);
      this.#bySkill.set(skill, cards);
    }
  }

  #take(card: Card): Member {
    card.taken = true;
    this.#all.noteTaken();
    for (const skill of skillsOf(card.member)) this.#bySkill.get(skill)?.noteTaken();
    return card.member;
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
      const member = decks[kind].pick(holds, (one) => !team.includes(one) && !excluded.has(one.number));
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
