import { filledIn, Problem, problemEntry, type ProblemPlace } from "@shuangsui/contracts";
import { noteRefusal, problemOf, type App, type Auditor } from "@shuangsui/service-kit";
import type { FastifyReply, FastifyRequest } from "fastify";
import { sendPage, whoIs } from "./page.ts";
import { chosenViewer, knownAuthority, type Viewer } from "./viewer.ts";
import { words } from "./words.ts";

const { label } = words;
const says = words.console;

const fieldNames: Record<string, string> = {
  as: label.viewer,
  refresh: label.refresh,
  authority: label.authority,
  state: label.state,
  kind: label.inspectionKind,
  attention: label.attention,
  campaign: label.campaign,
  after: label.after,
  limit: label.limit,
};

/** Sends a browser to sign in, to come back to where it is. */
export type SignIn = (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>;

/**
 * Shows every refusal of the console's pages as a page, and every address that is none as not found. Whoever is not signed in
 * and opens a page is sent to sign in.
 */
export function pagesOnErrors(app: App, auditor: Auditor, signIn: SignIn): void {
  app.setErrorHandler(async (error, request, reply) => {
    const problem = problemOf(error);
    noteRefusal(auditor, request, problem);
    if (problem.code === "internal")
      request.log.error(
        { error: error instanceof Error ? error.name : "unknown", at: placeOf(error) },
        "a page failed",
      );
    if (problemEntry(problem.code).status === 401 && isNavigation(request))
      return signIn(request, reply).catch((failed: unknown) => refuse(request, reply, problemOf(failed)));
    return refuse(request, reply, problem);
  });
  app.get("/*", { schema: { hide: true } }, async () => {
    throw new Problem("not-found");
  });
}

function refuse(request: FastifyRequest, reply: FastifyReply, problem: Problem): FastifyReply {
  const { status } = problemEntry(problem.code);
  const outage = problem.code === "unavailable";
  if (outage) reply.header("retry-after", "10");
  return sendPage(request, reply, {
    template: "site/refusal",
    title: titleOf(problem, request),
    section: null,
    viewer: viewerIn(request),
    clock: null,
    refresh: outage ? 10 : undefined,
    status,
    view: {
      status,
      advice: adviceOn(problem, request),
      places: [...rolesOf(problem, request), ...problem.places.map(placeText)],
      signInHref: status === 401 || problem.code === "sign-in/not-completed" ? "/sign-in" : null,
    },
  });
}

/** Whether a person opens a page, rather than a page a part of it. */
function isNavigation({ method, headers }: FastifyRequest): boolean {
  return method === "GET" && (headers["sec-fetch-dest"] ?? "document") === "document";
}

/** Which roles somebody has, where none of them may do it. */
function rolesOf(problem: Problem, { session }: FastifyRequest): string[] {
  if (session === null || problem.code !== "caller/not-allowed") return [];
  return [filledIn(says.yourRoles, whoIs(session))];
}

/** Before anybody is known it is signing in that is not available. */
function titleOf(problem: Problem, { session }: FastifyRequest): string {
  if (problem.code === "unavailable") return session === null ? says.signInUnavailable : says.unavailable;
  return problem.code === "body/invalid" ? says.badQuery : problemEntry(problem.code).zh;
}

function adviceOn(problem: Problem, { session }: FastifyRequest): string {
  switch (problem.code) {
    case "unavailable":
      return session === null ? says.signInUnavailableAdvice : says.unavailableAdvice;
    case "caller/missing":
    case "caller/token-invalid":
      return says.mustSignIn;
    case "caller/not-allowed":
      return says.notAllowedAdvice;
    case "sign-in/not-completed":
      return says.signInAdvice;
    case "not-found":
      return says.notFoundAdvice;
    case "body/invalid":
      return says.badQueryAdvice;
    default:
      return says.otherAdvice;
  }
}

/** Says which parameter is wrong; its value is not repeated. */
function placeText(place: ProblemPlace): string {
  if (place.fault === "unknown-field") return says.unknownField;
  const name = place.path?.split("/")[1] ?? "";
  return filledIn(says.badField, { field: fieldNames[name] ?? says.someField });
}

/** Whose matters the refused page was to show, as far as that can be told. */
function viewerIn({ query, session }: FastifyRequest): Viewer {
  const as = typeof query === "object" && query !== null && "as" in query ? query.as : undefined;
  const known = knownAuthority.safeParse(as).data;
  try {
    return session && chosenViewer(session.authority, known);
  } catch {
    return null;
  }
}

/** Where it failed, without the message, which could hold a value. */
function placeOf(error: unknown): string {
  const stack = error instanceof Error ? (error.stack ?? "") : "";
  return stack
    .split("\n")
    .filter((line) => /^\s+at /.test(line))
    .join("\n");
}
