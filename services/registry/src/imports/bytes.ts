import { Problem } from "@shuangsui/contracts";
import type { Hash } from "node:crypto";
import type { Readable } from "node:stream";

/**
 * The chunks of an upload, counted and hashed on their way. The upload itself stays open when reading stops early, so
 * that the refusal can still be answered.
 * @throws Problem `import/too-large`; `import/stalled` where nothing comes for `idleMs`
 */
export async function* chunksOf(
  upload: Readable,
  hash: Hash,
  limits: { bytes: number; idleMs: number },
): AsyncGenerator<Buffer> {
  const pieces = upload.iterator({ destroyOnReturn: false });
  let bytes = 0;
  try {
    for (;;) {
      const piece = await within(limits.idleMs, pieces.next());
      if (piece.done === true) return;
      const chunk: Buffer = Buffer.isBuffer(piece.value) ? piece.value : Buffer.from(String(piece.value));
      bytes += chunk.length;
      if (bytes > limits.bytes) throw new Problem("import/too-large", `the most is ${limits.bytes} bytes`);
      hash.update(chunk);
      yield chunk;
    }
  } finally {
    // Not awaited: where nothing comes it would wait for what comes.
    void pieces.return?.();
  }
}

async function within<T>(idleMs: number, next: Promise<T>): Promise<T> {
  const { promise: stalled, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => reject(new Problem("import/stalled", `nothing came for ${idleMs / 1000} seconds`)),
    idleMs,
  );
  try {
    return await Promise.race([next, stalled]);
  } finally {
    clearTimeout(timer);
  }
}
