import {
  commandOutcome,
  id,
  isProblemCode,
  Problem,
  type Access,
  type CommandOutcome,
} from "@shuangsui/contracts";
import type { FastifyReply, FastifyRequest } from "fastify";
import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { App } from "../app.ts";
import { callerOf, type Caller } from "../access/caller.ts";
import type { FrameWork, ScopedDatabase } from "../frame-tables.ts";
import type { Domain } from "../domain.ts";
import type { Decision, Matter } from "../matter.ts";
import type { Frame } from "../frame.ts";
import { readOutcome, submit } from "./submit.ts";

/** The responses that every command's route documents. */
export const commandResponses = { 200: commandOutcome, 202: commandOutcome };

/**
 * The caller's Idempotency-Key, a UUID.
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

type CommandRoute = {
  /** Its address, with `:id` for the matter. */
  url: string;
  /** A PUT is one by its nature, with a key or without. */
  method?: "POST" | "PUT";
  /** The command's name. */
  type: string;
  body: z.ZodType;
  tags: string[];
  /** Who may. */
  action: Access;
  /** What is asked, where who asks is part of it. @throws Problem */
  payloadOf?(caller: Caller, body: unknown): unknown;
  /** What else must hold of the caller and the matter, where a role alone does not tell. @throws Problem */
  requires?(caller: Caller, matterId: string): Promise<void>;
};

/** Adds the address of one command, so that each has its own schema in the OpenAPI document. */
export function commandRoute<W extends FrameWork, M extends Matter, D extends Decision>(
  app: App,
  frame: Frame<W>,
  domain: Domain<W, M, D>,
  route: CommandRoute,
): void {
  const { url, method = "POST", type, body, tags, action } = route;
  app.route({
    method,
    url,
    config: { action },
    schema: { tags, params: z.object({ id }), body, response: commandResponses },
    handler: async (request, reply) => {
      const caller = callerOf(request);
      await route.requires?.(caller, request.params.id);
      const unkeyed = method === "PUT" && request.headers["idempotency-key"] === undefined;
      const outcome = await submit(frame, domain, {
        key: unkeyed ? randomUUID() : idempotencyKeyOf(request),
        matterId: request.params.id,
        type,
        payload: route.payloadOf === undefined ? request.body : route.payloadOf(caller, request.body),
        caller,
        requestId: request.id,
      });
      return answerCommand(reply, outcome);
    },
  });
}

/** Adds the address at which a command's outcome is looked up. */
export function outcomeRoute<W extends FrameWork>(app: App, database: ScopedDatabase<W>): void {
  app.get(
    "/api/v1/commands/:id",
    {
      config: { action: "command.read" },
      schema: {
        tags: ["commands"],
        params: z.object({ id }),
        response: { 200: commandOutcome },
      },
    },
    async (request) => {
      const outcome = await readOutcome(database, callerOf(request).authority, request.params.id);
      if (outcome === undefined) throw new Problem("not-found");
      return outcome;
    },
  );
}
