import {
  id,
  inspectedSession,
  inspectedView,
  notCheckedState,
  Problem,
  problemEntry,
  recusalGround,
  type InspectedView,
} from "@shuangsui/contracts";
import { problemOf, serveIcon, typed, type App, type Cookies } from "@shuangsui/service-kit";
import { sentAs, type Pages } from "@shuangsui/web-build";
import type { FastifyReply, FastifyRequest } from "fastify";
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { z } from "zod";
import { ask } from "./asking.ts";
import type { InspectedPages } from "./page.ts";

export type InspectedPageOptions = {
  api: App;
  pages: InspectedPages;
  cookies: Cookies;
  /** The scripts as they were built. */
  built: () => Promise<Pages>;
};

const style = readFileSync(new URL("./style.css", import.meta.url));
const sessionCookie = "inspected";
const config = { action: "public" } as const;
const hide = { config, schema: { hide: true } } as const;
const steps = ["recuse", "receive", "object"] as const;
type Step = (typeof steps)[number];
type Typed = Readonly<Record<string, string>>;
const query = z.strictObject({
  language: z.enum(["zh", "en"]).optional(),
  done: z.enum(steps).optional(),
  left: z.literal("1").optional(),
});
const text = z.string().max(10_000);
/** What each form has; with all of them the key goes under which it is one command, however often it is sent. */
const forms = {
  recuse: z.strictObject({ number: text, ground: text, statement: text, key: z.uuid() }),
  receive: z.strictObject({ by: text, key: z.uuid() }),
  object: z.strictObject({ statement: text, key: z.uuid() }),
} as const;

/** A session as its cookie holds it: the inspection, until when, and the token. */
type Session = { inspectionId: string; until: Date; token: string };
/** Why a form was not taken, and what stood in it. */
type Refusal = { step: Step; title: string; places: readonly string[]; typed: Typed };

