import type { ProblemCode } from "@shuangsui/contracts";
import { sql, type Transaction } from "kysely";
import type { CommandRule } from "./commands/rule.ts";
import type { FrameTables, FrameWork } from "./frame-tables.ts";

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

/** Something that happened to a matter. `state` is where it stood then, where that is not where the decision leaves it. */
export type NewEvent<Type extends string = string> = { type: Type; facts?: Facts; state?: string };

/** Something written down: kept as the next revision of its kind, never altered. */
export type NewDocument = { kind: string; content: unknown };

/**
 * Something owed outside, named by its deed. `revision` says which of the deed's it is: the matter's own count of changes
 * unless given. What is handed over carries it, and the receiver refuses a lower one.
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

/** A kind of matter: what a domain brings to the frame. */
export type Domain<W extends FrameWork, M extends Matter, D extends Decision> = {
  /** Its name in commands, events and the outbox. */
  readonly type: string;
  readonly lifecycle: Lifecycle<M, D>;
  /** What may be asked of it, by the command's name. */
  readonly commands: Readonly<Record<string, CommandRule<W, M, D>>>;
  /** The matter, or undefined where the scope sees none. */
  find(work: W, id: string): Promise<M | undefined>;
  /**
   * The matter, locked for change with all that these commands need locked, in one order for all; undefined where the
   * scope may not change it. No commands: for what time does or a deed has done.
   */
  lock(work: W, id: string, commands: readonly string[]): Promise<M | undefined>;
  /** Writes a decision: one update of the row, its events, its documents and what it owes. Gives the matter as it is then. */
  write(work: W, matter: M, decision: D, act: Act): Promise<M>;
  /** Whether its workflow has something to do after a decision; always, unless a domain knows better. */
  concernsWorkflow?(before: M, after: M, decision: D): boolean;
};

/** How a deed is handed over, once. `Outside` is what the worker gives it: clients of other services, keys. */
export type Delivery<W extends FrameWork, M extends Matter, D extends Decision, Outside> = {
  /** Deeds of the same matter that must be done first. */
  readonly after?: readonly string[];
  /** The codes with which the receiver refuses for good. Whatever else it answers is tried again. */
  readonly final: readonly ProblemCode[];
  /** Hands the lowest revision first, each by itself; otherwise the highest stands for those before it. */
  readonly each?: true;
  /** Hands it over. Comes again where it failed or a process died, under the same key. */
  hand(outside: Outside, matter: M, owed: { revision: number; key: string }): Promise<unknown>;
  /** What is written down when it is done; nothing where it is left out. `result` is what `hand` gave. */
  done?(work: W, matter: M, result: unknown, at: Date): Promise<D | null> | D | null;
  /** What is written down where it was refused for good. */
  refused?(work: W, matter: M, code: ProblemCode, at: Date): Promise<D | null> | D | null;
};

/** The deliveries of a domain, by their deeds. */
export type Deliveries<
  W extends FrameWork,
  M extends Matter,
  D extends Decision,
  Outside,
  Deed extends string,
> = Readonly<Record<Deed, Delivery<W, M, D, Outside>>>;

/**
 * Writes the parts of a decision that are alike in every domain: its events, its documents, what it owes and what it no
 * longer does. `row` is the matter as the decision left it; the domain's own `write` has updated it.
 */
export async function recordDecision(
  work: Transaction<FrameTables>,
  type: string,
  row: Matter,
  decision: Decision,
  act: Act,
): Promise<void> {
  const matter = { matter_type: type, matter_id: row.id, authority: row.authority };
  const { events, documents = [], owes = [], waives = [] } = decision;
  const writes: Promise<unknown>[] = [];
  if (events.length > 0)
    writes.push(
      work
        .insertInto("event")
        .values(
          events.map((event, index) => ({
            ...matter,
            seq: sql<number>`(select coalesce(max(seq), 0) from event where matter_id = ${row.id}) + ${index + 1}::integer`,
            type: event.type,
            at: act.at,
            actor: act.actor,
            state: event.state ?? row.state,
            request_id: act.requestId,
            facts: JSON.stringify(event.facts ?? {}),
          })),
        )
        .execute(),
    );
  for (const { kind, content } of documents)
    writes.push(
      work
        .insertInto("document")
        .values({
          ...matter,
          kind,
          revision: sql<number>`(select coalesce(max(revision), 0) + 1 from document where matter_id = ${row.id} and kind = ${kind})`,
          at: act.at,
          actor: act.actor,
          content: JSON.stringify(content),
        })
        .execute(),
    );
  if (waives.length > 0)
    writes.push(
      work
        .updateTable("outbox")
        .set({ done_at: act.at, refused_code: "waived" })
        .where("matter_id", "=", row.id)
        .where("deed", "in", waives)
        .where("done_at", "is", null)
        .execute(),
    );
  if (owes.length > 0)
    writes.push(
      work
        .insertInto("outbox")
        .values(
          owes.map((owed) => ({
            ...matter,
            deed: typeof owed === "string" ? owed : owed.deed,
            revision: typeof owed === "string" ? row.lock_version : owed.revision,
            request_id: act.requestId,
            owed_at: act.at,
          })),
        )
        .execute(),
    );
  await Promise.all(writes);
}
