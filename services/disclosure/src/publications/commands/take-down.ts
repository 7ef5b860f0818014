import type { publicationCommands } from "@shuangsui/contracts";
import type { Command } from "@shuangsui/service-kit";
import type { z } from "zod";
import { takeDown, type PublicationDecision } from "../lifecycle.ts";
import { requireTakable } from "../rules.ts";
import type { Publication } from "../tables.ts";

/**
 * 信用修复管理办法: the target's credit was repaired, which ends the publication of its result.
 * @throws Problem `publication/wrong-state`
 */
export function decideTakeDown(
  publication: Publication,
  { body, act }: Command<z.infer<(typeof publicationCommands)["take-down"]>>,
): PublicationDecision {
  requireTakable(publication);
  return takeDown("repair", act.at, { reason: body.reason });
}
