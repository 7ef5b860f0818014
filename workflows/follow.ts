import type { MatterInput, Standing } from "@shuangsui/contracts";
import { detailsOf, refreshSignal } from "@shuangsui/temporal-kit/workflow";
import {
  allHandlersFinished,
  CancellationScope,
  condition,
  continueAsNew,
  defineQuery,
  defineSignal,
  defineUpdate,
  isCancellation,
  proxyActivities,
  proxyLocalActivities,
  setCurrentDetails,
  setHandler,
  sleep,
  workflowInfo,
} from "@temporalio/workflow";

/** The query that every workflow answers: what its matter waits for. */
export const waitingQuery = "waiting";
/** Its answer; null before it is known. */
export type Waiting = Pick<Standing, "state" | "waitingFor" | "dueAt"> | null;

/** What carries a kind of matter: the names in the engine of its commands, its deeds and its activities. */
export type MatterKind<Deed extends string> = {
  /** Commands by name: the signals that tell of those that were decided, the updates by which this workflow decides. */
  commands: readonly string[];
  deeds: readonly Deed[];
  /** Commands and deeds that may take long: never tried as a local activity. */
  lasting?: readonly string[];
  /** Writes down what time has done, and tells how the matter stands. */
  passTime: string;
  /** Decides a command and those received before it. */
  decide: string;
};

/** Each gives how the matter stands then. */
type Activity = (input: MatterInput, commandId?: string) => Promise<Standing>;
type Activities = Record<string, Activity>;

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

const local = proxyLocalActivities<Activities>({
  startToCloseTimeout: "20 seconds",
  localRetryThreshold: "5 seconds",
  retry: { initialInterval: "200 milliseconds", maximumInterval: "30 seconds" },
});
/** Tries once, for as long as others answer at once; where they do not, `normal` tries until it is done. */
const localOnce = proxyLocalActivities<Activities>({
  startToCloseTimeout: "3 seconds",
  retry: { maximumAttempts: 1 },
});
const normal = proxyActivities<Activities>({
  startToCloseTimeout: "1 hour",
  heartbeatTimeout: "15 seconds",
  retry: { initialInterval: "500 milliseconds", maximumInterval: "30 seconds" },
});

/** The call of an activity by its name. One that no worker registers would be tried until some worker does. */
function named(activities: Activities, name: string): Activity {
  const activity = activities[name];
  if (activity === undefined) throw new RangeError(`no activity ${name}`);
  return activity;
}

/** The activity that does a deed is its namesake; commands are all decided by one, in their order. */
function activityOf({ commands, decide }: MatterKind<string>, name: string): string {
  return commands.includes(name) ? decide : name;
}

/** A matter that is followed. */
export type Followed<State extends string, Deed extends string> = {
  /** Whether it is in one of these states. */
  is(...states: readonly State[]): boolean;
  /** Waits until it has left these states, now or long ago. Where it comes back to one, its way is gone anew. */
  past(...states: readonly State[]): Promise<void>;
  /** Does a deed where it is owed. Where it is owed again later, the way is gone anew. */
  does(deed: Deed): Promise<void>;
  /** Does a deed whenever it is owed, as long as the workflow lives. */
  whenever(deed: Deed): void;
  /** Waits until a deed is owed, and does it. */
  comes(deed: Deed): Promise<void>;
  /** Waits until nothing more happens, does a last deed where it is owed, and ends with the matter. */
  ends(deed?: Deed): Promise<void>;
};

/**
 * Follows a matter whose truth is its row: hears of commands, lets time pass, and knows how the row stands, while the
 * workflow goes the matter's way. What is written there is believed, also where it is less than what was known: the
 * database may have been restored. A workflow that the engine lost is started again and goes on where the row stands.
 */
