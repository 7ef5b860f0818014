import { fork } from "node:child_process";
import { once } from "node:events";

/** How long a program may take to end by itself. */
const graceMs = 15_000;

/** A program of the benchmark in a process of its own, so that its memory is its own too. */
export type Child = {
  pid: number;
  /** Its next message. @throws Error where it ends without one */
  message(): Promise<unknown>;
  send(message: string): void;
  stop(): Promise<void>;
};

/** Starts a program that speaks by messages. It ends by itself when this process is gone. */
export function startChild(file: string, args: readonly string[] = [], flags: readonly string[] = []): Child {
  // A group of its own: the terminal's Ctrl-C reaches only this process, which stops all in order.
  const child = fork(file, [...args], {
    detached: true,
    execArgv: [...flags],
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  const ended = once(child, "exit");
  const messages: unknown[] = [];
  let arrived = () => {};
  child.on("message", (message) => {
    messages.push(message);
    arrived();
  });
  return {
    pid: child.pid ?? 0,
    async message() {
      if (messages.length === 0)
        await Promise.race([new Promise<void>((resolve) => (arrived = resolve)), ended]);
      if (messages.length === 0) throw new Error(`${file} ended without a word`);
      return messages.shift();
    },
    send: (message) => void child.send(message),
    async stop() {
      child.kill("SIGTERM");
      const killing = setTimeout(() => child.kill("SIGKILL"), graceMs);
      await ended;
      clearTimeout(killing);
    },
  };
}

/** In such a program: answers the process that started it, and ends when that is gone. */
export function answer(message: unknown): void {
  process.send?.(message);
}
