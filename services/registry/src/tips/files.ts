import { maxTipFileBytes, Problem, type TipFileType } from "@shuangsui/contracts";
import type { Sealer } from "@shuangsui/sealing";
import { originNow, recordAudit, type Caller } from "@shuangsui/service-kit";
import { createHash } from "node:crypto";
import type { Readable } from "node:stream";
import { v7 as uuidv7 } from "uuid";
import { keepPieces, tipFilePieces } from "../imports/pieces.ts";
import type { Work } from "../register/register.ts";
import { findTip } from "./store.ts";
import type { TipFileTable } from "./tables.ts";

/** By what bytes a file of a type begins. */
const beginnings: Readonly<Record<TipFileType, Buffer>> = {
  "application/pdf": Buffer.from("%PDF-"),
  "image/jpeg": Buffer.from([0xff, 0xd8, 0xff]),
  "image/png": Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
};

/** The bytes of an upload. @throws Problem `tip/file-too-large`, with the upload left open, so that the refusal can be answered */
export async function bytesOf(upload: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const piece of upload.iterator({ destroyOnReturn: false })) {
    const chunk: Buffer = Buffer.isBuffer(piece) ? piece : Buffer.from(String(piece));
    bytes += chunk.length;
    if (bytes > maxTipFileBytes) throw new Problem("tip/file-too-large");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

const sliceBytes = 1024 * 1024;
function* slicesOf(file: Buffer): Generator<Buffer> {
  for (let at = 0; at < file.length; at += sliceBytes) yield file.subarray(at, at + sliceBytes);
}

/** The files that are kept of a tip's evidence, in the order in which they came. */
export function filesOf(work: Work, tipId: string): Promise<TipFileTable[]> {
  return work.selectFrom("tip_file").selectAll().where("tip_id", "=", tipId).orderBy("id").execute();
}

/**
 * Keeps the file of evidence that a tip names by its SHA-256; once, however often it is handed in.
 * @throws Problem `not-found`, `authority/not-yours`, `tip/file-differs`
 */
export async function keepFile(
  work: Work,
  sealer: Sealer,
  { authority, actor }: Caller,
  { tip: tipId, sha256, type }: { tip: string; sha256: string; type: TipFileType },
  file: Buffer,
  at: Date,
): Promise<void> {
  const tip = await findTip(work, tipId);
  if (tip.authority !== authority) throw new Problem("authority/not-yours");
  if (!tip.evidence.some((one) => one.sha256 === sha256)) throw new Problem("not-found");
  const beginning = beginnings[type];
  if (
    createHash("sha256").update(file).digest("hex") !== sha256 ||
    !file.subarray(0, beginning.length).equals(beginning)
  )
    throw new Problem("tip/file-differs");
  const id = uuidv7();
  const written = await work
    .insertInto("tip_file")
    .values({ id, authority, tip_id: tipId, sha256, media_type: type, bytes: file.length, actor, at })
    .onConflict((conflict) => conflict.columns(["tip_id", "sha256"]).doNothing())
    .returning("id")
    .executeTakeFirst();
  if (written === undefined) return;
  await keepPieces(work, sealer, tipFilePieces, { id, authority }, slicesOf(file));
  await recordAudit(work, [
    {
      ...{ at, authority, callerAuthority: authority, actor, ...originNow() },
      ...{ action: "tips/file-stored", subject: tipId, code: null, before: null },
      after: { sha256, bytes: file.length },
    },
  ]);
}
