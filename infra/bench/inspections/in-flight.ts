/**
 * Does `work` for each, at most so many at a time. After an error it begins no other, and lets those that have begun end.
 * @throws the first error of any
 */
export async function inFlight<T>(
  all: readonly T[],
  atOnce: number,
  work: (one: T) => Promise<void>,
): Promise<void> {
  const left = all.values();
  const errors: unknown[] = [];
  const carry = async () => {
    for (const one of left) {
      if (errors.length > 0) return;
      await work(one).catch((error: unknown) => void errors.push(error));
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, all.length) }, carry));
  if (errors.length > 0) throw errors[0];
}
