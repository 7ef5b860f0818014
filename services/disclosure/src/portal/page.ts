import type { Clock } from "@shuangsui/clock";
import { filledIn, placeName, problemEntry } from "@shuangsui/contracts";
import type { RefusalPage } from "@shuangsui/service-kit";
import { Eta } from "eta";
import type { FastifyReply } from "fastify";
import { fileURLToPath } from "node:url";
import { authorityName, factName, factValue, shanghaiTime, words } from "./words.ts";

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
    status?: number,
  ): Promise<FastifyReply>;
  /** The HTML of a page that tells no time. */
  render(template: string, title: string, view: object): string;
  /** Whether each page shows the time at which it is made. */
  tellTime: boolean;
  refuse: RefusalPage;
};

/** Makes the portal's pages, each with the clock where that is not the real one. */
export function portalPages(clock: Clock): PortalPages {
  const tellTime = clock.kind === "demonstration";
  const renderAt = (now: Date | null, template: string, title: string, view: object) => {
    const frame = { title, demonstration: now === null ? null : shanghaiTime(now.toISOString()) };
    return eta.render(template, {
      ...view,
      frame,
      words,
      fill: filledIn,
      place: placeName,
      authorityName,
      shanghaiTime,
      factName,
      factValue,
    });
  };
  const send: PortalPages["send"] = async (reply, template, title, view, status = 200) => {
    const now = tellTime ? await clock.now().catch(() => null) : null;
    const body = renderAt(now, template, title, view);
    return reply.code(status).header("content-type", "text/html; charset=utf-8").send(body);
  };
  return {
    send,
    render: (...page) => renderAt(null, ...page),
    tellTime,
    refuse(request, reply, problem) {
      const entry = problemEntry(problem.code);
      return send(reply, "refusal", entry.zh, { entry, requestId: request.id }, entry.status);
    },
  };
}
