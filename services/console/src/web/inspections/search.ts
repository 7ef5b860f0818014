import { z } from "zod";

const text = z.string().optional().catch(undefined);

/** By what inspections are narrowed, as the address has it. */
export const inspectionSearch = z.object({
  authority: text,
  state: text,
  states: text,
  kind: text,
  origin: text,
  attention: text,
  dueIn: text,
  counted: text,
  campaign: text,
  territory: text,
  lead: text,
  targets: text,
  item: text,
  openedIn: text,
  checkedIn: text,
  publishedIn: text,
  breachedIn: text,
  order: text,
});
export type InspectionNarrowing = z.infer<typeof inspectionSearch>;
