import {
  authorityOf,
  isPrefecture,
  Problem,
  superiorsOf,
  type CalendarNotice,
  type ProblemCode,
} from "@shuangsui/contracts";
import { nation, type Notice } from "@shuangsui/workdays";

/** No holiday is longer: a longer one is a slip of the pen that would move every deadline. */
const longestHolidayDays = 15;
const dayMs = 86_400_000;

/** A prefecture enters the nation's notices, its own and its counties'; a county its own. @throws Problem `authority/not-yours` */
export function requireMayEnter(caller: string, { authority }: Pick<Notice, "authority">): void {
  if (caller === authority) return;
  if (isPrefecture(caller) && (authority === nation || superiorsOf(authority).includes(caller))) return;
  throw new Problem("authority/not-yours");
}

/** Only a prefecture says whether local holidays stop deadlines. @throws Problem `authority/not-yours` */
export function requireMaySetLocalHolidays(caller: string): void {
  if (!isPrefecture(caller)) throw new Problem("authority/not-yours");
}

const refuse = (code: ProblemCode, path: string, message: string): never => {
  throw new Problem(code, message, [{ path, message }]);
};

/**
 * A notice names days that can be: each once, in their order, none both off and worked.
 * @throws Problem `body/invalid`, `calendar/wrong-order`, `calendar/too-long`, `calendar/days-overlap`,
 * `calendar/off-and-worked`, `calendar/no-days`
 */
export function requireDays({ authority, daysOff, worked, supersedes }: CalendarNotice): void {
  if (authority !== nation && authorityOf(authority) === undefined)
    refuse("body/invalid", "/authority", "is not the division code of an authority, nor 000000");
  for (const [index, { from, to }] of daysOff.entries()) {
    const path = `/daysOff/${index}`;
    if (to < from) refuse("calendar/wrong-order", path, `${from} is after ${to}`);
    const days = (Date.parse(to) - Date.parse(from)) / dayMs + 1;
    if (days > longestHolidayDays) refuse("calendar/too-long", path, `${days} days from ${from} to ${to}`);
    const other = daysOff.slice(0, index).find((before) => before.from <= to && from <= before.to);
    if (other !== undefined)
      refuse("calendar/days-overlap", path, `${from} to ${to} overlaps ${other.from} to ${other.to}`);
  }
  for (const [index, day] of worked.entries()) {
    const path = `/worked/${index}`;
    if (worked.indexOf(day) !== index) refuse("calendar/days-overlap", path, `${day} is worked twice`);
    if (daysOff.some(({ from, to }) => from <= day && day <= to))
      refuse("calendar/off-and-worked", path, `${day} is off and worked`);
  }
  if (daysOff.length === 0 && worked.length === 0 && supersedes === undefined)
    refuse("calendar/no-days", "/daysOff", "names no day");
}

/**
 * A notice's number is its authority's own, once; what it takes the place of was entered and still holds.
 * @throws Problem `calendar/number-used`, `calendar/supersedes-unknown`, `calendar/already-superseded`
 */
export function requirePlace(notice: CalendarNotice, entered: readonly Notice[]): void {
  const { authority, number, supersedes } = notice;
  const own = entered.filter((one) => one.authority === authority);
  if (own.some((one) => one.number === number)) refuse("calendar/number-used", "/number", number);
  if (supersedes === undefined) return;
  if (!own.some((one) => one.number === supersedes))
    refuse("calendar/supersedes-unknown", "/supersedes", supersedes);
  const by = own.find((one) => one.supersedes === supersedes);
  if (by !== undefined) refuse("calendar/already-superseded", "/supersedes", `${by.number} took its place`);
}
