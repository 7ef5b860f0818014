import { Refusal } from "./refusal.ts";

/** Takes a parsed JSON value as a T, or refuses it; `where` names it in the refusal. */
export type Form<T> = (value: unknown, where: string) => T;

type Shape = Readonly<Record<string, Form<unknown>>>;
type Shaped<S extends Shape> = { readonly [K in keyof S]: S[K] extends Form<infer T> ? T : never };

const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;

function refuse(where: string, wanted: string): never {
  throw new Refusal("form", `${where} is not ${wanted}`);
}

/** A text of one character or more, NFC, without lone surrogates. */
export const text: Form<string> = (value, where) => {
  if (typeof value !== "string" || value === "") refuse(where, "a text");
  if (!value.isWellFormed() || value.normalize("NFC") !== value) refuse(where, "in NFC");
  return value;
};

/** A text that fits a pattern, described by `wanted`. */
export function pattern(fits: RegExp, wanted: string): Form<string> {
  return (value, where) => (typeof value === "string" && fits.test(value) ? value : refuse(where, wanted));
}

/** A name of a stratum, a profile, a type or a specialty. */
export const name = pattern(/^[A-Za-z0-9_-]+$/, "a name of A-Z a-z 0-9 _ -");
/** A hash or secret: 64 lower-case hex characters. */
export const hex64 = pattern(/^[0-9a-f]{64}$/, "64 lower-case hex characters");
/** An opaque id: 44 lower-case hex characters. */
export const opaque = pattern(/^[0-9a-f]{44}$/, "an id of 44 lower-case hex characters");

/** An instant in UTC with milliseconds. */
export const time: Form<string> = (value, where) => {
  if (typeof value !== "string" || !TIME.test(value)) refuse(where, "a time YYYY-MM-DDTHH:MM:SS.sssZ");
  const instant = new Date(value);
  if (Number.isNaN(instant.getTime()) || instant.toISOString() !== value) refuse(where, "a time that exists");
  return value;
};

/** An integer of `least` or more. */
export function integer(least: number): Form<number> {
  return (value, where) =>
    typeof value === "number" && Number.isSafeInteger(value) && value >= least
      ? value
      : refuse(where, `an integer of ${least} or more`);
}

/** One of some texts. */
export function oneOf<const T extends string>(...allowed: readonly T[]): Form<T> {
  return (value, where) => allowed.find((one) => one === value) ?? refuse(where, allowed.join(" or "));
}

/** Null, or what `form` takes. */
export function orNull<T>(form: Form<T>): Form<T | null> {
  return (value, where) => (value === null ? null : form(value, where));
}

/** A list of what `form` takes. */
export function listOf<T>(form: Form<T>): Form<readonly T[]> {
  return (value, where) =>
    Array.isArray(value) ? value.map((one, i) => form(one, `${where}[${i}]`)) : refuse(where, "a list");
}

/** A list of names, sorted and unique. */
export const sortedNames: Form<readonly string[]> = (value, where) => {
  const names = listOf(name)(value, where);
  if (names.some((one, i) => i > 0 && (names[i - 1] as string) >= one)) refuse(where, "sorted and unique");
  return names;
};

/** An object with exactly these keys in this order. */
export function object<S extends Shape>(shape: S): Form<Shaped<S>> {
  const keys = Object.keys(shape);
  return (value, where) => {
    const found = recordOf(value, where);
    const names = Object.keys(found);
    if (names.length !== keys.length || names.some((key, i) => key !== keys[i])) {
      refuse(where, `an object of ${keys.join(", ")} in this order`);
    }
    const taken: Record<string, unknown> = {};
    for (const [key, form] of Object.entries(shape)) taken[key] = form(found[key], key);
    return taken as Shaped<S>;
  };
}

/** Any JSON object. */
export function recordOf(value: unknown, where: string): Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) refuse(where, "an object");
  return value as Record<string, unknown>;
}

/**
 * Reads one JSON text as a T, and refuses it unless `JSON.stringify` writes it exactly like that.
 * @throws Refusal
 */
export function readJson<T>(line: string, form: Form<T>): T {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw new Refusal("form", "not JSON");
  }
  const taken = form(value, "the line");
  if (JSON.stringify(value) !== line) throw new Refusal("form", "not as JSON.stringify writes it");
  return taken;
}
