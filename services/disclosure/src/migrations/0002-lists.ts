import { CompiledQuery, type Kysely } from "kysely";

const statements = [
  "create index draw_newest on disclosure.draw (committed_at desc, id desc)",
  // Of all words: PostgreSQL estimates how many hold the words by the statistics of an index of all rows alone.
  "create index publication_words on disclosure.publication using gin (search.pairs(words) search.by_pairs)",
];

/** Draws, of which the newest are listed first, and publications by a part of their title or their target's code. */
export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await database.executeQuery(CompiledQuery.raw(statement));
}
