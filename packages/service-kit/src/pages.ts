import { id, Problem } from "@shuangsui/contracts";

/** Wraps the key of a page's last row into an opaque cursor. */
export function cursorOf(key: readonly string[]): string {
  return Buffer.from(JSON.stringify(key)).toString("base64url");
}

/**
 * Reads the key out of a cursor of `length` parts.
 * @throws Problem `body/invalid`
 */
export function keyOf(cursor: string, length: number): string[] {
  try {
    const key: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"));
    if (
      Array.isArray(key) &&
      key.length === length &&
      key.every((part): part is string => typeof part === "string" && !part.includes("\u0000"))
    )
      return key;
  } catch {
    // falls through: a cursor that does not parse is refused like any other
  }
  throw notOfThisList();
}

/**
 * The id after which a list by id goes on, or null at its beginning.
 * @throws Problem `body/invalid`
 */
export function idOfCursor(cursor: string | undefined): string | null {
  if (cursor === undefined) return null;
  const key = id.safeParse(keyOf(cursor, 1)[0]);
  if (!key.success) throw notOfThisList();
  return key.data;
}

/** Makes a page of rows fetched with `limit + 1`: the extra one tells whether another page follows. */
export function pageOfRows<Row>(
  rows: readonly Row[],
  limit: number,
  key: (row: Row) => readonly string[],
): { items: Row[]; next: string | null } {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, next: rows.length > limit && last !== undefined ? cursorOf(key(last)) : null };
}

function notOfThisList(): Problem {
  return new Problem("body/invalid", undefined, [
    { path: "/after", message: "is not a cursor of this list" },
  ]);
}
