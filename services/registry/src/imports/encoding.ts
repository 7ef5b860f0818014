/** The encodings that a spreadsheet's text comes in, by their names in the Encoding Standard. */
export type Encoding = "utf-8" | "utf-16le" | "utf-16be" | "gb18030";

const marks: [Encoding, readonly number[]][] = [
  ["utf-8", [0xef, 0xbb, 0xbf]],
  ["utf-16le", [0xff, 0xfe]],
  ["utf-16be", [0xfe, 0xff]],
];

/** Learns from a file's bytes, as they pass, in which encoding it is. */
export type EncodingProbe = { see(chunk: Uint8Array): void; encoding(): Encoding };

/**
 * The encoding by the byte order mark; without one UTF-8, unless more of what is not ASCII is broken as UTF-8 than whole:
 * then it is GB18030, in which Chinese spreadsheets write. A byte or two broken on the way leave a file UTF-8.
 */
export function encodingProbe(): EncodingProbe {
  const decoder = new TextDecoder("utf-8");
  let first: number[] = [];
  let broken = 0;
  let whole = 0;
  return {
    see(chunk) {
      if (first.length < 3) first = [...first, ...chunk.subarray(0, 3)].slice(0, 3);
      for (const character of decoder.decode(chunk, { stream: true }).replaceAll(/[\0-\x7F]+/g, ""))
        if (character === "\uFFFD") broken += 1;
        else whole += 1;
    },
    encoding() {
      const marked = marks.find(([, bytes]) => bytes.every((byte, at) => first[at] === byte));
      return marked?.[0] ?? (broken > whole ? "gb18030" : "utf-8");
    },
  };
}

/** The texts of a file's bytes, without a byte order mark; what is no text in that encoding becomes U+FFFD. */
export async function* decoded(
  chunks: AsyncIterable<Uint8Array>,
  encoding: Encoding,
): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding);
  for await (const chunk of chunks) yield decoder.decode(chunk, { stream: true });
  yield decoder.decode();
}
