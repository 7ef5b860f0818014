import { protect } from "@shuangsui/service-kit/schema";
import { CompiledQuery, type Kysely } from "kysely";

const statements = [
  `create table registry.tip_file (
    id uuid primary key,
    authority text not null,
    tip_id uuid not null references registry.tip,
    sha256 text not null,
    media_type text not null,
    bytes integer not null,
    actor text not null,
    at timestamptz not null,
    unique (tip_id, sha256)
  )`,
  `create table registry.tip_file_piece (
    id uuid primary key,
    authority text not null,
    file_id uuid not null references registry.tip_file,
    number integer not null,
    piece bytea not null,
    unique (file_id, number)
  )`,
  // What was encrypted is not made smaller by compressing it.
  `alter table registry.tip_file_piece alter column piece set storage external`,
  `comment on column registry.tip_file_piece.piece is 'sealed by packages/sealing for this column and row'`,
];

/** The files of what tips rest on (article 2): in pieces, which are only sealed anew. */
export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await database.executeQuery(CompiledQuery.raw(statement));
  await protect(database, "registry", "tip_file", "written-once");
  await protect(database, "registry", "tip_file_piece", "kept");
}
