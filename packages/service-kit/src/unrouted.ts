import { Problem } from "@shuangsui/contracts";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";

/** Says why no route took a request, and on its reply which methods there are. */
export type Unrouted = (request: FastifyRequest, reply: FastifyReply) => Problem;

/**
 * Why a request found no route of an app: `method/not-allowed` with the header Allow (RFC 9110) where its path has other
 * methods, else `not-found`. It knows the routes that are added after this call; one that takes every path makes none known.
 */
export function unroutedOf(app: FastifyInstance): Unrouted {
  const routes: { pattern: readonly string[]; methods: readonly string[] }[] = [];
  app.addHook("onRoute", ({ url, method }) => {
    if (!url.includes("*")) routes.push({ pattern: url.split("/"), methods: [method].flat() });
  });
  return ({ method, url }, reply) => {
    const path = partsOf(url);
    const taken = routes.filter(({ pattern }) => isOf(pattern, path)).flatMap(({ methods }) => methods);
    if (taken.length === 0 || taken.includes(method)) return new Problem("not-found");
    reply.header("allow", [...new Set(taken)].toSorted().join(", "));
    return new Problem("method/not-allowed");
  };
}

/** Whether a path is one of a pattern such as `/api/v1/draws/:drawId`, both by their parts. */
function isOf(pattern: readonly string[], path: readonly string[]): boolean {
  return (
    pattern.length === path.length &&
    pattern.every((part, index) => part.startsWith(":") || part === path[index])
  );
}

/** The parts of a request's path as the router compares them: decoded but for separators, without the query. */
function partsOf(target: string): string[] {
  const [path = ""] = target.split("?", 1);
  try {
    return decodeURI(path).split("/");
  } catch {
    return path.split("/");
  }
}
