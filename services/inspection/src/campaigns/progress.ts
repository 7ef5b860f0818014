import type { CampaignProgress, MatterInput } from "@shuangsui/contracts";
import type { ScopedDatabase } from "@shuangsui/service-kit";
import { sql } from "kysely";
import type { Work } from "../tables.ts";
import type { CampaignRow } from "./lifecycle.ts";

/** Hears how far a campaign's work is: how many are done, of how many where that is known. */
export type OnProgress = (done: number, total: number | null) => void;

/** How often what was heard is written down, milliseconds: what is over within that leaves no trace. */
const everyMs = 1_000;

/**
 * Does work that may be long, and shows supervisors how far it is. Where the process dies over it, what was shown stands until
 * another begins anew.
 */
export async function showingProgress<T>(
  database: ScopedDatabase<Work>,
  { id, authority }: MatterInput,
  phase: CampaignProgress["phase"],
  work: (onProgress: OnProgress) => Promise<T>,
): Promise<T> {
  let [done, total]: [number, number | null] = [0, null];
  let writing: Promise<unknown> | undefined;
  const write = () =>
    database.as(authority, (inside) =>
      sql`insert into campaign_progress (campaign_id, authority, phase, done, total, at)
            values (${id}, ${authority}, ${phase}, ${done}, ${total}, clock_timestamp())
            on conflict (campaign_id) do update
              set phase = excluded.phase, done = excluded.done, total = excluded.total, at = excluded.at`.execute(
        inside,
      ),
    );
  const timer = setInterval(() => {
    // What could not be shown holds up nothing.
    writing = (writing ?? Promise.resolve()).then(write).catch(() => undefined);
  }, everyMs);
  try {
    return await work((now, all) => ([done, total] = [now, all]));
  } finally {
    clearInterval(timer);
    if (writing !== undefined)
      await writing
        .then(() =>
          database.as(authority, (inside) =>
            inside.deleteFrom("campaign_progress").where("campaign_id", "=", id).execute(),
          ),
        )
        .catch(() => undefined);
  }
}

/** The states in which something is done that may be long: in others nobody need be asked. */
const busy: readonly CampaignRow["state"][] = ["scheme", "committed", "revealed"];

/** How far a campaign's work is; null where nothing lasts. */
export async function progressOf(
  work: Work,
  { id, state }: Pick<CampaignRow, "id" | "state">,
): Promise<CampaignProgress | null> {
  if (!busy.includes(state)) return null;
  const row = await work
    .selectFrom("campaign_progress")
    .select(["phase", "done", "total", "at"])
    .where("campaign_id", "=", id)
    .executeTakeFirst();
  return row === undefined ? null : { ...row, at: row.at.toISOString() };
}
