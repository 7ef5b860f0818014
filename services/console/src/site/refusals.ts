import { Problem, problemEntry, type ProblemPlace } from "@shuangsui/contracts";
import { noteRefusal, problemOf, type App, type Auditor } from "@shuangsui/service-kit";
import type { FastifyReply, FastifyRequest } from "fastify";
import { sendPage } from "./page.ts";
import { words } from "./words.ts";

const says = words.console;

/** Sends a browser to sign in, to come back to where it is. */
export type SignIn = (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>;

/** Shows every refusal of the console's own addresses as a page. Whoever is not signed in and opens a page is sent to sign in. */
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
}

function refuse(request: FastifyRequest, reply: FastifyReply, problem: Problem): FastifyReply {
  const { status } = problemEntry(problem.code);
  const outage = problem.code === "unavailable";
  if (outage) reply.header("retry-after", "10");
  return sendPage(request, reply, {
    template: "site/refusal",
    title: titleOf(problem),
    refresh: outage ? 10 : undefined,
    status,
    view: {
      advice: adviceOn(problem),
      places: problem.places.map(placeText),
      signInHref: status === 401 || problem.code === "sign-in/not-completed" ? "/sign-in" : null,
    },
  });
}

/** Whether a person opens a page, rather than a page a part of it. */
function isNavigation({ method, headers }: FastifyRequest): boolean {
  return method === "GET" && (headers["sec-fetch-dest"] ?? "document") === "document";
}

/** What is not available here is signing in: all else the console asks of others, pages ask for by scripts. */
function titleOf({ code }: Problem): string {
  if (code === "unavailable") return says.signInUnavailable;
  return code === "body/invalid" ? says.badQuery : problemEntry(code).zh;
}

function adviceOn({ code }: Problem): string {
  switch (code) {
    case "unavailable":
      return says.signInUnavailableAdvice;
    case "caller/missing":
    case "caller/token-invalid":
      return says.mustSignIn;
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

/** Says what is wrong with a parameter; its value is not repeated. */
function placeText({ fault }: ProblemPlace): string {
  return fault === "unknown-field" ? says.unknownField : says.badField;
}

/** Where it failed, without the message, which could hold a value. */
function placeOf(error: unknown): string {
  const stack = error instanceof Error ? (error.stack ?? "") : "";
  return stack
    .split("\n")
    .filter((line) => /^\s+at /.test(line))
    .join("\n");
}
