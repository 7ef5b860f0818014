import { Problem } from "@shuangsui/contracts";
import type { App } from "@shuangsui/service-kit";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Cookies } from "../sessions/cookies.ts";
import type { Session, Sessions } from "../sessions/sessions.ts";
import { isFromHere } from "./rules.ts";

declare module "fastify" {
  // Declarations merge by interface alone.
  interface FastifyContextConfig {
    /** A page that shows nothing of anybody: nobody need be signed in. */
    withoutSession?: boolean;
  }
  interface FastifyRequest {
    /** Who is signed in; null on what nobody need be signed in for. */
    session: Session | null;
  }
}

/** The cookie that holds a session's id. */
export const sessionCookie = "console-session";

export type GuardOptions = { sessions: Sessions; cookies: Cookies; consoleUrl: string };

/**
 * Lets nobody see a page who is not signed in, and takes no form from elsewhere, before anything of it is read. Requests are
 * counted by the session, of whoever is not signed in by the address: behind one there may be a whole office.
 */
export function requireSession(app: App, { sessions, cookies, consoleUrl }: GuardOptions): void {
  const here = new URL(consoleUrl).origin;
  app.decorateRequest("session", null);
  app.addHook("onRequest", async (request, reply) => {
    const session = await sessionOf(request, reply).catch((error: unknown) => {
      app.rates.ofAddress(request, reply);
      throw error;
    });
    if (session === undefined) return app.rates.ofAddress(request, reply);
    request.session = session.session;
    app.rates.ofPerson(reply, session.id);
  });
  /** The session of a request; undefined where it needs none. @throws Problem `caller/from-elsewhere`, `caller/missing` */
  async function sessionOf(request: FastifyRequest, reply: FastifyReply) {
    const { method, headers } = request;
    const site = headers["sec-fetch-site"];
    if (method !== "GET" && method !== "HEAD" && !isFromHere(site?.toString(), headers.origin, here))
      throw new Problem("caller/from-elsewhere");
    if (request.routeOptions.config.withoutSession === true) return undefined;
    const id = cookies.read(request).get(sessionCookie);
    if (id === undefined) throw new Problem("caller/missing");
    const session = await sessions.open(id, isByPerson(request));
    if (session === undefined) {
      cookies.remove(reply, sessionCookie);
      throw new Problem("caller/missing");
    }
    return { id, session };
  }
}

/** Who is signed in. @throws Problem `caller/missing` */
export function signedInOf({ session }: FastifyRequest): Session {
  if (session === null) throw new Problem("caller/missing");
  return session;
}

/** A page that calls while nobody touches it is no sign that somebody is there. */
function isByPerson({ headers }: FastifyRequest): boolean {
  return headers["x-by-itself"] === undefined && headers.accept !== "text/event-stream";
}
