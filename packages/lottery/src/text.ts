import { Refusal, type FileName } from "./refusal.ts";

/** Compares two texts of ASCII characters by their bytes, for `sort`. */
export function byBytes(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** True if each text is larger than the one before: sorted by bytes and unique. For ASCII. */
export function ascends(texts: readonly string[]): boolean {
  return texts.every((text, i) => i === 0 || (texts[i - 1] as string) < text);
}

/**
 * The text of a file given as bytes or text.
 * @throws Refusal if it is not UTF-8 or begins with a byte order mark
 */
export function textOf(file: FileName, content: string | Uint8Array): string {
  let text: string;
  if (typeof content === "string") {
    if (!content.isWellFormed()) throw new Refusal("form", "not UTF-8", file, 1);
    text = content;
  } else {
    try {
      text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(content);
    } catch {
      throw new Refusal("form", "not UTF-8", file, lineOfBadByte(content));
    }
  }
  if (text.startsWith("\uFEFF")) throw new Refusal("form", "begins with a byte order mark", file, 1);
  return text;
}

function lineOfBadByte(content: Uint8Array): number {
  let line = 1;
  let from = 0;
  for (let at = 0; at <= content.length; at++) {
    if (at < content.length && content[at] !== 10) continue;
    try {
      new TextDecoder("utf-8", { fatal: true }).decode(content.subarray(from, at));
    } catch {
      return line;
    }
    line += 1;
    from = at + 1;
  }
  return line - 1;
}

/**
 * The lines of a file without their ends. An empty file has none.
 * @throws Refusal if the last line has no line end
 */
export function linesOf(file: FileName, text: string): string[] {
  if (text === "") return [];
  const lines = text.split("\n");
  if (lines.pop() !== "") throw new Refusal("form", "the last line has no line end", file, lines.length + 1);
  return lines;
}

/** Lines as a file's text: each ends with a line end. */
export function fileOf(lines: readonly string[]): string {
  return lines.length === 0 ? "" : lines.join("\n") + "\n";
}
