import type { Field, FieldKind } from "./shape.ts";

export type Values = Readonly<Record<string, unknown>>;

/** Turns what stands in a form's fields into what is sent: blanks are left out, or null where they must be named. */
export function bodyOf(fields: readonly Field[], values: Values): Record<string, unknown> {
  const body: Record<string, unknown> = {};
  for (const { name, kind, nullable, required } of fields) {
    const value = sentOf(kind, values[name], required);
    if (value !== undefined) body[name] = value;
    else if (nullable) body[name] = null;
  }
  return body;
}

/** What is sent of one field; undefined where it is left out, as everything is that is blank and need not be there. */
function sentOf(kind: FieldKind, value: unknown, required: boolean): unknown {
  switch (kind.is) {
    case "text": {
      const text = typeof value === "string" ? value.trim().normalize("NFC") : "";
      return text === "" ? undefined : text;
    }
    case "instant":
      return typeof value === "string" && value !== "" ? instantOf(value) : undefined;
    case "group": {
      const body = bodyOf(kind.fields, isObject(value) ? value : {});
      return required || Object.values(body).some((one) => one !== null && !isEmpty(one)) ? body : undefined;
    }
    case "list": {
      const all = Array.isArray(value)
        ? value.flatMap((one: unknown) => sentOf(kind.of, one, true) ?? [])
        : [];
      return all.length === 0 && !required ? undefined : all;
    }
    case "variants": {
      if (!isObject(value)) return undefined;
      const variant = kind.variants.find((one) => String(one.value) === String(value[kind.by]));
      return variant === undefined
        ? undefined
        : { [kind.by]: variant.value, ...bodyOf(variant.fields, value) };
    }
    case "choice":
    case "number":
    case "yes-no":
    case "day":
    case "hash":
    case "id":
      return value === "" || value === null ? undefined : value;
  }
}

/** Whether nothing stands in a field: what need not be there is left out then. */
export const isLeftOut = (kind: FieldKind, value: unknown): boolean =>
  sentOf(kind, value, false) === undefined;

const isEmpty = (value: unknown) => Array.isArray(value) && value.length === 0;
const isObject = (value: unknown): value is Values =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A time as a field of a browser has it, which people read as Beijing's. */
function instantOf(local: string): string {
  return new Date(`${local}+08:00`).toISOString();
}

/** An instant as such a field has it. */
export function localOf(instant: string): string {
  return new Date(new Date(instant).getTime() + 8 * 3_600_000).toISOString().slice(0, 19);
}
