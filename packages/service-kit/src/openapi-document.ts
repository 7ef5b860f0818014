import type { FastifyDynamicSwaggerOptions } from "@fastify/swagger";
import { examples, namedSchemas, operationTags } from "@shuangsui/contracts";
import { jsonSchemaTransformObject } from "fastify-type-provider-zod";
import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import {
  isObject,
  mapped,
  objectOf,
  referredBy,
  renameRefs,
  type Json,
  type JsonObject,
} from "./json-tree.ts";

for (const [id, schema] of Object.entries(namedSchemas))
  z.globalRegistry.add(schema, { ...z.globalRegistry.get(schema), id });

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
    const name = referredBy(value);
    if (name !== undefined && !used.has(name)) {
      used.add(name);
      visit(all[name]);
    }
    Object.values(value).forEach(visit);
  };
  visit(from);
  return used;
}

const only = (object: JsonObject, names: ReadonlySet<string>): JsonObject =>
  Object.fromEntries(Object.entries(object).filter(([name]) => names.has(name)));
