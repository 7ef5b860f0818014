import type { FastifyDynamicSwaggerOptions } from "@fastify/swagger";
import { authorityOf, id, problemBody } from "@shuangsui/contracts";
import type { FastifyContextConfig, FastifySchema } from "fastify";
import { jsonSchemaTransform } from "fastify-type-provider-zod";
import { z } from "zod";

declare module "fastify" {
  // Declarations merge by interface alone.
  interface FastifyContextConfig {
    /** What the route's caller must show: who calls (`callerOf`), the services' token (`requireService`). By itself the first. */
    asks?: readonly ("caller" | "token")[];
    /** Whether it reads an Idempotency-Key. By itself a POST must have one, and a PUT that is a command may. */
    idempotencyKey?: "required" | "optional" | "none";
    /** An HTML page, also where it refuses, that asks nobody who calls. */
    page?: boolean;
    /** The media types of a body that it reads as a stream, past the schemas. */
    uploads?: readonly string[];
  }
}

/** How an app's document begins. */
export function documentOf(title: string): NonNullable<FastifyDynamicSwaggerOptions["openapi"]> {
  return {
    openapi: "3.1.0",
    info: {
      title,
      version: "1",
      description: `${title}. Authorities: ${authorityOf("533100")?.name ?? ""} and its counties.`,
    },
    components: {
      securitySchemes: {
        authority: {
          type: "apiKey",
          in: "header",
          name: "x-authority",
          description: "The division code (GB/T 2260) of the authority for which the call is made.",
        },
        actor: {
          type: "apiKey",
          in: "header",
          name: "x-actor",
          description: "An opaque id of the official or service that calls.",
        },
        token: {
          type: "http",
          scheme: "bearer",
          description: "What the system's services show one another.",
        },
      },
    },
  };
}

const shown = { caller: { authority: [], actor: [] }, token: { token: [] } };
const refusal = {
  description: "A refusal.",
  content: { "application/problem+json": { schema: problemBody } },
};
const pageRefusal = { ...refusal, content: { "text/html": { schema: z.string() } } };
const idempotencyKey = id.describe("The same request again under the same key answers as the first did.");
const keyHeaders = {
  required: z.object({ "idempotency-key": idempotencyKey }),
  optional: z.object({ "idempotency-key": idempotencyKey.optional() }),
};

/**
 * A route's part of the document: what its schema says, and what it need not repeat: what its caller shows, the
 * Idempotency-Key, the refusals, and the body of an upload.
 */
export const describeRoute: typeof jsonSchemaTransform = (route) => {
  if (route.schema === undefined || route.schema.hide === true) return jsonSchemaTransform(route);
  const config: FastifyContextConfig = route.route.config ?? {};
  const { page = false, asks = page ? [] : ["caller"], uploads } = config;
  const key = config.idempotencyKey ?? usualKey(String(route.route.method), route.schema);
  const { schema, url } = jsonSchemaTransform({
    ...route,
    schema: {
      ...route.schema,
      ...(asks.length === 0 ? {} : { security: [Object.assign({}, ...asks.map((part) => shown[part]))] }),
      ...(key === "none" ? {} : { headers: keyHeaders[key] }),
      response: {
        ...responsesOf(route.schema),
        ...(page ? { "4xx": pageRefusal, "5xx": pageRefusal } : { "4xx": refusal, "5xx": refusal }),
      },
    },
  });
  return {
    url,
    schema: {
      ...schema,
      ...(uploads === undefined ? {} : { body: bodyOf(uploads) }),
      response: { ...successOf(route.schema, page), ...responsesOf(schema) },
    },
  };
};

function responsesOf(schema: FastifySchema): Record<string, unknown> {
  return (schema.response ?? {}) as Record<string, unknown>;
}

function usualKey(method: string, schema: FastifySchema): "required" | "optional" | "none" {
  if (method === "POST") return "required";
  return Object.hasOwn(responsesOf(schema), "202") ? "optional" : "none";
}

function bodyOf(mediaTypes: readonly string[]) {
  const media = { schema: { type: "string", format: "binary" } };
  return { content: Object.fromEntries(mediaTypes.map((type) => [type, media])) };
}

/** What a route answers that sends its answer past the schemas: a page, a stream, or nothing. */
function successOf(schema: FastifySchema, page: boolean): Record<string, unknown> {
  if (Object.keys(responsesOf(schema)).some((status) => status.startsWith("2"))) return {};
  return {
    200: page
      ? { description: "The page.", content: { "text/html": { schema: { type: "string" } } } }
      : { description: "A stream, or nothing.", type: "null" },
  };
}
