import { startStack, type Stack, type StackOptions } from "../embedded/stack.ts";
import { runMainJob } from "../sample/main-job.ts";

/** A process that is killed without warning, or a stop of everything and a new start. */
export type Fault =
  | "restart"
  | "postgres"
  | "temporal"
  | "registry"
  | "inspection"
  | "disclosure"
  | "registry-worker"
  | "inspection-worker"
  | "disclosure-worker";

/** What goes wrong next, when it is time for it; undefined once asked to end. */
export type NextFault = (signal: AbortSignal) => Promise<Fault | undefined>;

/**
 * Carries the main job through faults, on a stack with processes of its own. Gives the stack, still running, for
 * what must hold afterwards. @throws Error where the job does not get through
 */
export async function carryThroughFaults(
  options: StackOptions,
  log: (line: string) => void,
  nextFault: NextFault,
): Promise<Stack> {
  for (;;) {
    const stack = await startStack(options);
    try {
      const done = await carryUntilRestart(stack, options.dataDir, log, nextFault);
      if (done) return stack;
    } catch (error) {
      await stack.stop();
      throw error;
    }
    log("stopping everything, to start again");
    await stack.stop();
  }
}

/** Whether the main job came to its end; otherwise a restart is wanted. */
async function carryUntilRestart(
  stack: Stack,
  folder: string,
  log: (line: string) => void,
  nextFault: NextFault,
): Promise<boolean> {
  const stopping = new AbortController();
  const { signal } = stopping;
  let restart = false;
  const strike = async () => {
    while (!signal.aborted && !restart) {
      const fault = await nextFault(signal);
      if (fault === "restart") restart = true;
      else if (fault !== undefined) kill(stack, fault, log);
    }
    stopping.abort();
  };
  const faults = strike();
  try {
    await runMainJob(stack.endpoints, { people: stack.people, log, signal, folder });
  } finally {
    stopping.abort();
    await faults;
  }
  return !restart;
}

function kill(stack: Stack, name: Exclude<Fault, "restart">, log: (line: string) => void): void {
  const pid = stack.supervisor.pidOf(name);
  // It is down already from the fault before.
  if (pid === undefined) return;
  log(`kill -9 ${name}`);
  process.kill(pid, "SIGKILL");
}
