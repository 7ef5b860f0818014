import type { Command } from "@shuangsui/service-kit";

/** Who does something, and when it counts as done. */
export type Act = { at: Date; actor: string; requestId: string | null };
/** What a command does counts as done when it was received. */
export function actOf(command: Command): Act {
  return { at: command.received_at, actor: command.actor, requestId: command.request_id };
}
/** What is told with an event: ids, numbers, dates and words, no personal data. */
export type Facts = Record<string, string | number | boolean | null>;
