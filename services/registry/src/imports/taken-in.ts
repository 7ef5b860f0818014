import { Problem } from "@shuangsui/contracts";
import type { Hash } from "node:crypto";
import type { Readable } from "node:stream";
import { chunksOf } from "./bytes.ts";
import { encodingProbe } from "./encoding.ts";
import { formOf } from "./form.ts";
import { maxFileBytes, maxWorkbookBytes } from "./limits.ts";
import { spooled } from "./spool.ts";
import type { FileForm } from "./tables.ts";

/** A file that was uploaded whole: what it is, and its bytes, which are read once. */
export type TakenIn = { form: FileForm; encoding: string; bytes: number; chunks: AsyncIterable<Buffer> };

export const tooLarge = (bytes: number) => new Problem("import/too-large", `the most is ${bytes} bytes`);

/**
 * Takes an upload in on the disk before anything is done with it, and hashes it on its way.
 * @throws Problem `import/too-large`, `import/not-a-sheet`
 */
export async function takenIn<T>(
  upload: Readable,
  declared: "sheet" | "json",
  hash: Hash,
  use: (file: TakenIn) => Promise<T>,
): Promise<T> {
  const probe = encodingProbe();
  let beginning = Buffer.alloc(0);
  let bytes = 0;
  const seen = async function* () {
    for await (const chunk of chunksOf(upload, hash, maxFileBytes)) {
      if (beginning.length < 512) beginning = Buffer.concat([beginning, chunk]).subarray(0, 512);
      bytes += chunk.length;
      probe.see(chunk);
      yield chunk;
    }
  };
  return spooled(seen(), async (chunks) => {
    const encoding = probe.encoding();
    const form = formOf(declared, beginning, encoding);
    if (form === "workbook" && bytes > maxWorkbookBytes) throw tooLarge(maxWorkbookBytes);
    return use({ form, encoding, bytes, chunks });
  });
}

/** Each upload holds room on the disk while it lasts: no more than so many are taken in at once. @throws Problem `unavailable` */
export function uploadsAtOnce(most: number): <T>(upload: Readable, take: () => Promise<T>) => Promise<T> {
  let running = 0;
  return async (upload, take) => {
    if (running >= most) {
      upload.resume();
      throw new Problem("unavailable", "other uploads are under way");
    }
    running += 1;
    try {
      return await take();
    } finally {
      running -= 1;
      // What is left unread would hold up the answer.
      upload.resume();
    }
  };
}
