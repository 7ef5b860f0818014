import type { ProblemCode } from "@shuangsui/contracts";
import type { CommandRule } from "./commands/rule.ts";
import type { FrameWork } from "./frame-tables.ts";
import type { Act, Decision, Lifecycle, Matter } from "./matter.ts";

/** A kind of matter: what a domain brings to the frame. */
export type Domain<W extends FrameWork, M extends Matter, D extends Decision> = {
  /** Its name in commands, events and the outbox. */
  readonly type: string;
  readonly lifecycle: Lifecycle<M, D>;
  /** Deeds that wait until others of the same matter are done, by name. */
  readonly deedsAfter?: Readonly<Record<string, readonly string[]>>;
  /** What may be asked of it, by the command's name. */
  readonly commands: Readonly<Record<string, CommandRule<W, M, D>>>;
  /** The matter, or undefined where the scope sees none. */
  find(work: W, id: string): Promise<M | undefined>;
  /**
   * The matter, locked for change, with whatever else these commands need locked, always in the same order; undefined
   * where the scope may not change it. No commands: time passes, a deed is done, or a command is only kept.
   */
  lock(work: W, id: string, commands: readonly string[]): Promise<M | undefined>;
  /** Writes a decision: one update of the row, its events, its documents and what it owes. Gives the matter as it is then. */
  write(work: W, matter: M, decision: D, act: Act): Promise<M>;
  /** Whether its workflow has something to do after a decision; always, unless a domain knows better. */
  concernsWorkflow?(before: M, after: M, decision: D): boolean;
};

/** How a deed is handed over, once. `Receivers` is what the worker gives it: clients of other services, keys. */
export type Delivery<
  W extends FrameWork,
  M extends Matter,
  D extends Decision,
  Receivers,
  Known = unknown,
  Result = unknown,
> = {
  /** The codes with which the receiver refuses for good. Whatever else it answers is tried again. */
  readonly final: readonly ProblemCode[];
  /** Hands the lowest revision first, each by itself; otherwise the highest stands for those before it. */
  readonly each?: true;
  /** Reads what handing it over needs besides the matter, in the transaction that finds it owed; writes nothing. */
  knows?(work: W, matter: M, receivers: Receivers, owed: { revision: number }): Promise<Known>;
  /** Hands it over. Comes again where it failed or a process died, under the same key. */
  hand(
    receivers: Receivers,
    matter: M,
    owed: { revision: number; key: string },
    known: Known,
  ): Promise<Result>;
  /** What is written down when it is done; without it, nothing but that it is done. `result` is what `hand` gave. */
  done?(work: W, matter: M, result: Result, at: Date): Promise<D | null> | D | null;
  /** What is written down where it was refused for good; where it gives nothing, an event `delivery-refused`. */
  refused?(work: W, matter: M, code: ProblemCode, at: Date): Promise<D | null> | D | null;
};

/** Makes a delivery of a domain whose `hand` is given what its own `knows` read, and `done` what its `hand` gave. */
export function deliveryOf<W extends FrameWork, M extends Matter, D extends Decision, Receivers>() {
  return <Known = undefined, Result = unknown>(
    delivery: Delivery<W, M, D, Receivers, Known, Result>,
  ): Delivery<W, M, D, Receivers> => delivery;
}

/** The deliveries of a domain, by their deeds. */
export type Deliveries<
  W extends FrameWork,
  M extends Matter,
  D extends Decision,
  Receivers,
  Deed extends string,
> = Readonly<Record<Deed, Delivery<W, M, D, Receivers>>>;
