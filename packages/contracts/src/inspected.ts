import { z } from "zod";
import { authorityCode, day, id, inspectionOrigin, instant } from "./basics.ts";
import { inspectionOutcome, inspectionState, recusal } from "./inspections.ts";
import { inspectorKind } from "./registry.ts";

/** A code by which the inspected reaches its own inspection, shown this once to the officer who gives it. */
export const accessCodeGiven = z.object({ id, code: z.string(), expiresAt: instant });
export type AccessCodeGiven = z.infer<typeof accessCodeGiven>;

/** The code as the inspected types it, or scans it. */
export const accessCodeUse = z.strictObject({ code: z.string().min(1).max(60) });

/** What a code is exchanged for, once: a token for that inspection alone. */
export const inspectedSession = z.object({ token: z.string(), expiresAt: instant, inspectionId: id });
export type InspectedSession = z.infer<typeof inspectedSession>;

/** What the inspected reads of its own inspection: its notice (article 25), and once it has it its result (article 30). */
export const inspectedView = z.object({
  id,
  authority: authorityCode,
  targetCode: z.string(),
  targetName: z.string(),
  origin: inspectionOrigin,
  state: inspectionState,
  notifiedAt: instant.nullable(),
  checkOn: day.nullable(),
  window: z.object({ from: day, to: day }),
  items: z.array(
    z.object({
      code: z.string(),
      name: z.string(),
      legalBasis: z.string(),
      content: z.string(),
      method: z.string(),
    }),
  ),
  /** By the numbers under which a recusal is asked for. */
  team: z.array(
    z.object({
      number: z.number().int(),
      kind: inspectorKind,
      name: z.string().nullable(),
      unit: z.string().nullable(),
      certificateNumber: z.string().nullable(),
    }),
  ),
  /** The recusals that it asked for itself, by the numbers of members, and what came of each (article 24). */
  recusals: z.array(
    recusal.pick({
      number: true,
      ground: true,
      askedAt: true,
      due: true,
      escalatedAt: true,
      decidedAt: true,
      granted: true,
    }),
  ),
  /** The draw by which it came to be inspected, and what opens its own id there, and nobody else's; null for other origins. */
  draw: z
    .object({ drawId: z.string(), opening: z.object({ targetId: z.string(), salt: z.string() }).nullable() })
    .nullable(),
  /** Where its result is public, once it is. */
  publicationId: id.nullable(),
  result: z
    .object({
      outcome: inspectionOutcome.nullable(),
      /** `takenBack` where its objection to it was upheld. */
      findings: z.array(z.object({ itemCode: z.string(), description: z.string(), takenBack: z.boolean() })),
      objectionDue: instant.nullable(),
      provisional: z.boolean(),
      received: z.boolean(),
      objected: z.boolean(),
      /** What the authority answered to the objection; null before it has. */
      answer: z.object({ at: instant, upheld: z.boolean(), statement: z.string() }).nullable(),
    })
    .nullable(),
});
export type InspectedView = z.infer<typeof inspectedView>;
