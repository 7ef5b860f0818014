import { filledIn, Problem, problemEntry, type ProblemPlace } from "@shuangsui/contracts";
import { problemOf, type App } from "@shuangsui/service-kit";
import type { FastifyReply, FastifyRequest } from "fastify";
import { sendPage } from "./page.ts";
import { knownAuthority, prefecture } from "./viewer.ts";
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

/** Shows every refusal of the console's pages as a page, and every address that is none as not found. */
export function pagesOnErrors(app: App): void {
  app.setErrorHandler((error, request, reply) => {
    const problem = problemOf(error);
    if (problem.code === "internal")
      request.log.error(
        { error: error instanceof Error ? error.name : "unknown", at: placeOf(error) },
        "a page failed",
      );
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
    title: titleOf(problem),
    section: null,
    viewer: viewerIn(request),
    clock: null,
    refresh: outage ? 10 : undefined,
    status,
    view: { status, advice: adviceOn(problem), places: problem.places.map(placeText) },
  });
}

function titleOf(problem: Problem): string {
  if (problem.code === "unavailable") return says.unavailable;
  return problem.code === "body/invalid" ? says.badQuery : problemEntry(problem.code).zh;
}

function adviceOn(problem: Problem): string {
  switch (problem.code) {
    case "unavailable":
      return says.unavailableAdvice;
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

/** For whom the refused page was asked, as far as that can be told. */
function viewerIn(request: FastifyRequest): string {
  const query: unknown = request.query;
  const as = typeof query === "object" && query !== null && "as" in query ? query.as : undefined;
  return knownAuthority.safeParse(as).data ?? prefecture;
}

/** Where it failed, without the message, which could hold a value. */
function placeOf(error: unknown): string {
  const stack = error instanceof Error ? (error.stack ?? "") : "";
  return stack
    .split("\n")
    .filter((line) => /^\s+at /.test(line))
    .join("\n");
}
