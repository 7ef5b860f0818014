import { authorities, type Authority, authorityOf } from "@shuangsui/contracts";
import { z } from "zod";

/** The authority for which pages are shown unless another is chosen. */
export const prefecture = "533100";
/** Who calls the inspection service from here, until there is sign-in. */
export const actor = "console";

const codes = authorities.map((authority) => authority.code);

/** A parameter of a form: left blank, it is not there. */
export const optionalField = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (value === "" ? undefined : value), schema.optional());

/** One of the authorities there are, by division code. */
export const knownAuthority = z.enum(codes);

/** Parameters that every page takes: for which authority it is looked at, and whether it loads itself again. */
export const viewerQuery = z.strictObject({
  as: optionalField(knownAuthority),
  /** Seconds after which the page loads itself again. */
  refresh: optionalField(z.enum(["10"])),
});

/** What a form keeps of for whom it is looked at: nothing where that is the prefecture. */
export function hiddenViewer(viewer: string): string | null {
  return viewer === prefecture ? null : viewer;
}

/** Those whose inspections an authority sees: itself and its subordinates (article 4). */
export function visibleTo(viewer: string): Authority[] {
  return authorities.filter((authority) => authority.code === viewer || authority.parent === viewer);
}

/** An authority's short name, or its code where it is not known. */
export function shortName(code: string): string {
  return authorityOf(code)?.short ?? code;
}
