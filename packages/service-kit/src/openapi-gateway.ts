import { isDeepStrictEqual } from "node:util";
import { mapped, objectOf, renameRefs, type Json, type JsonObject } from "./json-tree.ts";

/** A service's document, and where it is called. */
export type ServiceDocument = { name: string; url: string; document: JsonObject };

/**
 * One document of all services. A path begins with its service's name, `/inspection/api/v1/plans`, as each service takes it as
 * well, since several have the same ones; it names the server that takes it. An operation's id begins with it too; and so does
 * a schema's name, where two services mean different things by it.
 */
export function gatewayDocument(title: string, services: readonly ServiceDocument[]): JsonObject {
  const schemas: Record<string, Json> = {};
  const paths: Record<string, Json> = {};
  const tags = new Map<Json, Json>();
  const securitySchemes: Record<string, Json> = {};
  for (const { name, url, document } of services) {
    const components = objectOf(document["components"]);
    Object.assign(securitySchemes, objectOf(components["securitySchemes"]));
    for (const tag of listOf(document["tags"])) tags.set(objectOf(tag)["name"], tag);
    const own = objectOf(components["schemas"]);
    const names = namesBeside(schemas, own, pascal(name));
    for (const [schema, value] of Object.entries(own))
      schemas[names.get(schema) ?? schema] = renameRefs(value, names);
    for (const [path, methods] of Object.entries(objectOf(document["paths"])))
      paths[`/${name}${path}`] = {
        ...mapped(objectOf(renameRefs(methods, names)), (one) => {
          const operation = objectOf(one);
          const id = operation["operationId"];
          return { ...operation, operationId: name + pascal(typeof id === "string" ? id : "") };
        }),
        servers: [{ url, description: name }],
      };
  }
  const [first] = services;
  return {
    openapi: "3.1.0",
    info: { ...objectOf(first?.document["info"]), title, description: title },
    servers: services.map(({ name, url }) => ({ url, description: name })),
    tags: [...tags.values()],
    paths,
    components: { securitySchemes, schemas },
  };
}

/**
 * What a service's schemas are called beside those there already: by their own names where they are the same, or new. One that
 * leads to another that differs differs as well.
 */
function namesBeside(there: JsonObject, own: JsonObject, prefix: string): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (let apart = true; apart;) {
    apart = false;
    for (const [name, schema] of Object.entries(own)) {
      const known = there[name];
      if (names.has(name) || known === undefined) continue;
      if (isDeepStrictEqual(renameRefs(schema, names), known)) continue;
      names.set(name, prefix + name);
      apart = true;
    }
  }
  return names;
}

const pascal = (word: string) => word.slice(0, 1).toUpperCase() + word.slice(1);
const listOf = (value: Json): readonly Json[] => (Array.isArray(value) ? value : []);
