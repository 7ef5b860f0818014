import { Worker } from "node:worker_threads";

/** How long threads wait for the next question, milliseconds: to start them takes longer than to read a hundred thousand targets. */
const idleMs = 2_000;

const idle = new Set<Worker>();
let ending: NodeJS.Timeout | undefined;

/** Does work with so many threads: those that wait, and new ones where these are too few. What fails ends its threads. */
export async function withThreads<T>(
  count: number,
  work: (threads: readonly Worker[]) => Promise<T>,
): Promise<T> {
  clearTimeout(ending);
  const threads = Array.from({ length: count }, taken);
  try {
    const done = await work(threads);
    for (const thread of threads) {
      thread.removeAllListeners("message").removeAllListeners("error");
      // One that fails while it waits is no loss.
      thread.on("error", () => idle.delete(thread));
      thread.unref();
      idle.add(thread);
    }
    return done;
  } catch (error) {
    await Promise.all(threads.map((thread) => thread.terminate()));
    throw error;
  } finally {
    clearTimeout(ending);
    ending = setTimeout(endIdle, idleMs);
    ending.unref();
  }
}

function taken(): Worker {
  for (const thread of idle) {
    idle.delete(thread);
    thread.removeAllListeners("message").removeAllListeners("error");
    thread.ref();
    return thread;
  }
  return new Worker(new URL("./worker.ts", import.meta.url));
}

function endIdle(): void {
  for (const thread of idle) void thread.terminate();
  idle.clear();
}
