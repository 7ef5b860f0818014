import * as contracts from "@shuangsui/contracts";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { fieldsOf } from "./web/form/shape.ts";

const web = join(import.meta.dirname, "web");
const named = new Map<string, unknown>(Object.entries(contracts));
for (const file of globSync("**/bodies.ts", { cwd: web }))
  for (const [name, schema] of Object.entries((await import(join(web, file))) as object))
    named.set(name, schema);

/** The schemas that an expression names: a schema, one of several, or, where it is looked up, each of them. */
function schemasIn(expression: string): z.ZodType[] {
  return [...expression.matchAll(/(\w+)(?:\.(\w+)|\[\w+\])?/g)].flatMap(([, name = "", member]) => {
    const found = named.get(name);
    if (found instanceof z.ZodType) return [found];
    if (typeof found !== "object" || found === null) return [];
    return Object.entries(found).flatMap(([key, schema]) =>
      schema instanceof z.ZodType && key === (member ?? key) ? [schema] : [],
    );
  });
}

/** What forms are made of, as the pages' sources have it; what is handed on by a page is found where it comes from. */
const expressions = new Set(
  globSync("**/*.tsx", { cwd: web }).flatMap((file) =>
    [...readFileSync(join(web, file), "utf8").matchAll(/\bschema(?:=\{(.+)\}|: (.+),)$/gm)].map(
      ([, given, held]) => given ?? held ?? "",
    ),
  ),
);
expressions.delete("schema");

describe("a form", () => {
  it.each([...expressions])("is drawn of all that %s asks for", (expression) => {
    const schemas = schemasIn(expression);
    expect(schemas, "stands in the contracts or in a bodies.ts").not.toEqual([]);
    for (const schema of schemas) expect(fieldsOf(schema)).toBeInstanceOf(Array);
  });

  it("is refused where a field may be an id or else an object, of which it would drop one", () => {
    expect(() => fieldsOf(contracts.itemChange)).toThrow(RangeError);
  });
});
