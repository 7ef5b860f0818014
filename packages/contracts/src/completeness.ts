import { z } from "zod";

/**
 * What is counted of the registry itself, against the lists of others (article 10), so that leaving somebody out shows: how many of
 * three kinds of lists it was compared with, who stands in one of them and not in the registry, who was taken out of it on which ground,
 * who of those a list still has; and which inspectors are not to be drawn, and why.
 */
export const completenessCode = z.enum([
  "lists-compared",
  "unregistered-permits",
  "unregistered-business",
  "unregistered-filings",
  "removed-closed",
  "removed-revoked",
  "removed-moved-away",
  "removed-completed",
  "removed-not-supervised",
  "removed-registered-twice",
  "removed-still-listed",
  "inspectors-suspended",
  "inspectors-certificate",
  "inspectors-leave",
]);
export type CompletenessCode = z.infer<typeof completenessCode>;
