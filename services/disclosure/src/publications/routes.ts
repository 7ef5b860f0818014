import { id, publicationCommands, publicationOpening } from "@shuangsui/contracts";
import { answerCommand, commandRoute, requireAuthority, type App, type Frame } from "@shuangsui/service-kit";
import { z } from "zod";
import { storable } from "../storable.ts";
import type { Work } from "../tables.ts";
import { publicationDomain } from "./domain.ts";
import { openPublication, type StartLater } from "./opening.ts";

export type PublicationRouteOptions = {
  frame: Frame<Work>;
  startLater: StartLater;
};

const tags = ["publications"];
const params = z.object({ id });

/** The API of publications: services open and fill them, officials publish. */
export function publicationRoutes(app: App, { frame, startLater }: PublicationRouteOptions): void {
  app.put(
    "/api/v1/publications/:id",
    {
      config: { action: "service", idempotencyKey: "none" },
      schema: { tags, params, body: storable(publicationOpening), response: { 200: params, 202: params } },
    },
    async (request, reply) => {
      await requireAuthority(request.body.authority);
      const outcome = await openPublication(frame, startLater, request.params.id, request.body, request.id);
      if (outcome !== undefined) answerCommand(reply, outcome);
      return { id: request.params.id };
    },
  );

  for (const type of ["due", "content", "renew", "withdraw", "drop", "take-down", "ask"] as const)
    commandRoute(app, frame, publicationDomain, {
      url: `/api/v1/publications/:id/commands/${type}`,
      type,
      body: storable(publicationCommands[type]),
      tags,
      action: "service",
    });
  commandRoute(app, frame, publicationDomain, {
    url: "/api/v1/publications/:id/commands/publish",
    type: "publish",
    body: publicationCommands.publish,
    tags,
    action: "publication.publish",
  });
}
