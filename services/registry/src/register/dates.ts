/** The built-in formats that show a number as a date (ECMA-376, 18.8.30), those of Chinese among them. */
const builtIn = (format: number) =>
  (format >= 14 && format <= 22) ||
  (format >= 27 && format <= 36) ||
  (format >= 45 && format <= 47) ||
  (format >= 50 && format <= 58);

/** Whether a format shows a number as a date: a built-in one, or one of a workbook's own with a year or a day in it. */
export function dateFormats(own: ReadonlyMap<number, string>): (format: number) => boolean {
  const isDate = new Map(
    [...own].map(([format, code]) => [
      format,
      // What stands in quotes, brackets or after a backslash is no part of the date.
      /[yd]/i.test(code.replaceAll(/"[^"]*"|\[[^\]]*\]|\\./g, "")),
    ]),
  );
  return (format) => isDate.get(format) ?? builtIn(format);
}

const dayMs = 86_400_000;

/** The day that a spreadsheet counts by a number, with the time where it has one. It takes 1900 for a leap year. */
export function dayOfSerial(serial: number, date1904: boolean): string {
  const days = date1904 ? serial + 1462 : serial < 60 ? serial + 1 : serial;
  const at = new Date(Date.UTC(1899, 11, 30) + Math.round(days * 86_400) * 1_000);
  if (Number.isNaN(at.getTime()) || days < 0 || days > 2_958_465) return String(serial);
  const text = at.toISOString();
  return at.getTime() % dayMs === 0 ? text.slice(0, 10) : `${text.slice(0, 10)} ${text.slice(11, 16)}`;
}
