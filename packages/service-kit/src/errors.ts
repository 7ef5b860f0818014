import {
  faultOf,
  Problem,
  problemEntry,
  sentenceOf,
  type FaultCode,
  type FaultValues,
  type ProblemPlace,
} from "@shuangsui/contracts";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { hasZodFastifySchemaValidationErrors, isResponseSerializationError } from "fastify-type-provider-zod";
import { codeOf, isOutage } from "./database.ts";
import { ServiceUnavailable } from "./unavailable.ts";
import type { Unrouted } from "./unrouted.ts";

/** The RFC 9457 body of a refusal. `instance` is the request's id. */
export function problemBodyOf(problem: Problem, instance?: string) {
  const entry = problemEntry(problem.code);
  return {
    type: `https://shuangsui.example/problems/${problem.code}`,
    title: entry.en,
    titleZh: entry.zh,
    status: entry.status,
    code: problem.code,
    ...(problem.detail === undefined ? {} : { detail: problem.detail }),
    ...(entry.article === undefined ? {} : { article: entry.article }),
    ...(instance === undefined ? {} : { instance }),
    ...(problem.places.length === 0 ? {} : { errors: problem.places }),
    ...(problem.moreRows === 0 ? {} : { moreRows: problem.moreRows }),
  };
}

function fromValidation(error: unknown): Problem | undefined {
  if (!hasZodFastifySchemaValidationErrors(error)) return undefined;
  const places = error.validation.flatMap(placesOf);
  // One fault a place: the others of it follow from the first, or are seen when that is mended.
  const first = places.filter(({ path }, index) => places.findIndex((one) => one.path === path) === index);
  return new Problem("body/invalid", undefined, first);
}

/** A schema's issue as a request's validation gives it. */
type Invalid = {
  keyword: string;
  instancePath: string;
  message?: string | undefined;
  params: Readonly<Record<string, unknown>>;
};

function placesOf({ keyword, instancePath, message = "", params }: Invalid): ProblemPlace[] {
  const place = (path: string, fault: FaultCode, values: FaultValues = {}): ProblemPlace => ({
    path,
    fault,
    message: sentenceOf(fault, values),
  });
  if (keyword === "unrecognized_keys" && Array.isArray(params["keys"])) {
    const at = instancePath === "/" ? "" : instancePath;
    return params["keys"]
      .map((key) => String(key).slice(0, 60))
      .map((field) => place(`${at}/${field}`, "unknown-field", { field }));
  }
  // The library tells of a value that is not there by its message alone.
  if (keyword === "invalid_type" && message.endsWith("received undefined"))
    return [place(instancePath || "/", "missing")];
  const { fault, values } = faultOf({ code: keyword, ...params });
  return [place(instancePath || "/", fault, values)];
}

const byFastifyCode = new Map<string, Problem>([
  ["FST_ERR_CTP_BODY_TOO_LARGE", new Problem("body/too-large")],
  ["FST_ERR_CTP_INVALID_MEDIA_TYPE", new Problem("body/media-type")],
  ["FST_ERR_CTP_EMPTY_JSON_BODY", new Problem("body/not-json")],
  ["FST_ERR_CTP_INVALID_JSON_BODY", new Problem("body/not-json")],
  ["FST_ERR_CTP_INVALID_CONTENT_LENGTH", new Problem("body/not-json")],
]);

/** JSON, of which no object may be read that changes what objects are. */
export const forbiddenName = new Problem("body/invalid", undefined, [
  { path: "/", fault: "forbidden-field", message: sentenceOf("forbidden-field") },
]);

/** The refusal that an error amounts to; what nobody foresaw is `internal`. */
export function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  const validation = fromValidation(error);
  if (validation !== undefined) return validation;
  const known = byFastifyCode.get(codeOf(error) ?? "");
  if (known !== undefined) return known;
  if (error instanceof SyntaxError) {
    return /prototype property/.test(error.message) ? forbiddenName : new Problem("body/not-json");
  }
  if (error instanceof ServiceUnavailable || isOutage(error)) return new Problem("unavailable");
  return new Problem("internal");
}

/** Sends a refusal. */
export function sendProblem(request: FastifyRequest, reply: FastifyReply, problem: Problem): FastifyReply {
  const body = problemBodyOf(problem, request.id);
  if (body.status === 401) reply.header("www-authenticate", challengeOf(problem));
  return reply
    .code(body.status)
    .header("content-type", "application/problem+json; charset=utf-8")
    .serializer(JSON.stringify)
    .send(body);
}

/** What tells a client how to come in (RFC 6750). */
function challengeOf({ code }: Problem): string {
  const realm = 'Bearer realm="shuangsui"';
  return code === "caller/token-invalid" ? `${realm}, error="invalid_token"` : realm;
}

/** Answers a refusal with a page. */
export type RefusalPage = (
  request: FastifyRequest,
  reply: FastifyReply,
  problem: Problem,
) => FastifyReply | Promise<FastifyReply>;

/** Sends a refusal of a request that no route takes: with a page, where the app has pages and the reader wants one. */
export function sendUnrouted(
  request: FastifyRequest,
  reply: FastifyReply,
  problem: Problem,
  page: RefusalPage | undefined,
): FastifyReply | Promise<FastifyReply> {
  return page !== undefined && wantsPage(request)
    ? page(request, reply, problem)
    : sendProblem(request, reply, problem);
}

/** Whether a reader asks for HTML; who does not say what it wants reads pages outside the API alone. */
function wantsPage({ headers: { accept = "*/*" }, url }: FastifyRequest): boolean {
  if (accept.includes("text/html")) return true;
  return accept.includes("*/*") && !/^\/(?:api|internal)(?:\/|$)/.test(url);
}

/** Turns every error and every request that no route takes into a problem, or the latter into a page, at one place. */
export function handleErrors(
  app: FastifyInstance,
  unrouted: Unrouted,
  page?: RefusalPage,
  onRefusal: (request: FastifyRequest, problem: Problem) => void = () => undefined,
): void {
  app.setErrorHandler((error, request, reply) => {
    // Of a method that the router has never heard of, such as QUERY.
    const isUnrouted = codeOf(error) === "FST_ERR_NOT_FOUND";
    const problem = isUnrouted ? unrouted(request, reply) : problemOf(error);
    if (isUnrouted || request.is404) return sendUnrouted(request, reply, problem, page);
    onRefusal(request, problem);
    if (problem.code === "internal")
      request.log.error(
        {
          code: codeOf(error),
          error: error instanceof Error ? { name: error.name, stack: stackOf(error) } : {},
          serialization: isResponseSerializationError(error) ? error.cause.issues : undefined,
        },
        "a request failed",
      );
    return sendProblem(request, reply, problem);
  });
  app.setNotFoundHandler((request, reply) => sendUnrouted(request, reply, unrouted(request, reply), page));
}

/** Where it failed, without the message, which could hold a value. */
function stackOf(error: Error): string {
  return (error.stack ?? "")
    .split("\n")
    .filter((line) => /^\s+at /.test(line))
    .join("\n");
}
