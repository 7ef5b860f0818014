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
  refuse: RefusalPage;
};

/** Makes the portal's pages, each with the clock where that is not the real one. */
export function portalPages(clock: Clock): PortalPages {
  const send: PortalPages["send"] = async (reply, template, title, view, status = 200) => {
    const now = await clock.now().catch(() => null);
    const frame = {
      title,
      demonstration: clock.kind === "demonstration" && now !== null ? shanghaiTime(now.toISOString()) : null,
    };
    const body = eta.render(template, {
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
    return reply.code(status).header("content-type", "text/html; charset=utf-8").send(body);
  };
  return {
    send,
    refuse(request, reply, problem) {
      const entry = problemEntry(problem.code);
      return send(reply, "refusal", entry.zh, { entry, requestId: request.id }, entry.status);
    },
  };
}
