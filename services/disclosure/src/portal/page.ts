import type { Clock } from "@shuangsui/clock";
import { filledIn, problemEntry, wordsOf, type Language } from "@shuangsui/contracts";
import type { RefusalPage } from "@shuangsui/service-kit";
import { Eta } from "eta";
import type { FastifyReply } from "fastify";
import { fileURLToPath } from "node:url";
import { authorityName, factName, factValue, placeIn, shanghaiTime } from "./words.ts";

const eta = new Eta({
  views: fileURLToPath(new URL(".", import.meta.url)),
  cache: true,
  autoEscape: true,
  useWith: false,
});

/** How the portal's pages are sent. */
export type PortalPages = {
  send(
    reply: FastifyReply,
    template: string,
    title: string,
    view: object,
    how?: { status?: number; language?: Language },
  ): Promise<FastifyReply>;
  /** The HTML of a page that tells no time. */
  render(template: string, title: string, view: object, language?: Language): string;
  /** Whether each page shows the time at which it is made. */
  tellTime: boolean;
  refuse: RefusalPage;
};

/** Makes the portal's pages, each with the clock where that is not the real one. */
export function portalPages(clock: Clock): PortalPages {
  const tellTime = clock.kind === "demonstration";
  const renderAt = (
    now: Date | null,
    template: string,
    title: string,
    view: object,
    language: Language = "zh",
  ) => {
    const demonstration = now === null ? null : shanghaiTime(now.toISOString());
    const frame = { title, demonstration, language: language === "zh" ? "zh-CN" : "en" };
    return eta.render(template, {
      ...view,
      frame,
      words: wordsOf(language),
      fill: filledIn,
      place: () => placeIn(language),
      authorityName: (code: string) => authorityName(code, language),
      shanghaiTime,
      factName,
      factValue,
    });
  };
  const send: PortalPages["send"] = async (reply, template, title, view, { status = 200, language } = {}) => {
    const now = tellTime ? await clock.now().catch(() => null) : null;
    const body = renderAt(now, template, title, view, language);
    return reply.code(status).header("content-type", "text/html; charset=utf-8").send(body);
  };
  return {
    send,
    render: (...page) => renderAt(null, ...page),
    tellTime,
    refuse(request, reply, problem) {
      const entry = problemEntry(problem.code);
      return send(reply, "refusal", entry.zh, { entry, requestId: request.id }, { status: entry.status });
    },
  };
}
