import type { DeadlineName } from "@shuangsui/contracts";
import { sql } from "kysely";
import { z } from "zod";
import type { Work } from "../tables.ts";

const cause = z.object({ issuer: z.string(), notice: z.string().nullable() });

/**
 * By whose notice a due time came to be what it is, null where a setting did it; undefined where it was not the calendar that
 * set it last, but one of the steps, named by their events.
 */
export async function movedByOf(
  work: Work,
  matterId: string,
  deadline: DeadlineName,
  steps: readonly string[],
): Promise<z.infer<typeof cause> | undefined> {
  const last = await work
    .selectFrom("event")
    .select(["type", "facts"])
    .where("matter_id", "=", matterId)
    .where((event) =>
      event.or([
        sql<boolean>`type = any(${[...steps]}::text[])`,
        event.and([event("type", "=", "due-moved"), event(sql`facts ->> 'deadline'`, "=", deadline)]),
      ]),
    )
    .orderBy("seq", "desc")
    .limit(1)
    .executeTakeFirst();
  return last?.type === "due-moved" ? cause.parse(last.facts) : undefined;
}
