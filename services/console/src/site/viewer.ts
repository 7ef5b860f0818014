import {
  type Authority,
  authorityCode,
  authorityOf,
  knownAuthorities,
  Problem,
  seenBy,
} from "@shuangsui/contracts";
import { z } from "zod";

/** The subordinate whose matters alone are in view; null where all are that somebody's authority sees. */
export type Viewer = string | null;

/** A parameter of a form: left blank, it is not there. */
export const optionalField = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (value === "" ? undefined : value), schema.optional());

/** One of the authorities there are, by division code. */
export const knownAuthority = authorityCode.refine((code) => authorityOf(code) !== undefined);

/** Parameters that every page takes: whose matters are in view, and whether it loads itself again. */
export const viewerQuery = z.strictObject({
  as: optionalField(knownAuthority),
  /** Seconds after which the page loads itself again. */
  refresh: optionalField(z.enum(["10"])),
});

/** Whose matters somebody of `own` has chosen to see. @throws Problem `not-found` where that is no subordinate */
export function chosenViewer(own: string, as: string | undefined): Viewer {
  if (as === undefined || as === own) return null;
  if (!visibleTo(own).some(({ code }) => code === as)) throw new Problem("not-found");
  return as;
}

/** Those whose inspections an authority sees: itself and its subordinates (article 4). */
export function visibleTo(authority: string): Authority[] {
  const seen = seenBy(authority);
  return knownAuthorities().filter(({ code }) => seen.includes(code));
}

/** An authority's short name, or its code where it is not known. */
export function shortName(code: string): string {
  return authorityOf(code)?.short ?? code;
}
