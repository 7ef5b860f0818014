import { authorityOf, folded, Problem } from "@shuangsui/contracts";
import type { EntityRow } from "./tables.ts";

/** What the prefecture shares of an entity, by the names of the API and the columns. */
export const sharedFields = {
  name: "name",
  address: "address",
  legalRepresentative: "legal_representative",
  category: "category",
} as const;
type SharedField = keyof typeof sharedFields;
type Shared = { [Field in SharedField]?: string | undefined };
type Own = { status?: unknown; contactName?: unknown; contactPhone?: unknown };

const fields = Object.keys(sharedFields).filter((name): name is SharedField => name in sharedFields);

/** The shared fields that entries state otherwise than the prefecture has them, compared in folded form (articles 5, 10). */
export function differingFields(stated: Shared, row: EntityRow): SharedField[] {
  return fields.filter((field) => {
    const value = stated[field];
    return value !== undefined && folded(value) !== folded(row[sharedFields[field]]);
  });
}

/** Whether a change of an entity has changed what the prefecture shares of it. */
export function hasSharedChange(before: EntityRow, after: EntityRow): boolean {
  return fields.some((field) => before[sharedFields[field]] !== after[sharedFields[field]]);
}

/**
 * Articles 3, 5, 15: each authority that supervises an entity changes its own status of it and its own contact. What all
 * share is changed by the one that supervises it; where several do, by their superior alone, so that none takes a target
 * out of another's sight. `row` is the caller's own where it supervises the entity.
 * @throws Problem `authority/not-yours`, `registry/shared`
 */
export function requireMayChange(
  caller: string,
  row: EntityRow,
  change: Shared & Own,
  supervisors: readonly string[],
): void {
  const supervises = supervisors.includes(caller);
  const several = supervisors.length > 1;
  const isSuperior = several && supervisors.some((code) => authorityOf(code)?.parent === caller);
  const changesOwn = [change.status, change.contactName, change.contactPhone].some(
    (value) => value !== undefined,
  );
  if (!supervises && (!isSuperior || changesOwn)) throw new Problem("authority/not-yours");
  const changesShared = fields.some((field) => {
    const value = change[field];
    return value !== undefined && value !== row[sharedFields[field]];
  });
  if (changesShared && several && !isSuperior) throw new Problem("registry/shared");
}
