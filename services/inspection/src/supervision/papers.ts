import type { Selectable } from "kysely";
import type { Tables, Work } from "../tables.ts";

export type Paper = Selectable<Tables["document"]>;

/** What was written of an order (answers, why it was given back, how it ended), in order. */
export function papersOf(work: Work, id: string): Promise<Paper[]> {
  return work
    .selectFrom("document")
    .selectAll()
    .where("matter_id", "=", id)
    .orderBy("at")
    .orderBy("kind")
    .orderBy("revision")
    .execute();
}
