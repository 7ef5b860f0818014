import type { z } from "zod";
import { ServiceUnavailable } from "./unavailable.ts";

/** The answer as a value; undefined where it is empty. @throws ServiceUnavailable where it does not come whole */
export async function readJson(response: Response): Promise<unknown> {
  try {
    const text = await response.text();
    return text === "" ? undefined : JSON.parse(text);
  } catch {
    throw brokeOff();
  }
}

/** @throws ServiceUnavailable where they do not come whole */
export async function readBytes(response: Response): Promise<Uint8Array> {
  try {
    return new Uint8Array(await response.arrayBuffer());
  } catch {
    throw brokeOff();
  }
}

/** After how many milliseconds of reading others have their turn. */
const turnMs = 10;

/** Reads an NDJSON answer line by line. @throws ServiceUnavailable where it breaks off */
export async function* readLines<T extends z.ZodType>(
  { body }: Response,
  line: T,
): AsyncGenerator<z.output<T>> {
  if (body === null) throw new ServiceUnavailable("the answer is empty");
  let rest = "";
  let since = performance.now();
  for await (const chunk of textsOf(body)) {
    const texts = (rest + chunk).split("\n");
    rest = texts.pop() ?? "";
    for (const text of texts) if (text !== "") yield line.parse(JSON.parse(text));
    if (performance.now() - since < turnMs) continue;
    // What came faster than it is read would be read at one go, and hold up all else.
    await new Promise((resolve) => setTimeout(resolve, 0));
    since = performance.now();
  }
  if (rest !== "") throw brokeOff();
}

async function* textsOf(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  const reader = body.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      yield decoder.decode(value, { stream: true });
    }
    yield decoder.decode();
  } catch {
    throw brokeOff();
  } finally {
    // Whoever stops reading ends the sending.
    await reader.cancel().catch(() => undefined);
  }
}

const brokeOff = () => new ServiceUnavailable("the answer broke off");
