import type { FastifyDynamicSwaggerOptions } from "@fastify/swagger";
import { examples, namedSchemas, operationTags } from "@shuangsui/contracts";
import { jsonSchemaTransformObject } from "fastify-type-provider-zod";
import { isDeepStrictEqual } from "node:util";
import { z } from "zod";

for (const [id, schema] of Object.entries(namedSchemas))
  z.globalRegistry.add(schema, { ...z.globalRegistry.get(schema), id });

type Json = string | number | boolean | null | undefined | readonly Json[] | JsonObject;
type JsonObject = { readonly [name: string]: Json };

const isObject = (value: Json): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const objectOf = (value: Json): JsonObject => (isObject(value) ? value : {});
const place = "#/components/schemas/";

/**
 * The whole of a document from its routes: the schemas that have names stand once, those alone that a route leads to; with the
 * words of its tags, and an example of each body that has one.
 */
export const completeDocument: NonNullable<FastifyDynamicSwaggerOptions["transformObject"]> = (given) => {
  // A document is data: read as such, whatever the types of each library that makes a part of it.
  const document: JsonObject = JSON.parse(JSON.stringify(jsonSchemaTransformObject(given)));
  const components = objectOf(document["components"]);
  const paths = withExamples(objectOf(document["paths"]));
  const named = schemasOf(paths, objectOf(components["schemas"]));
  const renamed = objectOf(renameRefs(paths, named.names));
  const tags = [
    ...new Set(operationsOf(renamed).flatMap(({ tags: its }) => (Array.isArray(its) ? its : []))),
  ];
  const schemes = new Set(
    operationsOf(renamed).flatMap(({ security }) =>
      Array.isArray(security) ? security.flatMap((one: Json) => Object.keys(objectOf(one))) : [],
    ),
  );
  const complete: JsonObject = {
    ...document,
    tags: tags.map((name) => ({ name, description: describedTag(String(name)) })),
    paths: renamed,
    components: {
      ...components,
      securitySchemes: only(objectOf(components["securitySchemes"]), schemes),
      schemas: named.schemas,
    },
  };
  return complete;
};

function describedTag(name: string): string {
  const words = Object.hasOwn(operationTags, name) ? operationTags[name] : undefined;
  return words === undefined ? name : `${words.en}. ${words.zh}。`;
}

/** All operations of a document's paths. */
function operationsOf(paths: JsonObject): JsonObject[] {
  return Object.values(paths).flatMap((methods) => Object.values(objectOf(methods)).map(objectOf));
}

function withExamples(paths: JsonObject): JsonObject {
  const shown = (operation: JsonObject): JsonObject => {
    const body = objectOf(operation["requestBody"]);
    const example = Object.entries(examples).find(([key]) => key === operation["operationId"])?.[1];
    const content = objectOf(body["content"]);
    const json = content["application/json"];
    if (example === undefined || json === undefined) return operation;
    const media = { ...objectOf(json), example: JSON.parse(JSON.stringify(example)) as Json };
    return { ...operation, requestBody: { ...body, content: { ...content, "application/json": media } } };
  };
  return mapped(paths, (methods) => mapped(objectOf(methods), (operation) => shown(objectOf(operation))));
}

/**
 * The schemas that paths lead to, and what they are called. What is read and what is written come apart, as `Plan` and
 * `PlanInput`: where they are one, or one alone is used, that is called `Plan`.
 */
function schemasOf(paths: JsonObject, all: JsonObject) {
  const used = reachable(paths, all);
  const plain = (name: string) => name.replace(/Input$/, "");
  const names = new Map([...used].map((name) => [name, plain(name)]));
  // One that leads to another that differs differs as well: until nothing more comes apart.
  for (let apart = true; apart;) {
    apart = false;
    for (const [name, called] of names) {
      if (name === called || !used.has(called)) continue;
      if (isDeepStrictEqual(renameRefs(all[name], names), renameRefs(all[called], names))) continue;
      names.set(name, name);
      apart = true;
    }
  }
  const schemas: Record<string, Json> = {};
  for (const [name, called] of names) schemas[called] = renameRefs(all[name], names);
  return {
    names,
    schemas: Object.fromEntries(Object.entries(schemas).toSorted(([a], [b]) => (a < b ? -1 : 1))),
  };
}

function reachable(from: Json, all: JsonObject): Set<string> {
  const used = new Set<string>();
  const visit = (value: Json): void => {
    if (Array.isArray(value)) return value.forEach(visit);
    if (!isObject(value)) return;
    const target = value["$ref"];
    if (typeof target === "string" && target.startsWith(place)) {
      const name = target.slice(place.length);
      if (!used.has(name)) {
        used.add(name);
        visit(all[name]);
      }
    }
    Object.values(value).forEach(visit);
  };
  visit(from);
  return used;
}

function renameRefs(value: Json, names: ReadonlyMap<string, string>): Json {
  if (Array.isArray(value)) return value.map((one: Json) => renameRefs(one, names));
  if (!isObject(value)) return value;
  const target = value["$ref"];
  const renamed =
    typeof target === "string" && target.startsWith(place)
      ? { ...value, $ref: place + (names.get(target.slice(place.length)) ?? target.slice(place.length)) }
      : value;
  return mapped(renamed, (one) => renameRefs(one, names));
}

const mapped = (object: JsonObject, change: (value: Json) => Json): JsonObject =>
  Object.fromEntries(Object.entries(object).map(([name, value]) => [name, change(value)]));

const only = (object: JsonObject, names: ReadonlySet<string>): JsonObject =>
  Object.fromEntries(Object.entries(object).filter(([name]) => names.has(name)));
