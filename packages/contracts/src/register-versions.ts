import { z } from "zod";
import {
  authorityCode,
  flag,
  id,
  instant,
  ofFiles,
  ofPages,
  pageOf,
  pageQuery,
  text,
  wholeNumber,
} from "./basics.ts";
import { creditKind, versionedKind } from "./registry.ts";

/** A version's number, as its column can hold it. */
export const versionNumber = wholeNumber(0, 2 ** 31 - 1);

/** GET of one entry: with `at`, as it stood then. */
export const entryQuery = z.strictObject({ at: instant.optional() });

/** Who made a version, when and why; who and why are null where the caller may not know. */
const made = {
  version: z.number().int(),
  at: instant,
  authority: authorityCode.nullable(),
  actor: z.string().nullable(),
  reason: z.string().nullable(),
};

/** GET /api/v1/{register}/{ref}/history: the oldest first unless told otherwise. */
export const historyQuery = pageQuery.extend({ newestFirst: flag });

/** GET /api/v1/{register}/{ref}/difference: from one version to another; without `to`, to the last. */
export const differenceQuery = z.strictObject({ from: versionNumber, to: versionNumber.optional() });
/** Each field that stands otherwise, with the version that gave it what it has. What is masked for the caller is masked in both. */
export const versionDifference = z.object({
  from: z.object(made),
  to: z.object(made),
  fields: z.array(z.object({ field: z.string(), was: z.unknown(), is: z.unknown(), by: z.object(made) })),
});

/** GET /api/v1/changes: what has changed in the registers, the last first. */
export const changesQuery = pageQuery.extend({
  register: versionedKind.optional(),
  authority: authorityCode.optional(),
  /** By whom. */
  actor: text(80).optional(),
  /** From this instant on, and before that one. */
  since: instant.optional(),
  until: instant.optional(),
});
export const changesFileQuery = changesQuery.omit(ofPages).extend(ofFiles);
export const registerChange = z.object({
  register: versionedKind,
  /** By what it is asked for. */
  ref: z.string(),
  /** What it is called, where it is called anything. */
  name: z.string().nullable(),
  /** What a credit record or an interest is about, which have no names; names as far as the caller sees whose they are. */
  about: z
    .object({
      target: z.object({ code: z.string(), name: z.string().nullable() }),
      /** Whose interest it is. */
      inspector: z.object({ id, name: z.string().nullable() }).nullable(),
      creditKind: creditKind.nullable(),
      source: z.string().nullable(),
    })
    .nullable(),
  ...made,
  /** The fields that stand otherwise; all of a first version. */
  fields: z.array(z.string()),
});
export const registerChanges = pageOf(registerChange);
type RegisterChange = z.output<typeof registerChange>;

/** What a changed entry is called: by its name, or by what it is about: the kind of a credit record, its target and source; the two of an interest. */
export function titleOfChange(
  { name, about }: Pick<RegisterChange, "name" | "about">,
  creditKinds: Readonly<Record<z.output<typeof creditKind>, string>>,
): string {
  if (name !== null || about === null) return name ?? "";
  const { target, inspector, source } = about;
  return [
    about.creditKind === null ? null : creditKinds[about.creditKind],
    inspector === null ? null : (inspector.name ?? inspector.id),
    target.name ?? target.code,
    source,
  ]
    .filter((part) => part !== null)
    .join(" · ");
}
