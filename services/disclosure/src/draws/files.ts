import { Problem } from "@shuangsui/contracts";
import { LARGEST_FILE } from "@shuangsui/lottery";
import { readOnly, systemScope, type ScopedDatabase } from "@shuangsui/service-kit";
import { createHash } from "node:crypto";
import type { Work } from "../tables.ts";
import { findFile, lockDraw, partOf, storeFile, storePart, type DescribedFile } from "./store.ts";

/** Bytes of a part: of a large file one is taken in, kept and sent at a time. */
export const partBytes = 512 * 1024;

/** A file that is handed in. */
type HandedFile = { drawId: string; name: string; content: AsyncIterable<Buffer>; at: Date };

/**
 * Takes a file in, part by part, in the caller's transaction: all of it is there or nothing. Gives its hash, and whether it is new.
 * @throws Problem `not-found`, `body/too-large`, `draw/immutable` where it stands with other bytes
 */
export async function takeFile(
  work: Work,
  { drawId, name, content, at }: HandedFile,
): Promise<{ sha256: string; isNew: boolean; authority: string }> {
  const draw = await lockDraw(work, drawId);
  if (draw === undefined) throw new Problem("not-found");
  const { authority } = draw;
  const stands = await findFile(work, drawId, name);
  const hash = createHash("sha256");
  let size = 0;
  let part = 0;
  for await (const bytes of inParts(content)) {
    size += bytes.length;
    if (size > LARGEST_FILE) throw new Problem("body/too-large", `the most is ${LARGEST_FILE} bytes`);
    hash.update(bytes);
    if (stands === undefined) await storePart(work, { draw_id: drawId, authority, name, part, bytes });
    part += 1;
  }
  const sha256 = hash.digest("hex");
  if (stands !== undefined && stands.sha256 !== sha256)
    throw new Problem("draw/immutable", `${name} stands with other bytes`);
  if (stands === undefined)
    await storeFile(work, { draw_id: drawId, authority, name, size, sha256, stored_at: at });
  return { sha256, isNew: stands === undefined, authority };
}

/** The same bytes in parts of one size, but for the last. */
async function* inParts(content: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let room = Buffer.allocUnsafe(partBytes);
  let used = 0;
  for await (const chunk of content)
    for (let from = 0; from < chunk.length;) {
      const copied = chunk.copy(room, used, from);
      from += copied;
      used += copied;
      if (used < partBytes) continue;
      yield room;
      [room, used] = [Buffer.allocUnsafe(partBytes), 0];
    }
  if (used > 0) yield room.subarray(0, used);
}

/** The bytes of a file that stands, one part at a time, each read when it is wanted. */
export async function* partsOf(
  database: ScopedDatabase<Work>,
  drawId: string,
  { name, bytes: size }: DescribedFile,
): AsyncGenerator<Buffer> {
  let sent = 0;
  for (let part = 0; sent < size; part += 1) {
    const bytes = await database.as(systemScope, (work) => partOf(work, drawId, name, part), readOnly);
    if (bytes === undefined) throw new Problem("internal");
    sent += bytes.length;
    yield bytes;
  }
}
