import { z } from "zod";
import {
  authorityCode,
  id,
  instant,
  ofFiles,
  ofPages,
  pageOf,
  pageQuery,
  targetKind,
  text,
} from "./basics.ts";
import { targetCode } from "./registry.ts";

/** The registers of which one target may stand in twice. */
export const duplicatedRegister = z.enum(["entities", "projects"]);
export type DuplicatedRegister = z.infer<typeof duplicatedRegister>;

/** Why two entries may be one: they are called alike, or have the same phone at the same address. */
export const duplicateGround = z.enum(["name", "phone"]);
export type DuplicateGround = z.infer<typeof duplicateGround>;

const one = z.object({ code: z.string(), name: z.string(), address: z.string() });

/** GET /api/v1/duplicates: pairs of entries in force that may be one, but for those that were found to be two. */
export const duplicatesQuery = pageQuery.extend({ register: duplicatedRegister });
export const duplicatesFileQuery = duplicatesQuery.omit(ofPages).extend(ofFiles);
export const duplicatePair = z.object({
  register: duplicatedRegister,
  one,
  other: one,
  grounds: z.array(duplicateGround),
});
export const duplicatePairs = pageOf(duplicatePair);

/** That two entries are two, and why. */
export const newDismissal = z.strictObject({
  register: duplicatedRegister,
  one: targetCode,
  other: targetCode,
  reason: text(500),
});
export const dismissal = newDismissal.extend({ authority: authorityCode, actor: z.string(), at: instant });

/** That two entries are one: what hangs on `merged` hangs on `kept` from then on. */
export const newMerge = z.strictObject({
  register: duplicatedRegister,
  kept: targetCode,
  merged: targetCode,
  reason: text(500),
});
export const mergeUndoing = z.strictObject({ reason: text(500) });
export const mergeView = z.object({
  id,
  authority: authorityCode,
  register: duplicatedRegister,
  kept: z.string(),
  merged: z.string(),
  actor: z.string(),
  reason: z.string(),
  at: instant,
  /** What was moved: conflicts, credit records, and the projects of which it is a party. */
  moved: z.array(z.object({ register: z.string(), id })),
  undone: z.object({ actor: z.string(), reason: z.string(), at: instant }).nullable(),
});
/** GET /api/v1/merges/export */
export const mergesFileQuery = pageQuery.omit(ofPages).extend(ofFiles);
export const mergePage = pageOf(mergeView);

/** GET /api/v1/snapshot/merges, for the inspection service: all merges in force, of all authorities. */
export const mergesInForce = z.object({
  items: z.array(
    z.object({ id, authority: authorityCode, kind: targetKind, kept: z.string(), merged: z.string() }),
  ),
});
export type MergeInForce = z.infer<typeof mergesInForce>["items"][number];
