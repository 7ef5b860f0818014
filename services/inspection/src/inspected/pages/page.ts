import {
  authorityOf,
  filledIn,
  languageNames,
  nameOf,
  placeName,
  problemEntry,
  wordsOf,
  type Language,
} from "@shuangsui/contracts";
import type { Cookies, RefusalPage } from "@shuangsui/service-kit";
import { dueText, shanghaiTime } from "@shuangsui/workdays";
import { Eta } from "eta";
import type { FastifyReply, FastifyRequest } from "fastify";
import { fileURLToPath } from "node:url";

const eta = new Eta({
  views: fileURLToPath(new URL(".", import.meta.url)),
  cache: true,
  autoEscape: true,
  useWith: false,
});

const languageCookie = "language";
const asLanguage = (value: unknown): Language | undefined =>
  value === "zh" || value === "en" ? value : undefined;

/** How the pages of the inspected are sent: Chinese first, another language by a toggle, which the browser keeps. */
export type InspectedPages = {
  languageOf(request: FastifyRequest): Language;
  send(
    request: FastifyRequest,
    reply: FastifyReply,
    page: { template: string; view: object; script?: string | null; status?: number },
  ): FastifyReply;
  refuse: RefusalPage;
};

/** Makes the pages; their scripts read public files at `portal` alone. */
export function inspectedPages({ cookies, portal }: { cookies: Cookies; portal: string }): InspectedPages {
  const asked = ({ query }: FastifyRequest) =>
    asLanguage(
      typeof query === "object" && query !== null && "language" in query ? query.language : undefined,
    );
  const languageOf = (request: FastifyRequest) =>
    asked(request) ?? asLanguage(cookies.read(request).get(languageCookie)) ?? "zh";
  const send: InspectedPages["send"] = (request, reply, { template, view, script = null, status = 200 }) => {
    const chosen = asked(request);
    if (chosen !== undefined) cookies.set(reply, languageCookie, chosen);
    const language = languageOf(request);
    const words = wordsOf(language);
    const other: Language = language === "zh" ? "en" : "zh";
    const path = request.url.split("?")[0] ?? "/";
    const frame = {
      lang: language === "zh" ? "zh-CN" : "en",
      other: {
        href: `${request.method === "GET" ? path : "/notice"}?language=${other}`,
        name: languageNames[other],
      },
      script,
    };
    const body = eta.render(template, {
      ...view,
      frame,
      portal,
      words,
      says: words.inspected,
      fill: filledIn,
      nameOf,
      place: placeName(),
      time: (instant: string) => shanghaiTime(new Date(instant)),
      due: (instant: string) => dueText(new Date(instant)),
      authorityName: (code: string) =>
        (language === "zh" ? authorityOf(code)?.name : authorityOf(code)?.english.name) ?? code,
    });
    return reply
      .code(status)
      .header("content-type", "text/html; charset=utf-8")
      .header("content-security-policy", policy(portal, script !== null))
      .send(body);
  };
  return {
    languageOf,
    send,
    refuse: (request, reply, problem) => {
      const entry = problemEntry(problem.code);
      const view = { title: entry[languageOf(request)], requestId: request.id };
      return send(request, reply, { template: "refusal", view, status: entry.status });
    },
  };
}

/** Nothing but this app's own style, icon and script, and of elsewhere the public files of draws. */
function policy(portal: string, runsScript: boolean): string {
  return [
    "default-src 'none'",
    "style-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "img-src 'self'",
    ...(runsScript ? ["script-src 'self'", "worker-src 'self'", `connect-src ${portal}`] : []),
  ].join("; ");
}
