/** What is pasted from a spreadsheet, as the CSV that an upload is; undefined where it is no sheet with a line below its headings. */
export function csvOfPasted(text: string): { rows: number; csv: string } | undefined {
  const rows = rowsOf(text);
  if (rows.length < 2) return undefined;
  const width = Math.max(...rows.map((row) => row.length));
  const lines = rows.map((row) =>
    Array.from({ length: width }, (_, column) => cellOf(row[column] ?? "")).join(","),
  );
  return { rows: rows.length - 1, csv: `${lines.join("\r\n")}\r\n` };
}

/** Cells are parted by tabs; one with a tab, a quote or a line's end in it stands in quotes. Blank lines at the end are none. */
function rowsOf(text: string): string[][] {
  const rows: string[][] = [];
  const cell = /(?:"((?:[^"]|"")*)"|([^\t\r\n]*))(\t|\r\n|\r|\n|$)/y;
  let row: string[] = [];
  while (cell.lastIndex < text.length) {
    const at = cell.lastIndex;
    const found = cell.exec(text) ?? plain(text, at);
    const [whole = "", quoted, bare = "", end = ""] = found;
    cell.lastIndex = at + whole.length;
    row.push(quoted === undefined ? bare : quoted.replaceAll('""', '"'));
    if (end === "\t") {
      if (cell.lastIndex < text.length) continue;
      row.push("");
    }
    rows.push(row);
    row = [];
  }
  while (rows.at(-1)?.every((value) => value.trim() === "") === true) rows.pop();
  return rows;
}

/** A cell that begins with a quote and is none in quotes: as it stands. */
function plain(text: string, at: number): readonly (string | undefined)[] {
  const cell = /([^\t\r\n]*)(\t|\r\n|\r|\n|$)/y;
  cell.lastIndex = at;
  const [whole = "", bare, end] = cell.exec(text) ?? [];
  return [whole, undefined, bare, end];
}

const cellOf = (value: string) => (/[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);
