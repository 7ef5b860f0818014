/** Why a command could not do its work, in one line for people. */
export class CannotRun extends Error {}

/** Called in a way that means nothing. */
export class Usage extends CannotRun {}

/** A text on one line, in which nothing can command the terminal: what is read from others may hold anything. */
function printable(text: string): string {
  return text.replaceAll(
    /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu,
    (one) => `\\u{${(one.codePointAt(0) ?? 0).toString(16)}}`,
  );
}

/** Tells on one line what went wrong. */
export function warn(text: string): void {
  process.stderr.write(`shuangsui: ${printable(text)}\n`);
}

/** Prints one line. */
export function print(text: string): void {
  process.stdout.write(`${printable(text)}\n`);
}
