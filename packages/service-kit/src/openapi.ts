import type { FastifyDynamicSwaggerOptions } from "@fastify/swagger";
import { authorityOf, id, problemBody, type Access } from "@shuangsui/contracts";
import type { FastifyContextConfig, FastifySchema } from "fastify";
import { jsonSchemaTransform } from "fastify-type-provider-zod";
import { z } from "zod";

declare module "fastify" {
  // Declarations merge by interface alone.
  interface FastifyContextConfig {
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
        token: {
          type: "http",
          scheme: "bearer",
          bearerFormat: "JWT",
          description:
            "An access token of the OpenID provider, at most ten minutes old, for the audience shuangsui.",
        },
        authority: {
          type: "apiKey",
          in: "header",
          name: "x-authority",
          description:
            "With a token of the system's own services: the authority (GB/T 2260) for which one calls.",
        },
      },
    },
  };
}

/** What a caller shows, by whom a route lets in. */
function securityOf(action: Access | undefined) {
  if (action === undefined || action === "public") return [];
  return [action === "service" ? { token: [], authority: [] } : { token: [] }];
}
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
  const { page = false, action, uploads } = config;
  const key = config.idempotencyKey ?? usualKey(String(route.route.method), route.schema);
  const { schema, url } = jsonSchemaTransform({
    ...route,
    schema: {
      ...route.schema,
      security: securityOf(action),
      ...(action === undefined || action === "public" ? {} : { "x-action": action }),
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
