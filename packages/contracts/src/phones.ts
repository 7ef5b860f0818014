/** How a number ends that goes on to an extension: 转8, 分机8, ext. 8, -8, #8. */
const extension = "(?:(?:转|转接|分机|分机号|ext\\.?|x|#|-|—)(\\d{1,6}))?";
const forms = [
  // A mobile number: 138-0000-0000, +86 13800000000.
  new RegExp(`^(?:(?:\\+|00)86-?)?(1\\d{2}-?\\d{4}-?\\d{4})${extension}$`, "i"),
  // A landline with its area: 0692-2123456.
  new RegExp(`^(0\\d{2,3}-?\\d{7,8})${extension}$`, "i"),
  // A landline of this place: 2123456.
  new RegExp(`^(\\d{7,8})${extension}$`, "i"),
  // A service's: 400-800-1234, 12345.
  new RegExp(`^([48]00-?\\d{3,4}-?\\d{3,4})${extension}$`, "i"),
  new RegExp("^(\\d{5,6})$"),
  // Another country's: +95 1 234567.
  new RegExp("^((?:\\+|00)(?!86)\\d{6,15})$"),
  // Other groups of digits.
  new RegExp("^(\\d(?:-?\\d){4,19})$"),
];
/** A landline by its country: +86 692 2123456 is 0692 2123456 within it. */
const fromAbroad = /^(?:\+|00)86-?0?(?=[2-9]\d{1,2}-?\d{7,8})/;
const most = 5;

/**
 * The numbers of a phone field as people write them, each as it is dialled in China: digits alone, with `+` before another
 * country's, and `,` before an extension. Undefined where it holds anything else.
 */
export function dialledNumbers(written: string): string[] | undefined {
  // As most are written: there is nothing to read in it.
  if (/^1\d{10}$/.test(written)) return [written];
  const parts = written
    .normalize("NFKC")
    .split(/[、,;/|\n]|或者?/)
    .map((part) => part.trim())
    .filter((part) => part !== "");
  const dialled = parts.flatMap((part) => one(part) ?? part.split(/\s+/).map((piece) => one(piece)));
  const known = dialled.filter((number) => number !== undefined);
  return known.length === dialled.length && known.length > 0 && known.length <= most ? known : undefined;
}

function one(part: string): string | undefined {
  const plain = part
    .replaceAll(/[\s·.()[\]【】〔〕]/g, (mark) => (mark === ")" || mark === "]" ? "-" : ""))
    .replaceAll(/[‐-―−－–~]/g, "-")
    .replaceAll(/-{2,}/g, "-")
    .replace(/^-|-$/g, "")
    .replace(fromAbroad, "0");
  for (const form of forms) {
    const found = form.exec(plain);
    if (found === null) continue;
    const [, number = "", inner] = found;
    const digits = number.replaceAll("-", "").replace(/^00/, "+");
    return inner === undefined ? digits : `${digits},${inner}`;
  }
  return undefined;
}
