import { setImmediate as others } from "node:timers/promises";
import type { Worker } from "node:worker_threads";
import { Refusal, type FileName, type RefusalCode } from "../refusal.ts";
import { CHUNK, Lane, TooManyKinds } from "./lane.ts";
import { chunksOf, openReading, type Asked, type Part, type Told } from "./reading.ts";
import { openSource, type Place, type Source } from "./source.ts";
import { withThreads } from "./threads.ts";
import type { Order } from "./worker.ts";

/** Chunks of a part: few enough that threads end together, many enough that telling them costs nothing. */
const CHUNKS = 8;
/** Bytes of a file that is read at once in this thread: another would take longer to start. */
const SMALL = 2 * 1024 * 1024;
/** Parts that a thread has at a time, so that it never waits for the next. */
const AHEAD = 2;

type Answer = {
  readonly number: number;
  readonly told?: Told;
  readonly refusal?: {
    code: RefusalCode;
    message: string;
    file: FileName | undefined;
    line: number | undefined;
  };
  readonly tooMany?: string;
};

/**
 * Reads a file part by part, in so many threads.
 * @returns what the parts told, in the order of the file
 * @throws Refusal of the first part that is refused, TooManyKinds
 */
export async function readAll(
  module: WebAssembly.Module,
  place: Place,
  asked: Asked,
  threads: number,
): Promise<Told[]> {
  const source = openSource(place);
  try {
    if (threads < 2 || source.size <= SMALL) {
      const whole = { from: 0, to: source.size, line: 1, before: "" };
      return [openReading(module, source, asked)(whole)];
    }
    const answers = await inThreads(threads, { module, place, asked }, partsOf(module, source));
    return answers.map(({ told, refusal, tooMany }) => {
      if (refusal !== undefined) throw new Refusal(refusal.code, refusal.message, refusal.file, refusal.line);
      if (told === undefined) throw new TooManyKinds(tooMany);
      return told;
    });
  } finally {
    source.close();
  }
}

/** Cuts a file into parts, each but the last of as many lines. Found one after the other, while threads do those before. */
function* partsOf(module: WebAssembly.Module, source: Source): Generator<Part, void, undefined> {
  const lane = new Lane(module);
  let part: Part = { from: 0, to: source.size, line: 1, before: "" };
  try {
    for (const { to, line } of chunksOf(lane, source, part)) {
      if ((line - 1 + CHUNK) % (CHUNKS * CHUNK) !== 0) continue;
      yield { ...part, to };
      part = { from: to, to: source.size, line: line + CHUNK, before: lane.line(lane.lines - 1) };
    }
  } catch (error) {
    // A last line without its end: whoever reads the last part tells so.
    if (!(error instanceof Refusal)) throw error;
  }
  if (part.from < part.to) yield part;
}

/** Hands the parts to threads, and gives what they told in the order of the parts, up to the first that is refused. */
function inThreads(count: number, begin: Order, parts: Iterator<Part>): Promise<Answer[]> {
  return withThreads(count, async (threads) => {
    const answers: Answer[] = [];
    const order = (thread: Worker, what: Order) => thread.postMessage(what);
    for (const thread of threads) order(thread, begin);
    await new Promise<void>((resolve, reject) => {
      let [given, done, refused] = [0, 0, false];
      const give = (thread: Worker): void => {
        const next = refused ? undefined : parts.next();
        if (next === undefined || next.done === true) {
          if (done === given) resolve();
          return;
        }
        order(thread, { number: given, part: next.value });
        given += 1;
      };
      for (const thread of threads) {
        thread.on("error", reject);
        thread.on("message", (answer: Answer) => {
          answers[answer.number] = answer;
          done += 1;
          refused ||= answer.told === undefined;
          give(thread);
        });
      }
      void (async () => {
        for (let i = 0; i < AHEAD; i += 1)
          for (const thread of threads) {
            give(thread);
            // Where parts end is found here: whatever else this thread does has its turn in between.
            await others();
          }
      })().catch(reject);
    });
    for (const thread of threads) order(thread, { over: true });
    return answers;
  });
}
