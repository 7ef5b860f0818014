import { attributes, commandUpdate, nudgeSignal } from "@shuangsui/temporal-kit/workflow";
import {
  allHandlersFinished,
  condition,
  continueAsNew,
  defineQuery,
  defineSignal,
  defineUpdate,
  setHandler,
  upsertSearchAttributes,
  workflowInfo,
} from "@temporalio/workflow";

/** A subject as its workflow sees it: ids, states and dates only. */
export type View<Effect extends string> = {
  /** Counts each change of the subject: of two views the higher one holds. */
  revision: number;
  state: string;
  waitingFor: string;
  /** ISO 8601, or null where nothing has a due time. */
  dueAt: string | null;
  /** Milliseconds of the engine's time until it must look again, or null for no timer. */
  waitMs: number | null;
  /** What the state asks of the outside next, or null. */
  effect: Effect | null;
  /** Nothing more happens by itself: the workflow may end. */
  over: boolean;
};

/** The query that every workflow answers: what the subject waits for. */
export const waitingQuery = "waiting";
/** Its answer; null before the first look. */
export type Waiting = Pick<View<string>, "state" | "waitingFor" | "dueAt"> | null;

/**
 * Runs local activities one at a time: of two that ended in one workflow task a replay may tell in the other
 * order, and the workflow would be stuck after its worker was killed.
 */
export type InTurn = <T>(work: () => Promise<T>) => Promise<T>;

/** How a subject is driven. Each part is idempotent: it may be asked again. Every local activity is called in turn. */
export type Drive<Effect extends string> = {
  authority: string;
  /** Writes down what time alone has done, and tells how the subject stands. */
  look(inTurn: InTurn): Promise<View<Effect>>;
  /** Decides one command by its id. */
  decide(commandId: string, inTurn: InTurn): Promise<View<Effect>>;
  /** Does one thing outside. */
  perform(effect: Effect, inTurn: InTurn): Promise<View<Effect>>;
  /** The input with which the next run goes on. */
  input: unknown;
  /** Whether this run has done enough, besides what the engine itself finds too long. */
  isLong?: () => boolean;
};

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/**
 * Drives a subject whose truth is in its service's database: does outside what its state asks for, takes
 * commands, and looks again when time, a nudge or a command has moved it. Returns when the subject is over;
 * continues as new when the history is long. A workflow that the engine lost is simply started again.
 */
export async function drive<Effect extends string>(parts: Drive<Effect>): Promise<void> {
  let view: View<Effect> | undefined;
  let told = "";
  let moved = false;
  let busy = false;
  const inTurn = takeTurns();

  const see = (seen: View<Effect>): View<Effect> => {
    if (view === undefined || seen.revision >= view.revision) view = seen;
    return view;
  };
  // While something is done outside, time and commands go on: another service's outage stops no deadline.
  const perform = async (effect: Effect): Promise<void> => {
    busy = true;
    see(await parts.perform(effect, inTurn));
    busy = false;
    moved = true;
  };

  setHandler(defineQuery<Waiting>(waitingQuery), () =>
    view === undefined ? null : { state: view.state, waitingFor: view.waitingFor, dueAt: view.dueAt },
  );
  setHandler(defineSignal(nudgeSignal), () => {
    moved = true;
  });
  setHandler(
    defineUpdate<void, [string]>(commandUpdate),
    async (commandId) => {
      see(await parts.decide(commandId, inTurn));
      moved = true;
    },
    {
      validator: (commandId) => {
        if (!uuid.test(commandId)) throw new TypeError("a command is named by its UUID");
      },
    },
  );

  for (;;) {
    moved = false;
    const now = see(await parts.look(inTurn));
    const standing = `${now.state} ${now.dueAt}`;
    if (standing !== told) {
      told = standing;
      upsertSearchAttributes([
        { key: attributes.authority, value: parts.authority },
        { key: attributes.state, value: now.state },
        { key: attributes.dueDate, value: now.dueAt === null ? null : new Date(now.dueAt) },
      ]);
    }
    if ((workflowInfo().continueAsNewSuggested || parts.isLong?.() === true) && !busy && !now.over) {
      await condition(allHandlersFinished);
      await continueAsNew(parts.input);
    }
    if (now.effect !== null && !busy) void perform(now.effect);
    if (now.over && !busy) {
      await condition(allHandlersFinished);
      if (!moved) return;
      continue;
    }
    if (now.waitMs === null) await condition(() => moved);
    else await condition(() => moved, now.waitMs);
  }
}

function takeTurns(): InTurn {
  let taken = false;
  return async (work) => {
    // All who wait are woken together, and the first takes the turn.
    while (taken) await condition(() => !taken);
    taken = true;
    try {
      return await work();
    } finally {
      taken = false;
    }
  };
}