export async function follow<State extends string, Deed extends string>(
  kind: MatterKind<Deed>,
  input: MatterInput,
): Promise<Followed<State, Deed>> {
  let standing: Standing | undefined;
  let stale = false;
  let seeing = false;
  let deedsUnderWay = 0;
  let ended = false;
  let timer: { until: number; scope: CancellationScope } | undefined;
  /**
   * States and deeds that the way has left behind. A row that is in such a state or owes such a deed again, since it was
   * drawn anew or restored, begins anew.
   */
  const left = new Set<string>();
  let wentBack = false;

  // Two local activities that end in one workflow task may be told in the other order by a replay: they take turns.
  let turnTaken = false;
  const inTurn = async <T>(work: () => Promise<T>): Promise<T> => {
    while (turnTaken) await condition(() => !turnTaken);
    turnTaken = true;
    try {
      return await work();
    } finally {
      turnTaken = false;
    }
  };

  const now = (): Standing => {
    if (standing === undefined) throw new RangeError("it is not known yet how the matter stands");
    return standing;
  };
  const see = (seen: Standing): void => {
    standing = seen;
    wentBack ||= [seen.state, ...seen.owes].some((behind) => left.has(behind));
    setCurrentDetails(detailsOf(seen));
    const { waitingFor, dueAt, waitMs } = seen;
    // A timer that rings too early only has time written down once more: it is set anew only where it would ring too late.
    if (waitMs !== null && (timer === undefined || Date.now() + waitMs < timer.until - 1_000))
      setTimer(waitMs, `${waitingFor}${dueAt === null ? "" : ` by ${dueAt}`}`);
  };
  const setTimer = (ms: number, summary: string): void => {
    timer?.scope.cancel();
    const scope = new CancellationScope();
    timer = { until: Date.now() + ms, scope };
    scope
      .run(() => sleep(ms, { summary }))
      .then(
        () => {
          timer = undefined;
          stale = true;
        },
        (error: unknown) => {
          if (!isCancellation(error)) throw error;
        },
      );
  };
  /** Asks how the row stands, once for everything that has happened since. */
  const readStanding = async (): Promise<void> => {
    seeing = true;
    await inTurn(async () => {
      stale = false;
      see(await named(local, kind.passTime)(input));
    });
    seeing = false;
  };

  /** Believes what a signal tells of the row, unless what is known or on its way may be newer: then the row is asked. */
  const hear = (told: Standing | undefined): void => {
    const isNext = told !== undefined && told.lockVersion > (standing?.lockVersion ?? 0);
    if (isNext && !stale && !seeing && !turnTaken) see(told);
    else stale = true;
  };

  /** Has an activity done: at once where that is possible, else while time, commands and other deeds go on. */
  const perform = async (name: string, commandId?: string): Promise<void> => {
    if (kind.lasting?.includes(name) !== true) {
      try {
        return await inTurn(async () =>
          see(await named(localOnce, activityOf(kind, name))(input, commandId)),
        );
      } catch (error) {
        if (isCancellation(error)) throw error;
      }
    }
    await named(normal, activityOf(kind, name))(input, commandId);
    stale = true;
    await condition(() => !stale && !seeing);
  };

  // Before anything is awaited, so that a command which starts a run is never too late for it.
  setHandler(defineQuery<Waiting>(waitingQuery), () =>
    standing === undefined
      ? null
      : { state: standing.state, waitingFor: standing.waitingFor, dueAt: standing.dueAt },
  );
  setHandler(defineSignal(refreshSignal), () => {
    stale = true;
  });
  for (const command of kind.commands) {
    setHandler(defineSignal<[string, Standing?]>(command), (_id, told) => hear(told));
    setHandler(defineUpdate<void, [string]>(command), (commandId) => perform(command, commandId), {
      validator: (commandId) => {
        if (!uuid.test(commandId)) throw new TypeError("a command is named by its UUID");
      },
    });
  }
  if (standing === undefined) await readStanding();
  const passTime = async (): Promise<void> => {
    for (;;) {
      await condition(() => ended || (stale && !seeing));
      if (ended) return;
      await readStanding();
    }
  };
  void passTime();

  const isLong = () => workflowInfo().continueAsNewSuggested && deedsUnderWay === 0;
  /** Ends this run and goes on in another. */
  const goesOn = async (): Promise<never> => {
    await condition(() => allHandlersFinished() && deedsUnderWay === 0 && !seeing);
    ended = true;
    timer?.scope.cancel();
    return continueAsNew(input);
  };
  const until = async (reached: () => boolean): Promise<void> => {
    await condition(() => wentBack || reached() || isLong());
    if (wentBack || !reached()) await goesOn();
  };
  const owes = (deed: Deed) => now().owes.includes(deed);
  const doWhileOwed = async (deed: Deed): Promise<void> => {
    deedsUnderWay += 1;
    while (owes(deed)) await perform(deed);
    deedsUnderWay -= 1;
  };
  const does = async (deed: Deed): Promise<void> => {
    await doWhileOwed(deed);
    left.add(deed);
  };

  return {
    is: (...states) => states.includes(now().state as State),
    async past(...states) {
      await until(() => !states.includes(now().state as State));
      for (const state of states) left.add(state);
    },
    does,
    whenever(deed) {
      void (async () => {
        for (;;) {
          await condition(() => ended || owes(deed));
          if (ended) return;
          await doWhileOwed(deed);
        }
      })();
    },
    async comes(deed) {
      await until(() => owes(deed) || now().over);
      await does(deed);
    },
    async ends(deed) {
      if (deed !== undefined) await does(deed);
      const quiet = () => now().over && !stale && !seeing && deedsUnderWay === 0;
      for (;;) {
        await until(quiet);
        await condition(allHandlersFinished);
        if (!quiet()) continue;
        ended = true;
        timer?.scope.cancel();
        return;
      }
    },
  };
}
