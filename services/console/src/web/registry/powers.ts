/**
 * The numbers of powers in a text that was pasted or read from a file: of each line what stands before the first comma, tab or semicolon, each
 * once and in their order. A line that is one of the headings is none.
 */
export function powersIn(text: string, headings: readonly string[] = []): string[] {
  const firsts = text
    .replace(/^\uFEFF/, "")
    .split(/\r\n|\r|\n/)
    .map((line) =>
      (
        /^\s*"((?:[^"]|"")*)"/.exec(line)?.[1]?.replaceAll('""', '"') ??
        line.split(/[,，;；\t]/)[0] ??
        ""
      ).trim(),
    )
    .filter((first) => first !== "" && !headings.includes(first));
  return [...new Set(firsts)];
}

const hasHan = (text: string) => /\p{Script=Han}/u.test(text);

/** What a text file says, in UTF-8, UTF-16 with its mark, or GB18030; undefined where it is none, as a workbook is none. */
export function textOfFile(bytes: Uint8Array): string | undefined {
  const encodings = bytes[0] === 0xff && bytes[1] === 0xfe ? ["utf-16le"] : ["utf-8", "gb18030"];
  const readings = encodings.flatMap((encoding) => decoded(bytes, encoding) ?? []);
  // Some characters are letters of other scripts in UTF-8: 权 is Ȩ.
  const text = readings.find(hasHan) ?? readings[0];
  return text?.includes("\u0000") === true ? undefined : text;
}

function decoded(bytes: Uint8Array, encoding: string): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
