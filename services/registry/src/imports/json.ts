import { Problem } from "@shuangsui/contracts";
import { utf8Text } from "@shuangsui/service-kit";
import { maxRowBytes } from "./limits.ts";
import type { ImportRow } from "./rows.ts";

/**
 * The rows of a JSON array, numbered from 1.
 * @throws Problem `body/not-json` where it is not JSON in UTF-8; `body/invalid` where it is no array
 */
export async function* jsonRows(chunks: AsyncIterable<Buffer>): AsyncGenerator<ImportRow> {
  const pieces: Buffer[] = [];
  for await (const chunk of chunks) pieces.push(chunk);
  const rows = parsed(Buffer.concat(pieces));
  if (!Array.isArray(rows))
    throw new Problem("body/invalid", undefined, [{ path: "/", message: "is not an array" }]);
  for (const [index, value] of rows.entries()) {
    const row = index + 1;
    const large = isLarge(value);
    yield large
      ? { row, fault: { path: "", message: `is larger than ${maxRowBytes} bytes` } }
      : { row, value };
  }
}

function parsed(bytes: Buffer): unknown {
  const text = utf8Text(bytes);
  if (text === undefined) throw new Problem("body/not-json", "it is not in UTF-8");
  try {
    return JSON.parse(text);
  } catch {
    throw new Problem("body/not-json");
  }
}

function isLarge(value: unknown): boolean {
  try {
    return Buffer.byteLength(JSON.stringify(value)) > maxRowBytes;
  } catch {
    // Nested deeper than the stack allows, which no row of this size is.
    return true;
  }
}
