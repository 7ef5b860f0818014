import type { Client } from "@temporalio/client";
import type { Logger } from "pino";

/** A matter that is not over, as its table has it. */
type OpenMatter = { id: string; authority: string };

/** A kind of matter whose rows are compared with the engine. */
export type Reconciled = {
  type: string;
  workflowId(id: string): string;
  /** Matters that are not over and have a workflow by now, after an id (a UUID), in the order of ids, at most `limit`. */
  open(after: string, limit: number): Promise<readonly OpenMatter[]>;
  /** Starts a matter's workflow where it does not run; `anew`: in the place of one that does not get on. */
  start(matter: OpenMatter, options: { anew: boolean }): Promise<void>;
};

const firstAfterMs = 20_000;
const everyMs = 600_000;
const page = 1_000;
const beforeAll = "00000000-0000-0000-0000-000000000000";

/**
 * Compares what the tables say is not over with what the engine runs: at its start and every ten minutes. Where they differ
 * it says so and starts what is missing: workflows that failed, since no code could replay them, and those of an engine
 * that lost its data. One that runs and fails at every task has another put in its place: with a timer pending, what
 * can't be replayed can't be failed either.
 */
export function startReconciler(
  client: Client,
  logger: Logger,
  kinds: readonly Reconciled[],
): { once(): Promise<string[]>; stop(): void } {
  const runningOf = async ({ type }: Reconciled, which = ""): Promise<Set<string>> => {
    const running = new Set<string>();
    const query = `WorkflowType = '${type}' AND ExecutionStatus = 'Running'${which}`;
    for await (const { workflowId } of client.workflow.list({ query })) running.add(workflowId);
    return running;
  };
  const reconcile = async (kind: Reconciled): Promise<string[]> => {
    const running = await runningOf(kind);
    const failing = await runningOf(kind, " AND TemporalReportedProblems IS NOT NULL");
    const started: string[] = [];
    for (let after = beforeAll; ;) {
      const rows = await kind.open(after, page);
      for (const row of rows) {
        const anew = failing.has(kind.workflowId(row.id));
        if (running.has(kind.workflowId(row.id)) && !anew) continue;
        started.push(row.id);
        await kind.start(row, { anew });
      }
      const last = rows.at(-1);
      if (last === undefined || rows.length < page) break;
      after = last.id;
    }
    if (started.length > 0)
      logger.warn(
        { type: kind.type, started: started.length, running: running.size },
        "the engine did not run what is not over",
      );
    return started;
  };
  const once = async () => {
    const started: string[] = [];
    for (const kind of kinds) started.push(...(await reconcile(kind)));
    return started;
  };
  const attempt = () =>
    void once().catch((error: unknown) =>
      logger.warn(
        { error: error instanceof Error ? error.name : "unknown" },
        "tables and engine could not be compared",
      ),
    );
  const first = setTimeout(attempt, firstAfterMs);
  const timer = setInterval(attempt, everyMs);
  return {
    once,
    stop: () => {
      clearTimeout(first);
      clearInterval(timer);
    },
  };
}
