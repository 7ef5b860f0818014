import { Problem } from "@shuangsui/contracts";
import { ServiceUnavailable, type App } from "@shuangsui/service-kit";
import type { FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import type { Cookies } from "../sessions/cookies.ts";
import type { Sessions } from "../sessions/sessions.ts";
import { sendPage } from "../site/page.ts";
import { words } from "../site/words.ts";
import type { BegunSignIns } from "./begun.ts";
import { sessionCookie } from "./guard.ts";
import type { Provider } from "./provider.ts";
import { returnPath } from "./rules.ts";

export type SignInOptions = {
  provider: Provider;
  sessions: Sessions;
  begunSignIns: BegunSignIns;
  cookies: Cookies;
};

const text = z.string().max(4_000).optional();
/** What providers send back with a browser (RFC 6749, RFC 9207, OpenID Connect Session Management). */
const comingBack = z.strictObject({
  code: text,
  state: text,
  iss: text,
  error: text,
  error_description: text,
  error_uri: text,
  session_state: text,
});

const config = { withoutSession: true };

/** Sends a browser to the provider, to come back to an address of this console. @throws ServiceUnavailable */
export async function beginSignIn(
  { provider, begunSignIns }: SignInOptions,
  request: FastifyRequest,
  reply: FastifyReply,
  to: string | undefined,
): Promise<FastifyReply> {
  const { url, begun } = await provider.begin(returnPath(to));
  begunSignIns.keep(request, reply, begun);
  return reply.redirect(url, 303);
}

/** Signing in at the provider, coming back from there, and signing out. */
export function signInRoutes(app: App, options: SignInOptions): void {
  const { provider, sessions, begunSignIns, cookies } = options;
  acceptForms(app);

  app.get(
    "/sign-in",
    { config, schema: { hide: true, querystring: z.strictObject({ to: text }) } },
    (request, reply) => beginSignIn(options, request, reply, request.query.to),
  );

  app.get(
    "/signed-in",
    { config, schema: { hide: true, querystring: comingBack } },
    async (request, reply) => {
      const { state = "" } = request.query;
      const begun = begunSignIns.find(request, state);
      if (begun === undefined) throw new Problem("sign-in/not-completed");
      // An outage leaves it begun: the page that says so tries again.
      const given = await provider.complete(queryOf(request.query), begun).catch((error: unknown) => {
        if (!(error instanceof ServiceUnavailable)) begunSignIns.drop(reply, state);
        throw error;
      });
      begunSignIns.drop(reply, state);
      const id = await sessions
        .begin(given, cookies.read(request).get(sessionCookie))
        .catch((error: unknown) => {
          // A token that is no person's: signing in again at once would lead here again.
          throw error instanceof Problem ? new Problem("sign-in/not-completed") : error;
        });
      cookies.set(reply, sessionCookie, id);
      return reply.redirect(begun.to, 303);
    },
  );

  app.post(
    "/sign-out",
    { config, schema: { hide: true, body: z.strictObject({}) } },
    async (request, reply) => {
      const id = cookies.read(request).get(sessionCookie);
      if (id !== undefined) await sessions.end(id);
      cookies.remove(reply, sessionCookie);
      const url = await provider.signOutUrl().catch((error: unknown) => {
        if (error instanceof ServiceUnavailable) return undefined;
        throw error;
      });
      if (url !== undefined) return reply.redirect(url, 303);
      return sendPage(request, reply, {
        template: "sign-in/signed-out",
        title: words.console.signedOut,
        view: {},
      });
    },
  );
}

function queryOf(query: z.infer<typeof comingBack>): URLSearchParams {
  const given = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) given.set(name, value);
  return given;
}

/** Reads what the console's own forms send: their fields once each. */
function acceptForms(app: App): void {
  app.addContentTypeParser(
    "application/x-www-form-urlencoded",
    { parseAs: "string", bodyLimit: 16_384 },
    (_request, body: string, done) => done(null, Object.fromEntries(new URLSearchParams(body))),
  );
}
