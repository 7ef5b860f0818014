import { Problem } from "@shuangsui/contracts";
import type { Hash } from "node:crypto";
import type { Readable } from "node:stream";

/**
 * The chunks of an upload, counted and hashed on their way. The upload itself stays open when reading stops early, so
 * that the refusal can still be answered.
 * @throws Problem `import/too-large`
 */
export async function* chunksOf(upload: Readable, hash: Hash, maxBytes: number): AsyncGenerator<Buffer> {
  let bytes = 0;
  for await (const piece of upload.iterator({ destroyOnReturn: false })) {
    const chunk: Buffer = Buffer.isBuffer(piece) ? piece : Buffer.from(String(piece));
    bytes += chunk.length;
    if (bytes > maxBytes) throw new Problem("import/too-large", `the most is ${maxBytes} bytes`);
    hash.update(chunk);
    yield chunk;
  }
}
