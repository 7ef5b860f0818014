import type { VersionedKind } from "@shuangsui/contracts";
import { originNow, type Auditor, type Caller, type NewAuditEntry } from "@shuangsui/service-kit";
import { hash } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import type { Row } from "./row.ts";

/** What changes with every version, or follows from other columns. */
const notTold: ReadonlySet<string> = new Set([
  "id",
  "authority",
  "version",
  "updated_at",
  "words",
  "bases",
  "source_key",
  "person_key",
]);

/** Whether two values say the same: the database keeps the parts of one in an order of its own. */
function isSame(one: unknown, other: unknown): boolean {
  const [was, is] = [JSON.stringify(one ?? null), JSON.stringify(other ?? null)];
  return was === is || isDeepStrictEqual(JSON.parse(was), JSON.parse(is));
}

/**
 * How the audit trail tells of a version (articles 32, 33): which columns changed, and each value by a hash that only whoever has
 * the version's salt can make again; of a first version a hash of all, which is `entry` as JSON. So it holds no personal data, and no guess can be tried on it.
 */
export function auditOfVersion(
  register: VersionedKind,
  version: { subject: string; row: Row; before?: Row | undefined; salt: string; entry: string },
  { caller, at }: { caller: Pick<Caller, "authority" | "actor">; at: Date },
): NewAuditEntry {
  const { subject, row, before, salt } = version;
  /** The hash of the JSON of `[salt, name, value]`. */
  const hashOf = (name: string, value: string) =>
    hash("sha256", `[${JSON.stringify(salt)},${JSON.stringify(name)},${value}]`);
  const valuesOf = (one: Row): ReadonlyMap<string, unknown> => new Map(Object.entries(one));
  const entry = {
    at,
    authority: caller.authority,
    callerAuthority: caller.authority,
    actor: caller.actor,
    subject,
    code: null,
    ...originNow(),
  };
  if (before === undefined)
    return {
      ...entry,
      action: `${register}/${row.version === 1 ? "registered" : "changed"}`,
      before: null,
      after: { version: row.version, entry: hashOf("", version.entry) },
    };
  const [was, is] = [valuesOf(before), valuesOf(row)];
  const changed = [...is.keys()].filter((name) => !notTold.has(name) && !isSame(was.get(name), is.get(name)));
  const hashes = (of: ReadonlyMap<string, unknown>) =>
    Object.fromEntries(changed.map((name) => [name, hashOf(name, JSON.stringify(of.get(name) ?? null))]));
  return {
    ...entry,
    action: `${register}/changed`,
    before: { version: before.version, fields: hashes(was) },
    after: { version: row.version, fields: hashes(is) },
  };
}

/** Notes that a caller has read entries with their ID numbers or phones unmasked. */
export function noteLook(
  auditor: Auditor,
  register: VersionedKind,
  caller: Caller,
  subjects: readonly string[],
): void {
  const [only, ...more] = subjects;
  if (only === undefined) return;
  auditor.note({
    authority: caller.authority,
    callerAuthority: caller.authority,
    actor: caller.actor,
    action: `${register}/looked`,
    subject: more.length === 0 ? only : null,
    code: null,
    before: null,
    after: more.length === 0 ? null : { subjects: [...subjects] },
    ...originNow(),
  });
}
