import type { FastifyInstance } from "fastify";
import { z } from "zod";

const noParameters = z.strictObject({});

/**
 * Lets no route ignore what it does not know: whoever asks for `dryRun` of a route that has none is refused, never obeyed
 * halfway. A route that names no parameters takes none.
 * @throws TypeError while routes are added, where one's parameters or body may hold more than they name
 */
export function refuseUnknownFields(app: FastifyInstance): void {
  app.addHook("onRoute", (route) => {
    // A route of every path has no fields of its own.
    if (route.url.includes("*")) return;
    const { querystring = noParameters, body } = route.schema ?? {};
    for (const [part, schema] of Object.entries({ parameters: querystring, body }))
      if (schema instanceof z.ZodType && !isClosed(schema))
        throw new TypeError(
          `${String(route.method)} ${route.url} would ignore ${part} that it does not know`,
        );
    route.schema = { ...route.schema, querystring };
  });
}

/** Whether every object of a schema refuses names that it does not know. */
function isClosed(schema: unknown): boolean {
  if (!(schema instanceof z.ZodType)) return true;
  if (schema instanceof z.ZodObject)
    return schema.def.catchall instanceof z.ZodNever && Object.values(schema.shape).every(isClosed);
  if (schema instanceof z.ZodUnion) return schema.options.every(isClosed);
  if (schema instanceof z.ZodArray) return isClosed(schema.element);
  if (schema instanceof z.ZodPipe) return isClosed(schema.in) && isClosed(schema.out);
  return !("innerType" in schema.def) || isClosed(schema.def.innerType);
}
