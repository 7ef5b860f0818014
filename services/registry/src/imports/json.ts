import { Problem } from "@shuangsui/contracts";
import { nameTwice, utf8Text } from "@shuangsui/service-kit";
import { maxRowBytes } from "./limits.ts";
import type { ImportRow, Source } from "./rows.ts";

const code = (character: string) => character.charCodeAt(0);
const [quote, backslash, comma] = [code('"'), code("\\"), code(",")];
const [openArray, closeArray, openObject, closeObject] = [code("["), code("]"), code("{"), code("}")];
const blanks = new Set([" ", "\t", "\n", "\r"].map(code));
const byteOrderMark = [0xef, 0xbb, 0xbf];

/**
 * The rows of a JSON array, numbered from 1, each read by itself while the file streams by: no more than one row is held.
 * @throws Problem `body/not-json` where it is not JSON in UTF-8; `body/invalid` where it is no array
 */
export async function* jsonRows(chunks: AsyncIterable<Buffer>): AsyncGenerator<ImportRow> {
  let row = 0;
  for await (const element of elementsOf(chunks)) {
    row += 1;
    yield element === "too-large"
      ? { row, faults: [{ path: "", fault: "row-too-large", values: { max: maxRowBytes } }] }
      : rowOf(row, element);
  }
}

/** The same as a source of an import: JSON has no columns. */
export const jsonSource = (chunks: AsyncIterable<Buffer>): Source => ({
  rows: jsonRows(chunks),
  cellOf: () => undefined,
});

function rowOf(row: number, bytes: Buffer): ImportRow {
  const text = utf8Text(bytes);
  if (text === undefined) throw new Problem("body/not-json", "it is not in UTF-8");
  const value = parsed(text);
  const field = nameTwice(text)?.slice(0, 60);
  return field === undefined
    ? { row, value }
    : { row, faults: [{ path: "", fault: "field-twice", values: { field } }] };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Problem("body/not-json");
  }
}

/** The bytes between an array's brackets and commas, element by element, outside of any text or nested value. */
async function* elementsOf(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer | "too-large"> {
  let where = "before" as "before" | "within" | "after";
  let depth = 0;
  let inText = false;
  let escaped = false;
  let seen = 0;
  let elements = 0;
  const held = holder();
  for await (const chunk of chunks) {
    let from = 0;
    for (let at = 0; at < chunk.length; at += 1, seen += 1) {
      const byte = chunk[at] ?? 0;
      if (where !== "within") {
        if (blanks.has(byte) || (where === "before" && byte === byteOrderMark[seen])) continue;
        if (where === "after") throw new Problem("body/not-json");
        requireArray(byte);
        where = "within";
        from = at + 1;
      } else if (inText) {
        if (escaped) escaped = false;
        else if (byte === backslash) escaped = true;
        else if (byte === quote) inText = false;
      } else if (byte === quote) inText = true;
      else if (byte === openArray || byte === openObject) depth += 1;
      else if (depth > 0 && (byte === closeArray || byte === closeObject)) depth -= 1;
      else if (depth === 0 && (byte === comma || byte === closeArray)) {
        held.add(chunk.subarray(from, at));
        const element = held.take();
        from = at + 1;
        if (byte === closeArray) where = "after";
        if (where === "after" && elements === 0 && isBlank(element)) continue;
        elements += 1;
        yield element;
      }
    }
    if (where === "within") held.add(chunk.subarray(from));
  }
  if (where !== "after") throw new Problem("body/not-json");
}

/** What may begin a JSON value begins an array here. */
function requireArray(byte: number): void {
  if (byte === openArray) return;
  if (!/["{tfn\d-]/.test(String.fromCharCode(byte))) throw new Problem("body/not-json");
  throw new Problem("body/invalid", undefined, [{ path: "/", message: "is not an array" }]);
}

function isBlank(element: Buffer | "too-large"): boolean {
  return element !== "too-large" && element.every((byte) => blanks.has(byte));
}

/** Holds the bytes of one element as they come, as far as a row may be large. */
function holder() {
  let pieces: Buffer[] = [];
  let size = 0;
  return {
    add(piece: Buffer): void {
      size += piece.length;
      if (size <= maxRowBytes) pieces.push(Buffer.from(piece));
      else pieces = [];
    },
    take(): Buffer | "too-large" {
      const element = size > maxRowBytes ? ("too-large" as const) : Buffer.concat(pieces);
      pieces = [];
      size = 0;
      return element;
    },
  };
}
