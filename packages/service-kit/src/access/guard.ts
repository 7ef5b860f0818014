import { actions, Problem, rolesOf, type Access, type Role } from "@shuangsui/contracts";
import type { FastifyInstance, FastifyRequest, RouteOptions } from "fastify";
import { requireAuthority } from "../authorities/known.ts";
import { noteCaller } from "../request-scope.ts";
import { systemScope } from "../scope.ts";
import type { Claims, TokenVerifier } from "./tokens.ts";

declare module "fastify" {
  // Declarations merge by interface alone.
  interface FastifyContextConfig {
    /** Whom the route lets in. No app starts with a route that does not say. */
    action?: Access;
  }
  interface FastifyRequest {
    /** What the token said, where the route asked for one. */
    claims: Claims | null;
  }
}

/**
 * Lets nobody in but by the policy, before anything of a body is read. Each route names its action.
 * @throws TypeError when the app gets ready, where a route names none, or one that is not in the policy
 */
export function guardRoutes(
  app: FastifyInstance,
  tokens: TokenVerifier | undefined,
  cookie: string | undefined,
): void {
  const routes: RouteOptions[] = [];
  app.decorateRequest("claims", null);
  app.addHook("onRoute", (route) => void routes.push(route));
  app.addHook("onReady", (done) => {
    const unguarded = routes.filter(({ config }) => whoOf(config?.action, tokens) === undefined);
    if (unguarded.length === 0) return done();
    const named = unguarded.map(
      ({ method, url, config }) => `${[method].flat().join()} ${url} (${config?.action ?? "no action"})`,
    );
    done(new TypeError(`the policy does not say who may call ${named.join(", ")}`));
  });
  app.addHook("onRequest", async (request, reply) => {
    const { action, counted } = request.routeOptions.config;
    const who = whoOf(action, tokens);
    if (who === "anybody") {
      if (counted === undefined) app.rates.ofAddress(request, reply);
      return;
    }
    if (who === undefined || tokens === undefined) throw new Problem("caller/not-allowed");
    const claims = await claimsOf(request, tokens, cookie).catch((error: unknown) => {
      if (error instanceof Problem) app.rates.ofAddress(request, reply);
      throw error;
    });
    const isService = claims.roles.includes("service");
    // The system's own services are as many as there is work.
    if (!isService) app.rates.ofPerson(reply, claims.sub);
    // Before anything of it is refused: who was refused is on record.
    request.claims = claims;
    if (isService) await lookUpAuthority(request);
    else refuseServicesHeaders(request);
    noteCaller({ actor: claims.sub, roles: claims.roles });
    if (!claims.roles.some((role) => who.has(role)))
      throw new Problem(action === "service" ? "caller/not-service" : "caller/not-allowed");
  });
}

const services: ReadonlySet<Role> = new Set(["service"]);
/** The roles of each action, at whosever matter: whose it is, and may be, is seen where it is read. */
const byAction = new Map<string, ReadonlySet<Role>>(
  actions.map((action) => [action, new Set(rolesOf(action))]),
);

/** Who may call a route of that action; undefined where nobody can tell. */
function whoOf(action: Access | undefined, tokens: TokenVerifier | undefined) {
  if (action === "public") return "anybody";
  if (action === undefined || tokens === undefined) return undefined;
  return action === "service" ? services : byAction.get(action);
}

/** @throws Problem `caller/missing`, `caller/token-invalid`; ServiceUnavailable where nobody can tell */
async function claimsOf(
  request: FastifyRequest,
  tokens: TokenVerifier,
  cookie: string | undefined,
): Promise<Claims> {
  return tokens.verify(bearerOf(request, cookie));
}

/** @throws Problem `caller/missing`, `caller/token-invalid` */
function bearerOf({ headers }: FastifyRequest, cookie: string | undefined): string {
  const { authorization } = headers;
  const pairs = cookie === undefined ? [] : (headers.cookie ?? "").split("; ");
  const shown = pairs.find((pair) => pair.startsWith(`${cookie}=`));
  if (authorization === undefined && cookie !== undefined && shown !== undefined)
    return shown.slice(cookie.length + 1);
  if (authorization === undefined) throw new Problem("caller/missing");
  const token = /^Bearer +([\w.~+/-]+=*)$/i.exec(authorization)?.[1];
  if (token === undefined) throw new Problem("caller/token-invalid");
  return token;
}

/** Whom a service names may be an authority of which this process has not heard yet. @throws Problem `caller/authority-unknown` */
async function lookUpAuthority({ headers: { "x-authority": code } }: FastifyRequest): Promise<void> {
  if (typeof code === "string" && code !== systemScope) await requireAuthority(code);
}

/** A person is who the token says, and acts for no other. @throws Problem `caller/not-service` */
function refuseServicesHeaders({ headers }: FastifyRequest): void {
  for (const name of ["x-authority", "x-actor"])
    if (headers[name] !== undefined) throw new Problem("caller/not-service", `${name} is the services' own`);
}
