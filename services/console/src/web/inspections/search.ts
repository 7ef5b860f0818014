import { z } from "zod";

const text = z.string().optional().catch(undefined);

/** The query bar of inspections, and where their page begins, as the address has them. */
export const inspectionSearch = z.object({
  authority: text,
  state: text,
  kind: text,
  origin: text,
  attention: text,
  counted: text,
  campaign: text,
  lead: text,
  item: text,
  order: text,
  after: text,
});
export type InspectionNarrowing = z.infer<typeof inspectionSearch>;
