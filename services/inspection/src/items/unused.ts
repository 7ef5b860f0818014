import type { SnapshotItem } from "@shuangsui/contracts";
import { sql } from "kysely";
import type { Work } from "../tables.ts";

/** After how many years an item that nobody was inspected by is named. */
const years = 5;

/** The day five years before a day (YYYY-MM-DD); of a 29 February the 28th. */
export function unusedSince(today: string): string {
  const [year = 0, month = 1, date = 1] = today.split("-").map(Number);
  const last = new Date(Date.UTC(year - years, month, 0)).getUTCDate();
  return new Date(Date.UTC(year - years, month - 1, Math.min(date, last))).toISOString().slice(0, 10);
}

/** Article 8: the items that have been on the list for five years, and by which nobody was inspected in them. */
export function unusedOf(
  items: readonly SnapshotItem[],
  lastUsed: ReadonlyMap<string, string>,
  today: string,
): (SnapshotItem & { lastUsedOn: string | null })[] {
  const since = unusedSince(today);
  return items.flatMap((item) => {
    const lastUsedOn = lastUsed.get(item.code) ?? null;
    const isOver = item.validTo !== null && item.validTo < today;
    const { code, name, validFrom, validTo } = item;
    return isOver || validFrom > since || (lastUsedOn !== null && lastUsedOn > since)
      ? []
      : [{ code, name, validFrom, validTo, lastUsedOn }];
  });
}

/** On which day (Asia/Shanghai) a check began last by each item of an authority. */
export async function lastUses(work: Work, authority: string): Promise<Map<string, string>> {
  const { rows } = await sql<{ code: string; used_on: string }>`
    select upper(code collate "C") as code, to_char(max(check_began_at) at time zone 'Asia/Shanghai', 'YYYY-MM-DD') as used_on
    from inspection cross join lateral jsonb_array_elements_text(item_codes) as code
    where authority = ${authority} and check_began_at is not null group by 1`.execute(work);
  return new Map(rows.map(({ code, used_on: usedOn }) => [code, usedOn]));
}
