import { Problem } from "@shuangsui/contracts";
import type { Selectable } from "kysely";
import type { z } from "zod";
import type { FrameWork } from "../frame-tables.ts";
import type { Act, Decision, Matter } from "../matter.ts";
import type { CommandTable } from "./table.ts";

export type StoredCommand = Selectable<CommandTable>;

/** A command as a rule decides it. */
export type Command<Body> = {
  id: string;
  body: Body;
  /** Who asked, and when it was received. */
  act: Act;
  callerAuthority: string;
  /** Which inspector of the registry the person is who asked. */
  inspector?: string | null;
};

/** How one command is decided. Of what type its body is, and what it knows, only the rule itself can tell. */
export type CommandRule<W, M extends Matter, D extends Decision> = {
  /** `worker` where the decision needs another service, or a secret that only the worker holds. */
  readonly decidedBy: "api" | "worker";
  /** `superior` where not the owner of the matter but the authority above it asks; `either` where both may. */
  readonly askedBy: "owner" | "superior" | "either";
  /** @throws Problem with which the command is refused */
  decide(work: W, matter: M, command: StoredCommand, prepared: unknown): Promise<D>;
};

type RuleOptions<W extends FrameWork, M extends Matter, D extends Decision, Body, Known> = {
  body: z.ZodType<Body>;
  decidedBy?: "worker";
  askedBy?: "superior" | "either";
  /**
   * Reads in the transaction what the decision must know besides the matter; writes nothing. `prepared` is what other
   * services answered beforehand. @throws ServiceUnavailable where that is stale: it is prepared anew
   */
  knows?(work: W, matter: M, command: Command<Body>, prepared: unknown): Promise<Known>;
  /** Pure. @throws Problem with which the command is refused */
  decide(matter: M, command: Command<Body>, known: Known): D;
};

/** Makes rules of a domain. What lies in the table is read by its schema again: it is trusted no more than what came in. */
export function commandRules<W extends FrameWork, M extends Matter, D extends Decision>() {
  return <Body, Known = undefined>(rule: RuleOptions<W, M, D, Body, Known>): CommandRule<W, M, D> => ({
    decidedBy: rule.decidedBy ?? "api",
    askedBy: rule.askedBy ?? "owner",
    async decide(work, matter, stored, prepared) {
      const body = rule.body.safeParse(stored.payload);
      if (!body.success) throw new Problem("body/invalid");
      const command = {
        id: stored.id,
        body: body.data,
        act: { at: stored.received_at, actor: stored.actor, requestId: stored.request_id },
        callerAuthority: stored.caller_authority,
        inspector: stored.inspector,
      };
      const known = await rule.knows?.(work, matter, command, prepared);
      return rule.decide(matter, command, known as Known);
    },
  });
}
