import { z } from "zod";
import { authorityCode, day, id, inspectionOrigin, targetKind, text, wholeNumber } from "./basics.ts";
import { inspectionKind } from "./inspections.ts";

/**
 * How often a year a target may be visited by all authorities together, null where nothing is set; which origins and kinds
 * neither count nor are held up; and the paper that says so, for it differs by province.
 */
export const visitCap = z
  .strictObject({
    perYear: z.number().int().min(1).max(366).nullable(),
    exemptOrigins: z.array(inspectionOrigin).max(inspectionOrigin.options.length),
    exemptKinds: z.array(inspectionKind).max(inspectionKind.options.length),
    source: text(200).nullable(),
  })
  .refine(({ perYear, source }) => perYear === null || source !== null, {
    path: ["source"],
    message: "names the paper that sets the cap",
  });
export type VisitCap = z.infer<typeof visitCap>;

/** GET /api/v1/targets/{kind}/{code}/visits: of which year, this one unless it is told. */
export const visitsQuery = z.strictObject({ year: wholeNumber(2000, 2999).optional() });

/** A target's visits of a year, whoever made them: of others an authority knows the day alone (article 5). */
export const visitLedger = z.object({
  targetKind,
  targetCode: z.string(),
  year: z.number().int(),
  cap: visitCap,
  /** How many count by that cap. */
  counted: z.number().int(),
  items: z.array(
    z.object({
      on: day,
      authority: authorityCode.nullable(),
      inspectionId: id.nullable(),
      origin: inspectionOrigin.nullable(),
      kind: inspectionKind.nullable(),
    }),
  ),
});
export type VisitLedger = z.infer<typeof visitLedger>;
