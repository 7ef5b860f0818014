import { authorityOf, Problem, problemEntry } from "@shuangsui/contracts";
import { serveIcon, typed, type App, type Auditor } from "@shuangsui/service-kit";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { readFileSync } from "node:fs";
import { errors, type InteractionResults } from "oidc-provider";
import { renderSVG } from "uqr";
import { z } from "zod";
import type { DemonstrationAccount } from "../accounts/demonstration.ts";
import { type CurrentProvider, speakOf } from "../provider/mount.ts";
import { accountByLogin } from "../accounts/store.ts";
import { noteSignIn } from "./audit.ts";
import { rendered, sendPage, words } from "./page.ts";
import {
  choosePassword,
  enterCode,
  enterPassword,
  Locked,
  type Progress,
  type SignIn,
  type SignInOptions,
} from "./sign-in.ts";
import { stepAfterPassword } from "./steps.ts";
import { knownOf } from "./store.ts";
import { addressOf } from "./totp.ts";

export type SignInRoutes = SignInOptions & {
  issuer: string;
  auditor: Auditor;
  current: CurrentProvider;
  /** Where people begin who sign in. */
  home: string | undefined;
  demonstration: { password: string; accounts: readonly DemonstrationAccount[] } | null;
};

const style = readFileSync(new URL("./style.css", import.meta.url));
const parameters = z.strictObject({ uid: z.string().regex(/^[A-Za-z0-9_-]{10,80}$/) });
const typedText = z.string().max(1_000);
const bodies = {
  password: z.strictObject({ login: typedText, password: typedText }),
  ownPassword: z.strictObject({ login: typedText, password: typedText, again: typedText }),
  code: z.strictObject({ code: typedText }),
};
const hide = { config: { page: true, action: "public" }, schema: { hide: true } } as const;

/** The pages on which a person signs in, while oidc-provider waits. */
export async function signInRoutes(app: App, options: SignInRoutes): Promise<void> {
  await app.register(async (plain) => {
    acceptForms(plain);
    const pages = typed(plain);
    const { home } = options;
    // Nobody begins here: who comes by hand is led to where one signs in.
    if (home !== undefined)
      pages.get("/", hide, (_request, reply) =>
        reply.header("cache-control", "no-store").redirect(home, 303),
      );
    serveIcon(pages, hide.config);
    pages.get("/style.css", hide, (_request, reply) =>
      reply.header("cache-control", "public, max-age=3600").type("text/css; charset=utf-8").send(style),
    );
    pages.get("/sign-in/:uid", { ...hide, schema: { hide: true, params: parameters } }, (request, reply) =>
      answer(options, request, reply, () => undefined),
    );
    pages.post(
      "/sign-in/:uid",
      { ...hide, schema: { hide: true, params: parameters, body: bodies.password } },
      (request, reply) =>
        answer(options, request, reply, (signIn) => enterPassword(options, signIn, request.body)),
    );
    pages.post(
      "/sign-in/:uid/password",
      { ...hide, schema: { hide: true, params: parameters, body: bodies.ownPassword } },
      (request, reply) =>
        answer(options, request, reply, (signIn) => choosePassword(options, signIn, request.body)),
    );
    pages.post(
      "/sign-in/:uid/code",
      { ...hide, schema: { hide: true, params: parameters, body: bodies.code } },
      (request, reply) =>
        answer(options, request, reply, (signIn) => enterCode(options, signIn, request.body)),
    );
  });
}

/**
 * Does one step of a sign-in and answers with the next page, with the same page where the step is refused, or, where all
 * is shown, sends the browser back to oidc-provider. A sign-in is the one of the browser's signed cookie.
 */