/** The pages of the inspected: a code, its notice, what it may do there, and why it was drawn. */
export function inspectedPageRoutes(app: App, { api, pages, cookies, built }: InspectedPageOptions): void {
  app.addContentTypeParser(
    "application/x-www-form-urlencoded",
    { parseAs: "string", bodyLimit: 65_536 },
    (_request, body: string, done) => done(null, Object.fromEntries(new URLSearchParams(body))),
  );

  const sessionOf = (request: FastifyRequest): Session | undefined => {
    const [inspectionId, until, token] = (cookies.read(request).get(sessionCookie) ?? "").split(".");
    const read = z
      .object({ inspectionId: id, until: z.coerce.date(), token: z.string().min(1) })
      .safeParse({ inspectionId, until: Number(until), token });
    return read.success ? read.data : undefined;
  };
  /** Where a script is; null where they can't be built: the pages can be read without. */
  const scriptOf = async (name: string): Promise<string | null> => {
    const files = await built().then(
      (pages) => [...pages.files.keys()],
      () => [],
    );
    const found = files.find((file) => file.startsWith(`${name}-`) && file.endsWith(".js"));
    return found === undefined ? null : `/assets/${found}`;
  };
  const noticeOf = async (request: FastifyRequest, { inspectionId, token }: Session) =>
    inspectedView.parse(
      await ask(api, request, { method: "GET", path: `/api/v1/inspections/${inspectionId}/notice`, token }),
    );

  /** The page that asks for a code: at first, where one was refused, or where the session is over. */
  const showEnter = async (
    request: FastifyRequest,
    reply: FastifyReply,
    { refusal = null, left = false, typed = null }: Partial<Entering> = {},
    status = 200,
  ) =>
    pages.send(request, reply, {
      template: "enter",
      status,
      script: await scriptOf("enter"),
      view: { refusal, left, typed },
    });
  const showEnded = (request: FastifyRequest, reply: FastifyReply, typed: string | null = null) => {
    cookies.remove(reply, sessionCookie);
    return showEnter(request, reply, { refusal: { ended: true }, typed }, 401);
  };
  const showNotice = (
    request: FastifyRequest,
    reply: FastifyReply,
    [{ until }, notice]: readonly [Session, InspectedView],
    { done = null, refusal = null }: { done?: Step | null; refusal?: Refusal | null },
    status = 200,
  ) =>
    pages.send(request, reply, {
      template: "notice",
      status,
      view: {
        notice,
        done,
        refusal,
        until: until.toISOString(),
        newKey: () => randomUUID(),
        grounds: recusalGround.options,
        notChecked: notCheckedState.safeParse(notice.state).success,
      },
    });
  /** Shows something of a session; where it is over, the page that asks for a code. */
  const within = async (
    request: FastifyRequest,
    reply: FastifyReply,
    show: (session: Session) => Promise<unknown>,
    typed: string | null = null,
  ) => {
    const session = sessionOf(request);
    if (session === undefined)
      return typed === null ? reply.redirect("/", 303) : showEnded(request, reply, typed);
    try {
      return await show(session);
    } catch (error) {
      if (error instanceof Problem && error.code === "caller/token-invalid")
        return showEnded(request, reply, typed);
      throw error;
    }
  };

  app.register(async (scope) => {
    const part = typed(scope);
    part.setErrorHandler(async (error, request, reply) => {
      const problem = problemOf(error);
      if (problem.code === "internal")
        request.log.error({ error: error instanceof Error ? error.name : "unknown" }, "a page failed");
      return pages.refuse(request, reply, problem);
    });

    serveIcon(part, config);
    part.get("/style.css", hide, async (_request, reply) =>
      reply.header("content-type", "text/css; charset=utf-8").header("cache-control", "no-cache").send(style),
    );
    part.get("/assets/:name", hide, async (request, reply) => {
      const file = (await built()).files.get((request.params as { name: string }).name);
      if (file === undefined) throw new Problem("not-found");
      const { bytes, headers } = sentAs(file, request.headers["accept-encoding"]);
      return reply.headers(headers).send(bytes);
    });

    part.get("/", { config, schema: { hide: true, querystring: query } }, (request, reply) =>
      showEnter(request, reply, { left: request.query.left === "1" }),
    );
    part.post(
      "/session",
      { config, schema: { hide: true, body: z.strictObject({ code: z.string().max(200) }) } },
      async (request, reply) => {
        try {
          // A code that is not there is a wrong one.
          const code = request.body.code.trim().slice(0, 60) || "-";
          const path = "/api/v1/access-codes/session";
          const session = inspectedSession.parse(
            await ask(api, request, { method: "POST", path, body: { code } }),
          );
          const until = new Date(session.expiresAt).getTime();
          cookies.set(reply, sessionCookie, `${session.inspectionId}.${until}.${session.token}`);
          return reply.redirect("/notice", 303);
        } catch (error) {
          const entry = problemEntry(problemOf(error).code);
          const refusal = { title: entry[pages.languageOf(request)] };
          return showEnter(request, reply, { refusal }, entry.status);
        }
      },
    );
    part.post("/leave", { config, schema: { hide: true, body: z.unknown() } }, (_request, reply) => {
      cookies.remove(reply, sessionCookie);
      return reply.redirect("/?left=1", 303);
    });

    part.get("/notice", { config, schema: { hide: true, querystring: query } }, (request, reply) =>
      within(request, reply, async (session) => {
        const { done = null } = request.query;
        return showNotice(request, reply, [session, await noticeOf(request, session)], { done });
      }),
    );
    const takes = (step: Step, bodyOf: (typed: Typed) => object) =>
      part.post(`/${step}`, { config, schema: { hide: true, body: forms[step] } }, (request, reply) => {
        const { key: idempotencyKey, ...typed } = request.body as Typed;
        const send = async (session: Session) => {
          const path = `/api/v1/inspections/${session.inspectionId}/commands/${step}`;
          const question = { method: "POST", path, token: session.token, body: bodyOf(typed) } as const;
          try {
            await ask(api, request, { ...question, idempotencyKey });
            return reply.redirect(`/notice?done=${step}`, 303);
          } catch (error) {
            const { code, places } = problemOf(error);
            if (code === "caller/token-invalid") throw error;
            const entry = problemEntry(code);
            const refusal = {
              ...{ step, typed, title: entry[pages.languageOf(request)] },
              places: places.map(({ message }) => message),
            };
            const notice = await noticeOf(request, session);
            return showNotice(request, reply, [session, notice], { refusal }, entry.status);
          }
        };
        return within(request, reply, send, typed["statement"] ?? null);
      });
    takes("recuse", ({ number, ...rest }) => ({ ...rest, number: Number(number), declaredBy: "target" }));
    takes("receive", (typed) => typed);
    takes("object", (typed) => typed);

    part.get("/why", { config, schema: { hide: true, querystring: query } }, (request, reply) =>
      within(request, reply, async (session) =>
        pages.send(request, reply, {
          template: "why",
          script: await scriptOf("why"),
          view: { notice: await noticeOf(request, session) },
        }),
      ),
    );
  });
}

/** What the page says that asks for a code. */
type Entering = {
  refusal: { title: string } | { ended: true } | null;
  left: boolean;
  /** What was typed and could not be sent any more. */
  typed: string | null;
};
