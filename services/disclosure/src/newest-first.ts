import { instant, Problem } from "@shuangsui/contracts";
import { keyOf } from "@shuangsui/service-kit";
import type { z } from "zod";

/** The row after which a list that has the newest first goes on. */
export type After = { at: Date; id: string };

/**
 * Reads a cursor of such a list, whose ids have the form given; null at the list's beginning.
 * @throws Problem `body/invalid`
 */
export function afterOf(cursor: string | undefined, idForm: z.ZodType<string>): After | null {
  if (cursor === undefined) return null;
  const [at, id] = keyOf(cursor, 2);
  const when = instant.safeParse(at);
  const which = idForm.safeParse(id);
  if (!when.success || !which.success)
    throw new Problem("body/invalid", undefined, [
      { path: "/after", message: "is not a cursor of this list" },
    ]);
  return { at: new Date(when.data), id: which.data };
}
