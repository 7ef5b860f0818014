import { newProposal, Problem, type entityChange } from "@shuangsui/contracts";
import type { z } from "zod";
import { call } from "../calls/services.ts";
import { fieldsOf } from "../form/shape.ts";
import { bodyOf, type Values } from "../form/values.ts";
import type { Row } from "./registers.ts";

/** Of a form that shows an entry whole, what stands there otherwise than in the entry that it was filled from, with why, and which version it changes. */
export function correctionOf(schema: z.ZodType, from: Row, { version, ...body }: Values): Values {
  const before = bodyOf(fieldsOf(schema), from);
  const differing = Object.entries(body).filter(
    ([name, value]) => JSON.stringify(value) !== JSON.stringify(before[name]),
  );
  return { ...Object.fromEntries(differing), version };
}

/** What need not be stated, and is not: whoever registers an entity that the prefecture has already says nothing of it. */
export const statedOf = (body: unknown): Values =>
  Object.fromEntries(Object.entries(body as Values).filter(([, value]) => value !== null));

/**
 * Corrects an entity. Where others supervise it too, what all share becomes a proposal, to which each of them consents, and what the
 * authority keeps of its own is corrected at once (article 5).
 */
export async function correctEntity(ref: string, change: Values, idempotencyKey: string): Promise<void> {
  const params = { ref };
  const patch = (body: Values) =>
    call.registry.patchEntitiesByRef({ params, body: body as z.input<typeof entityChange> });
  try {
    await patch(change);
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== "registry/shared") throw error;
    const entries = Object.entries(change);
    const proposed = Object.fromEntries(entries.filter(([name]) => Object.hasOwn(newProposal.shape, name)));
    const own = entries.filter(([name]) => !Object.hasOwn(newProposal.shape, name));
    const body = proposed as z.input<typeof newProposal>;
    await call.registry.postEntitiesByRefProposals({ params, body, idempotencyKey });
    if (own.length > 0) {
      const { reason, version } = change;
      await patch({ ...Object.fromEntries(own), reason, version });
    }
  }
}
