import { commandOutcome, id, isProblemCode, Problem, type CommandOutcome } from "@shuangsui/contracts";
import type { FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import type { App } from "../app.ts";
import { callerOf } from "../caller.ts";
import type { Inbox } from "./inbox.ts";

/** The responses that every command's route documents. */
export const commandResponses = { 200: commandOutcome, 202: commandOutcome };

/**
 * The caller's Idempotency-Key, a UUID that becomes the command's id.
 * @throws Problem `command/key-missing`
 */
export function idempotencyKeyOf(request: FastifyRequest): string {
  const key = id.safeParse(request.headers["idempotency-key"]);
  if (!key.success) throw new Problem("command/key-missing");
  return key.data;
}

/**
 * Answers a command: 200 when it is done, the refusal when it is refused, 202 and where to look otherwise.
 * @throws Problem with the outcome's code
 */
export function answerCommand(reply: FastifyReply, outcome: CommandOutcome): CommandOutcome {
  reply.header("location", `/api/v1/commands/${outcome.commandId}`);
  if (outcome.status === "refused")
    throw new Problem(
      outcome.code !== undefined && isProblemCode(outcome.code) ? outcome.code : "internal",
      outcome.detail,
      outcome.errors,
    );
  if (outcome.status === "pending") reply.code(202).header("retry-after", "2");
  return outcome;
}

/** Adds the address at which a command's outcome is looked up. */
export function commandRoutes(app: App, inbox: Inbox): void {
  app.get(
    "/api/v1/commands/:id",
    {
      schema: {
        tags: ["commands"],
        params: z.object({ id }),
        response: { 200: commandOutcome },
      },
    },
    async (request) => {
      const outcome = await inbox.outcome(callerOf(request).authority, request.params.id);
      if (outcome === undefined) throw new Problem("not-found");
      return outcome;
    },
  );
}
