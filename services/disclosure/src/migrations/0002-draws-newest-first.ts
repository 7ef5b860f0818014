import { CompiledQuery, type Kysely } from "kysely";

/** The order in which draws are listed. */
export async function up(database: Kysely<unknown>): Promise<void> {
  await database.executeQuery(
    CompiledQuery.raw("create index draw_newest on disclosure.draw (committed_at desc, id desc)"),
  );
}
