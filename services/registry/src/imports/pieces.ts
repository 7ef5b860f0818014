import type { Sealer } from "@shuangsui/sealing";
import { readOnly, type Database } from "@shuangsui/service-kit";
import { sql } from "kysely";
import { v7 as uuidv7 } from "uuid";
import type { Work } from "../register/register.ts";
import type { Tables } from "../tables.ts";

/** A file lies in the database in pieces of so many bytes. */
const pieceBytes = 1024 * 1024;

/** Where the pieces of files lie, and by which column they are of one. */
type PieceTable =
  | { table: "import_piece"; owner: "import_id" }
  | { table: "tip_file_piece"; owner: "file_id" };
export const importPieces: PieceTable = { table: "import_piece", owner: "import_id" };
export const tipFilePieces: PieceTable = { table: "tip_file_piece", owner: "file_id" };
type Owner = { id: string; authority: string };

/** Keeps a file, sealed, in the transaction that says of it. */
export async function keepPieces(
  work: Work,
  sealer: Sealer,
  { table, owner }: PieceTable,
  { id: ownerId, authority }: Owner,
  chunks: AsyncIterable<Buffer> | Iterable<Buffer>,
): Promise<void> {
  let number = 0;
  const keep = async (piece: Buffer) => {
    const id = uuidv7();
    const sealed = sealer.sealBytes({ field: `${table}.piece`, row: id }, piece);
    number += 1;
    await sql`insert into ${sql.table(table)} (id, authority, ${sql.ref(owner)}, number, piece)
      values (${id}, ${authority}, ${ownerId}, ${number}, ${sealed})`.execute(work);
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

/** A file, piece by piece, each in a transaction of its own. */
export async function* piecesOf(
  database: Database<Tables>,
  sealer: Sealer,
  { table, owner }: PieceTable,
  { id, authority }: Owner,
): AsyncGenerator<Buffer> {
  for (let number = 1; ; number += 1) {
    const { rows } = await database.as(
      authority,
      (work) =>
        sql<{ id: string; piece: Buffer }>`select id, piece from ${sql.table(table)}
          where ${sql.ref(owner)} = ${id} and number = ${number}`.execute(work),
      readOnly,
    );
    const [row] = rows;
    if (row === undefined) return;
    yield sealer.openBytes({ field: `${table}.piece`, row: row.id }, row.piece);
  }
}
