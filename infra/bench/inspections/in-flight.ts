/** How many are carried at a time: more than that only waits in the engine. */
const most = 100;

/** Does `work` for each, at most a hundred at a time. @throws the first error of any */
export async function inFlight<T>(all: readonly T[], work: (one: T) => Promise<void>): Promise<void> {
  const left = all.values();
  const carry = async () => {
    for (const one of left) await work(one);
  };
  await Promise.all(Array.from({ length: Math.min(most, all.length) }, carry));
}