async function answer(
  options: SignInRoutes,
  request: FastifyRequest<{ Params: z.infer<typeof parameters> }>,
  reply: FastifyReply,
  step: (signIn: SignIn) => Promise<Progress> | undefined,
): Promise<FastifyReply> {
  const { uid } = request.params;
  const address = request.ip;
  try {
    const provider = await options.current();
    speakOf(options.issuer, request);
    const interaction = await provider.interactionDetails(request.raw, reply.raw).catch(ifGone);
    if (interaction?.uid !== uid) throw new Problem("sign-in/expired");
    const progress = await step({ interaction: uid, address });
    if (progress === undefined) return await showStep(options, reply, uid);
    if (progress.next !== undefined)
      return await reply.header("cache-control", "no-store").redirect(`/sign-in/${uid}`, 303);
    const result: InteractionResults = { login: { accountId: progress.account.id, amr: progress.by } };
    const returnTo = await provider.interactionResult(request.raw, reply.raw, result);
    request.log.info({ account: progress.account.id }, "signed in");
    noteSignIn(options.auditor, "signed-in", progress.account, { remote: address, by: progress.by });
    return await reply.header("cache-control", "no-store").redirect(returnTo, 303);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    request.log.info({ code: error.code }, "a sign-in was refused");
    if (toldOf.has(error.code)) {
      const whose = await whoseSignIn(options, uid, request.body);
      noteSignIn(options.auditor, "refused", whose, { code: error.code, remote: address });
    }
    return showStep(options, reply, uid, error);
  }
}

/** Refusals that the audit trail has: of whoever knew no password or code, and of whoever has to wait for that. */
const toldOf: ReadonlySet<string> = new Set(["sign-in/refused", "sign-in/wrong-code", "sign-in/locked"]);

/** The account of a sign-in whose password was right, or of the login that was typed. */
async function whoseSignIn({ database, sealer }: SignInRoutes, uid: string, body: unknown) {
  const typed = bodies.password.safeParse(body);
  return typed.success
    ? accountByLogin(database, typed.data.login.trim().toLowerCase())
    : (await knownOf(database, sealer, uid))?.account;
}

async function showStep(
  options: SignInRoutes,
  reply: FastifyReply,
  uid: string,
  refusal?: Problem,
): Promise<FastifyReply> {
  const { database, sealer, issuer, demonstration } = options;
  const says = words.signIn;
  const status = refusal === undefined ? 200 : problemEntry(refusal.code).status;
  if (refusal instanceof Locked) reply.header("retry-after", String(refusal.seconds));
  if (refusal?.code === "sign-in/expired") {
    const page = rendered("note", says.refused, { note: says.refusedNote, code: null });
    return sendPage(reply, page, status);
  }
  const frame = {
    action: `/sign-in/${uid}`,
    refusal:
      refusal === undefined
        ? null
        : { code: refusal.code, seconds: refusal instanceof Locked ? refusal.seconds : null },
  };
  const known = await knownOf(database, sealer, uid);
  const step = known === undefined ? "password" : (stepAfterPassword(known.account) ?? "password");
  const { title, view } =
    known === undefined || step === "password"
      ? { title: says.title, view: { demonstration: shown(demonstration) } }
      : viewOfStep(step, known, issuer);
  return sendPage(reply, rendered(step, title, { ...frame, ...view }), status);
}

function viewOfStep(
  step: "choose-password" | "enrol" | "code",
  { account, offeredSecret }: { account: { login: string }; offeredSecret: string },
  issuer: string,
): { title: string; view: object } {
  const says = words.signIn;
  switch (step) {
    case "choose-password":
      return { title: says.choosePassword, view: { login: account.login } };
    case "enrol": {
      const secret = offeredSecret.replaceAll(/(.{4})(?=.)/g, "$1 ");
      const authenticator = addressOf(offeredSecret, account.login, new URL(issuer).host);
      return { title: says.enrol, view: { secret, authenticator, picture: renderSVG(authenticator) } };
    }
    case "code":
      return { title: says.code, view: {} };
    default:
      return step satisfies never;
  }
}

function shown(demonstration: SignInRoutes["demonstration"]) {
  if (demonstration === null) return null;
  const { password, accounts } = demonstration;
  return {
    password,
    accounts: accounts.map(({ login, role, authority }) => ({
      login,
      role,
      authority: authorityOf(authority)?.short ?? authority,
    })),
  };
}

/** A sign-in that has expired, or is not this browser's, is none; a database that is away is another matter. */
function ifGone(error: unknown): undefined {
  if (error instanceof errors.SessionNotFound) return undefined;
  throw error;
}

/** Reads what an HTML form sends; a field that it names twice has its last value. */
function acceptForms(app: FastifyInstance): void {
  app.addContentTypeParser(
    "application/x-www-form-urlencoded",
    { parseAs: "string", bodyLimit: 16_384 },
    (_request, body: string, done) => done(null, Object.fromEntries(new URLSearchParams(body))),
  );
}
