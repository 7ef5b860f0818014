import type { FastifyDynamicSwaggerOptions } from "@fastify/swagger";
import {
  id,
  operationIdOf,
  operations,
  problemBody,
  problemEntry,
  refusals,
  rolesOf,
  type Access,
  type ProblemCode,
} from "@shuangsui/contracts";
import type { FastifyContextConfig, FastifySchema } from "fastify";
import { jsonSchemaTransform } from "fastify-type-provider-zod";
import { z } from "zod";

declare module "fastify" {
  // Declarations merge by interface alone.
  interface FastifyContextConfig {
    /** Whether it reads an Idempotency-Key. By itself a POST must have one, and a PUT that is a command may. */
    idempotencyKey?: "required" | "optional" | "none";
    /** Whether it reads If-Match, the version that is written over. */
    ifMatch?: "required" | "optional";
    /** An HTML page, also where it refuses, that asks nobody who calls. */
    page?: boolean;
    /** The media types of a body that it reads as a stream, past the schemas. */
    uploads?: readonly string[];
    /** Asks for a token by itself, where the frame lets everybody in. */
    asksForToken?: boolean;
  }
}

/** How an app's document begins. Its addresses are those below the one where it is read. */
export function documentOf(
  title: string,
  issuer: string | undefined,
): NonNullable<FastifyDynamicSwaggerOptions["openapi"]> {
  const token =
    "An access token of the OpenID provider, at most ten minutes old, for the audience shuangsui: `npm run -s shuangsui -- token`, or the client credentials of a program.";
  return {
    openapi: "3.1.0",
    info: {
      title,
      version: "1",
      license: { name: "MIT", identifier: "MIT" },
      description: `${title}. An authority is named by its division code (GB/T 2260). A request that is none of HTTP is refused as request/malformed, request/too-slow or request/headers-too-large.`,
    },
    servers: [{ url: "/", description: "The service that gives this document" }],
    components: {
      securitySchemes: {
        token: { type: "http", scheme: "bearer", bearerFormat: "JWT", description: token },
        ...(issuer === undefined
          ? {}
          : {
              openId: {
                type: "openIdConnect",
                openIdConnectUrl: `${issuer}/.well-known/openid-configuration`,
                description: "Where such tokens come from.",
              },
            }),
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

/** What a caller shows, by whom a route lets in. Services' own headers are no way in for anybody else. */
function securityOf({ action, asksForToken = false }: FastifyContextConfig, issuer: boolean) {
  if (action === "service") return [{ token: [], authority: [] }];
  if (asksForToken) return [{ token: [] }];
  if (action === undefined || action === "public") return [];
  return [{ token: [] }, ...(issuer ? [{ openId: [] }] : [])];
}

const idempotencyKey = id.describe("The same request again under the same key answers as the first did.");
const versionSeen = z.string().describe("The version that is written over, as its ETag had it.");

/** The headers that a route reads beside the token. */
function headersOf(key: "required" | "optional" | "none", ifMatch: "required" | "optional" | undefined) {
  const shape = {
    ...(key === "none"
      ? {}
      : { "idempotency-key": key === "required" ? idempotencyKey : idempotencyKey.optional() }),
    ...(ifMatch === undefined
      ? {}
      : { "if-match": ifMatch === "required" ? versionSeen : versionSeen.optional() }),
  };
  return Object.keys(shape).length === 0 ? {} : { headers: z.object(shape) };
}

/**
 * A route's part of the document: what its schema says, and what it need not repeat: its name and words, who may call it and
 * what they show, the Idempotency-Key, the codes of its refusals, and the body of an upload.
 */
export const describeRoute: typeof jsonSchemaTransform = (route) => {
  if (route.schema === undefined || route.schema.hide === true) return jsonSchemaTransform(route);
  const config: FastifyContextConfig = route.route.config ?? {};
  const { page = false, action, uploads } = config;
  const method = String(route.route.method);
  const key = config.idempotencyKey ?? usualKey(method, route.schema);
  const operationId = operationIdOf(method, route.url);
  const words = Object.hasOwn(operations, operationId) ? operations[operationId] : undefined;
  const codes = refusalsOf(config, route.schema, { method, url: route.url, key, operationId });
  const issuer =
    "openapiObject" in route && route.openapiObject.components?.securitySchemes?.["openId"] !== undefined;
  const { schema, url } = jsonSchemaTransform({
    ...route,
    schema: {
      ...route.schema,
      operationId,
      ...(words === undefined ? {} : { summary: words.en, "x-summary-zh": words.zh }),
      ...aboutCaller(route.schema.description, words?.zh, action),
      security: securityOf(config, issuer),
      ...(page ? {} : { "x-refusals": codes }),
      ...headersOf(key, config.ifMatch),
      response: {
        ...responsesOf(route.schema),
        "4xx": refusal(codes, page, (status) => status < 500),
        "5xx": refusal(codes, page, (status) => status >= 500),
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

/** What a route says of itself in Chinese, what it does beyond its name, and by the policy who may ask it. */
function aboutCaller(description: string | undefined, zh: string | undefined, action: Access | undefined) {
  const guarded = action !== undefined && action !== "public";
  const roles = guarded && action !== "service" ? rolesOf(action) : [];
  const said = [
    zh === undefined ? undefined : `${zh}。`,
    description,
    roles.length === 0 ? undefined : `Roles: ${roles.join(", ")}.`,
  ].filter((one) => one !== undefined);
  return {
    ...(said.length === 0 ? {} : { description: said.join("\n\n") }),
    ...(guarded ? { "x-action": action } : {}),
    ...(roles.length === 0 ? {} : { "x-roles": roles }),
  };
}

/** By which codes a route refuses: those of its form, and those that its command names. */
function refusalsOf(
  config: FastifyContextConfig,
  { body, params, querystring }: FastifySchema,
  {
    method,
    url,
    key,
    operationId,
  }: {
    method: string;
    url: string;
    key: "required" | "optional" | "none";
    operationId: string;
  },
): ProblemCode[] {
  const { action, uploads, ifMatch, asksForToken = false } = config;
  const guarded = asksForToken || (action !== undefined && action !== "public");
  const hasBody = body !== undefined || uploads !== undefined;
  const given = (when: boolean, ...codes: readonly ProblemCode[]) => (when ? codes : []);
  return [
    ...new Set<ProblemCode>([
      ...given(
        guarded && !asksForToken,
        "caller/missing",
        "caller/token-invalid",
        "caller/authority-unknown",
        "caller/not-service",
      ),
      ...given(guarded && !asksForToken && action !== "service", "caller/not-allowed"),
      ...given(guarded && method !== "GET" && !asksForToken, "authority/not-yours"),
      ...given(hasBody || params !== undefined || querystring !== undefined, "body/invalid"),
      ...given(hasBody, "body/not-json", "body/media-type", "body/too-large"),
      ...given(url.includes(":"), "not-found"),
      ...given(key === "required", "command/key-missing"),
      ...given(ifMatch === "required", "version/missing"),
      ...given(ifMatch !== undefined, "version/changed"),
      ...given(key !== "none", "command/key-reused"),
      ...(Object.hasOwn(refusals, operationId) ? (refusals[operationId] ?? []) : []),
      "request/too-many",
      "internal",
      "unavailable",
    ]),
  ];
}

/** The refusals of a range of statuses, with the codes that there are. */
function refusal(codes: readonly ProblemCode[], page: boolean, ofRange: (status: number) => boolean) {
  if (page) return { description: "A refusal.", content: { "text/html": { schema: z.string() } } };
  const lines = codes
    .filter((code) => ofRange(problemEntry(code).status))
    .map((code) => `- \`${code}\` (${problemEntry(code).status}) ${problemEntry(code).zh}`);
  return {
    description: ["A refusal.", ...lines].join("\n"),
    content: { "application/problem+json": { schema: problemBody } },
  };
}

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
