import type { Sealer } from "@shuangsui/sealing";
import { readOnly, type Database } from "@shuangsui/service-kit";
import { v7 as uuidv7 } from "uuid";
import type { Work } from "../register/register.ts";
import type { Tables } from "../tables.ts";

/** A file lies in the database in pieces of so many bytes. */
const pieceBytes = 1024 * 1024;
const field = "import_piece.piece";

type Owner = { id: string; authority: string };

/** Keeps a file, sealed, in the transaction that says of it. */
export async function keepPieces(
  work: Work,
  sealer: Sealer,
  { id: importId, authority }: Owner,
  chunks: AsyncIterable<Buffer>,
): Promise<void> {
  let number = 0;
  const keep = async (piece: Buffer) => {
    const id = uuidv7();
    await work
      .insertInto("import_piece")
      .values({
        ...{ id, authority, import_id: importId, number: (number += 1) },
        piece: sealer.sealBytes({ field, row: id }, piece),
      })
      .execute();
  };
  let held: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of chunks) {
    held.push(chunk);
    bytes += chunk.length;
    if (bytes < pieceBytes) continue;
    await keep(Buffer.concat(held));
    [held, bytes] = [[], 0];
  }
  if (bytes > 0) await keep(Buffer.concat(held));
}

/** The file of an import, piece by piece, each in a transaction of its own. */
export async function* piecesOf(
  database: Database<Tables>,
  sealer: Sealer,
  { id, authority }: Owner,
): AsyncGenerator<Buffer> {
  for (let number = 1; ; number += 1) {
    const row = await database.as(
      authority,
      (work) =>
        work
          .selectFrom("import_piece")
          .select(["id", "piece"])
          .where("import_id", "=", id)
          .where("number", "=", number)
          .executeTakeFirst(),
      readOnly,
    );
    if (row === undefined) return;
    yield sealer.openBytes({ field, row: row.id }, row.piece);
  }
}
