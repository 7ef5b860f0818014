import type { Words } from "@shuangsui/contracts/words/zh";
import { z } from "zod";

/** A field of a form, as the schema of what is sent says. */
export type Field = {
  name: string;
  required: boolean;
  /** Left blank it is sent as null, where the schema wants it named. */
  nullable: boolean;
  kind: FieldKind;
};
export type FieldKind =
  | { is: "text"; max: number | undefined; long: boolean }
  | { is: "choice"; values: readonly string[] }
  | { is: "number"; min: number | undefined; max: number | undefined; whole: boolean }
  | { is: "yes-no" }
  | { is: "day" }
  | { is: "instant" }
  | { is: "hash" }
  | { is: "id" }
  | { is: "group"; fields: readonly Field[] }
  | { is: "list"; of: FieldKind; min: number }
  | { is: "variants"; by: string; variants: readonly Variant[] };
type Variant = { value: string | boolean; fields: readonly Field[] };

type Json = z.core.JSONSchema.JSONSchema;
const longFrom = 300;
const hash = "^[0-9a-f]{64}$";

/** What a schema is called in documents is no field of a form. */
const nothing = z.registry<Record<string, never>>();

/** The fields of a body that is an object. @throws RangeError where one of them cannot be drawn */
export function fieldsOf(schema: z.ZodType): readonly Field[] {
  return fieldsIn(z.toJSONSchema(schema, { io: "input", unrepresentable: "any", metadata: nothing }) as Json);
}

function fieldsIn(json: Json): readonly Field[] {
  const required = new Set(json.required ?? []);
  return Object.entries(json.properties ?? {}).map(([name, given]) => {
    const { json: one, nullable } = withoutNull(given as Json);
    return { name, nullable, required: required.has(name) && !nullable, kind: kindOf(one) };
  });
}

function withoutNull(json: Json): { json: Json; nullable: boolean } {
  // A plain type that may be null is written in short.
  const types = json.type as string | readonly string[] | undefined;
  const [type] = Array.isArray(types) ? types.filter((one) => one !== "null") : [];
  if (type !== undefined) return { json: { ...json, type }, nullable: true };
  const among = json.anyOf as readonly Json[] | undefined;
  const others = among?.filter(({ type }) => type !== "null");
  const [only] = others ?? [];
  if (among === undefined || only === undefined || others?.length === among.length || others?.length !== 1)
    return { json, nullable: false };
  return { json: only, nullable: true };
}

function kindOf(json: Json): FieldKind {
  const variants = (json.oneOf ?? json.anyOf) as readonly Json[] | undefined;
  if (variants !== undefined) return variantsOf(variants);
  if (json.enum !== undefined) return { is: "choice", values: json.enum.map(String) };
  if (json.const !== undefined) return { is: "choice", values: [String(json.const)] };
  switch (json.type) {
    case "object":
      return { is: "group", fields: fieldsIn(json) };
    case "array":
      return { is: "list", of: kindOf((json.items ?? {}) as Json), min: json.minItems ?? 0 };
    case "boolean":
      return { is: "yes-no" };
    case "integer":
    case "number":
      return {
        is: "number",
        min: json.minimum,
        max: json.maximum === Number.MAX_SAFE_INTEGER ? undefined : json.maximum,
        whole: json.type === "integer",
      };
    default:
      return textOf(json);
  }
}

function textOf({ format, pattern, maxLength }: Json): FieldKind {
  if (format === "date") return { is: "day" };
  if (format === "date-time") return { is: "instant" };
  if (format === "uuid") return { is: "id" };
  if (pattern === hash) return { is: "hash" };
  return { is: "text", max: maxLength, long: (maxLength ?? 0) > longFrom };
}

/** Objects that are told apart by one property, whose value is each one's own. @throws RangeError of what else may be one thing or another */
function variantsOf(variants: readonly Json[]): FieldKind {
  const valueOf = (one: Json, name: string): unknown => (one.properties?.[name] as Json | undefined)?.const;
  const by = Object.keys(variants[0]?.properties ?? {}).find((name) =>
    variants.every((one) => valueOf(one, name) !== undefined),
  );
  if (by === undefined)
    throw new RangeError(`a form cannot draw what is one of these: ${JSON.stringify(variants)}`);
  return {
    is: "variants",
    by,
    variants: variants.map((one) => ({
      value: valueOf(one, by) as string | boolean,
      fields: fieldsIn(one).filter(({ name }) => name !== by),
    })),
  };
}

/** The groups of words that name the values of fields. */
const named = [
  "feedbackMethod",
  "deliveryMethod",
  "findingPath",
  "refusalGround",
  "conflictGround",
  "recusalGround",
  "recusalDeclarer",
  "recusalReason",
  "signedPaper",
  "riskClass",
  "targetKind",
  "inspectionOrigin",
  "inspectionKind",
  "teamBy",
  "creditKind",
  "category",
  "inspectorKind",
  "officerType",
  "specialty",
  "matterClass",
] as const;

/** What the values of a closed set are called: by the group of words that names all of them. */
export function namesOf(
  words: Words,
  own: Readonly<Record<string, string>>,
  values: readonly string[],
): readonly string[] {
  const groups = words as unknown as Readonly<Record<string, Readonly<Record<string, string>> | undefined>>;
  const group = named
    .map((name) => groups[name] ?? {})
    .find((one) => values.every((value) => Object.hasOwn(one, value)));
  return values.map((value) => group?.[value] ?? own[value] ?? value);
}
