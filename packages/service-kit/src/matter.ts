/** What every row has that lives long and is carried by a workflow: a plan, a campaign, an inspection, a publication. */
export type Matter = {
  id: string;
  /** The authority that it belongs to, by division code. */
  authority: string;
  state: string;
  /** Counts each change. */
  lock_version: number;
};

/** Who does something, and when it counts as done: a command when it was received. */
export type Act = { at: Date; actor: string; requestId: string | null };

/** The act of time itself. */
export function actOfTime(at: Date): Act {
  return { at, actor: "system", requestId: null };
}

/** What is told with an event: ids, numbers, dates and words, no personal data. */
export type Facts = Readonly<Record<string, string | number | boolean | null>>;

/** Something that happened to a matter. `state` is the state it was in then, given where the decision ends in another. */
export type NewEvent<Type extends string = string> = { type: Type; facts?: Facts; state?: string };

/** Something written down: kept as the next revision of its kind, never altered. */
export type NewDocument = { kind: string; content: unknown };

/**
 * Something owed to others, named by its deed. A deed may be owed several times, told apart by `revision`: the matter's
 * count of changes unless given. What is handed over carries it, and the receiver refuses a lower one than it knows.
 */
export type Owed<Deed extends string> = Deed | { deed: Deed; revision: number };

/** What a command or time alone does to a matter: a value, written by one function in one transaction. */
export type Decision<
  Patch extends object = object,
  Deed extends string = string,
  EventType extends string = string,
> = {
  /** Columns of the row that change. */
  patch: Patch;
  events: readonly NewEvent<EventType>[];
  documents?: readonly NewDocument[];
  owes?: readonly Owed<Deed>[];
  /** Deeds that are no longer owed. */
  waives?: readonly Deed[];
};

/** The state machine of a kind of matter, pure: what each state waits for and until when, and what time alone does. */
export type Lifecycle<M, D> = {
  /** What is waited for, in a word, and until when. */
  waiting(matter: M): { for: string; due: Date | null };
  /** When time itself does something next; null where it does nothing. Kept as `look_at`, by which the sweep finds it. */
  nextAt(matter: M): Date | null;
  /** What time alone has done by `until` that is not on record yet; asked again until it is null. */
  elapsed(matter: M, until: Date): D | null;
  /** Nothing more happens to it by itself. */
  isOver(matter: M): boolean;
};
