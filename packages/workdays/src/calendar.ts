import { formatDay, parseDate } from "./date.ts";
import { isNotice, nation, type CalendarChange, type Notice } from "./notice.ts";

/** A day on which a notice departs from the week, and which notice. */
export type Departure = { worked: boolean; notice: Notice };

/** The calendar of one authority in one version. */
export type Calendar = {
  version: number;
  /** By the number of the day. */
  departures: ReadonlyMap<number, Departure>;
  /** The years that have their national notice. Another counts weekends only, and may still change. */
  years: ReadonlySet<number>;
  /** Whether local holidays stop deadlines: where not, those of the nation alone are in it. */
  localHolidaysStop: boolean;
};

/** A version of an authority's calendar, with the change that made it. */
export type Edition = CalendarChange & { calendar: Calendar };
/** All versions of an authority's calendar, in order; at least one. */
export type Editions = readonly [Edition, ...Edition[]];

/**
 * The versions of the calendar of an authority, `chain` being the codes from the nation down to it. Who comes later in the
 * chain departs from those before, and a later issue from an earlier one. Throws RangeError when nothing concerns them, or a
 * notice names no date.
 */
export function editionsOf(changes: readonly CalendarChange[], chain: readonly string[]): Editions {
  const concerning = changes.filter(({ by }) => chain.includes(by.authority));
  const [first, ...others] = concerning.map((change, index) => ({
    ...change,
    calendar: calendarOf(concerning.slice(0, index + 1), chain, change.version),
  }));
  if (first === undefined) throw new RangeError("a calendar begins with a notice");
  return [first, ...others];
}

/** The newest version. */
export function newest(editions: Editions): Edition {
  return editions.at(-1) ?? editions[0];
}

/** The calendar as it was in a version, or in the one before where that version did not concern the authority. */
export function calendarIn(editions: Editions, version: number): Calendar {
  return (editions.findLast((edition) => edition.version <= version) ?? editions[0]).calendar;
}

/** The first version after one; undefined where that is the newest. */
export function editionAfter(editions: Editions, version: number): Edition | undefined {
  return editions.find((edition) => edition.version > version);
}

function calendarOf(changes: readonly CalendarChange[], chain: readonly string[], version: number): Calendar {
  const notices: Notice[] = [];
  let localStops = true;
  for (const { by } of changes) {
    if (isNotice(by)) notices.push(by);
    else localStops = by.stopDeadlines;
  }
  const superseded = new Set(notices.map(({ authority, supersedes }) => `${authority}/${supersedes}`));
  const inForce = notices.filter(({ authority, number }) => !superseded.has(`${authority}/${number}`));
  const departures = new Map<number, Departure>();
  for (const authority of chain) {
    if (authority !== nation && !localStops) continue;
    const own = inForce.filter((notice) => notice.authority === authority);
    for (const notice of own.toSorted((a, b) =>
      a.issuedOn < b.issuedOn ? -1 : a.issuedOn > b.issuedOn ? 1 : 0,
    ))
      for (const [day, worked] of daysOf(notice)) departures.set(day, { worked, notice });
  }
  const national = inForce.filter(({ authority }) => authority === nation);
  return {
    version,
    departures,
    years: new Set(national.flatMap((notice) => yearOf(notice) ?? [])),
    localHolidaysStop: localStops,
  };
}

function daysOf({ daysOff, worked }: Notice): [number, boolean][] {
  const off = daysOff.flatMap(({ from, to }) =>
    daysBetween(from, to).map((day): [number, boolean] => [day, false]),
  );
  return [...off, ...worked.map((date): [number, boolean] => [parseDate(date), true])];
}

function daysBetween(from: string, to: string): number[] {
  const first = parseDate(from);
  return Array.from({ length: Math.max(0, parseDate(to) - first + 1) }, (_, index) => first + index);
}

/** The year that a notice is for: the one in which most of its days fall, the later of two; null where it has none. */
function yearOf({ daysOff, worked }: Notice): number | null {
  const off = daysOff.flatMap(({ from, to }) => daysBetween(from, to)).map(formatDay);
  const counts = new Map<number, number>();
  for (const day of off.length > 0 ? off : worked) {
    const year = Number(day.slice(0, 4));
    counts.set(year, (counts.get(year) ?? 0) + 1);
  }
  const [most] = [...counts].toSorted(([a, many], [b, more]) => more - many || b - a);
  return most?.[0] ?? null;
}
