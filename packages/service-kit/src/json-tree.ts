/** A document of JSON, read as data. */
export type Json = string | number | boolean | null | undefined | readonly Json[] | JsonObject;
export type JsonObject = { readonly [name: string]: Json };

export const isObject = (value: Json): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** An object, or an empty one in the place of what is none. */
export const objectOf = (value: Json): JsonObject => (isObject(value) ? value : {});

export const mapped = (object: JsonObject, change: (value: Json, name: string) => Json): JsonObject =>
  Object.fromEntries(Object.entries(object).map(([name, value]) => [name, change(value, name)]));

const place = "#/components/schemas/";

/** The name of the schema of a document that a part of it refers to. */
export function referredBy(value: JsonObject): string | undefined {
  const target = value["$ref"];
  return typeof target === "string" && target.startsWith(place) ? target.slice(place.length) : undefined;
}

/** A part of a document, with other names of the schemas that it refers to. */
export function renameRefs(value: Json, names: ReadonlyMap<string, string>): Json {
  if (Array.isArray(value)) return value.map((one: Json) => renameRefs(one, names));
  if (!isObject(value)) return value;
  const name = referredBy(value);
  const renamed = name === undefined ? value : { ...value, $ref: place + (names.get(name) ?? name) };
  return mapped(renamed, (one) => renameRefs(one, names));
}
