import type { CalendarNotice, CalendarNoticeView } from "@shuangsui/contracts";
import { appendChange, lockCalendar, readChanges, type StoredChange } from "@shuangsui/service-kit";
import { isNotice, type Notice } from "@shuangsui/workdays";
import type { Work } from "../tables.ts";
import { requirePlace } from "./rules.ts";

type StoredNotice = StoredChange & { content: Notice };

const isNoticeRow = (row: StoredChange): row is StoredNotice => isNotice(row.content);

/** Enters a notice as the calendar's next version. @throws Problem as `requirePlace` */
export async function enterNotice(
  work: Work,
  notice: CalendarNotice,
  entry: { id: string; at: Date; actor: string },
): Promise<void> {
  await lockCalendar(work);
  const entered = (await readChanges(work, 0)).filter(isNoticeRow).map(({ content }) => content);
  requirePlace(notice, entered);
  await appendChange(work, { ...entry, by: { ...notice, supersedes: notice.supersedes ?? null } });
}

/** All notices in the order in which they were entered, with what took the place of which. */
export async function listNotices(work: Work): Promise<CalendarNoticeView[]> {
  const rows = (await readChanges(work, 0)).filter(isNoticeRow);
  return rows.map(({ id, version, at, content }) => {
    const { authority, number, issuedOn, name, daysOff, worked, supersedes } = content;
    const replacing = rows.find(
      ({ content: other }) => other.authority === authority && other.supersedes === number,
    );
    return {
      id,
      version,
      authority,
      number,
      issuedOn,
      name,
      daysOff: [...daysOff],
      worked: [...worked],
      supersedes,
      supersededBy: replacing?.content.number ?? null,
      enteredAt: at.toISOString(),
    };
  });
}
