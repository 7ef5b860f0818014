import { folded, isPlace, Problem, superiorsOf } from "@shuangsui/contracts";
import { misfit, refusalOf } from "../register/faults.ts";
import { wordsOfEntry } from "../register/words.ts";
import type { EntityRow } from "./tables.ts";

/** What the prefecture shares of an entity, by the names of the API and the columns. */
export const sharedFields = {
  name: "name",
  address: "address",
  legalRepresentative: "legal_representative",
  category: "category",
  businessState: "business_state",
  territory: "territory",
  trades: "trades",
  permits: "permits",
  longitude: "longitude",
  latitude: "latitude",
} as const;
type SharedField = keyof typeof sharedFields;
type Shared = { [Field in SharedField]?: EntityRow[(typeof sharedFields)[Field]] | undefined };
type Own = { status?: unknown; contactName?: unknown; contactPhone?: unknown; contacts?: unknown };

const fields = Object.keys(sharedFields).filter((name): name is SharedField => name in sharedFields);

/** The shared fields that entries state otherwise than the prefecture has them, compared in folded form (articles 5, 10). */
export function differingFields(stated: Shared, row: EntityRow): SharedField[] {
  return fields.filter((field) => {
    const value = stated[field];
    return value !== undefined && comparable(value) !== comparable(row[sharedFields[field]]);
  });
}

/** Names are compared in folded form, all else as it stands; what is in a list in any order. */
function comparable(value: Shared[SharedField]): string {
  const parts = Array.isArray(value) ? value.map(written).toSorted() : value;
  return folded(typeof parts === "string" ? parts : written(parts));
}
const isSame = (one: unknown, other: unknown) => written(one) === written(other);

/** A value as a text, whatever order it has its parts in: PostgreSQL gives those of a permit in another one than they came in. */
function written(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === "object" && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([one], [other]) => (one < other ? -1 : 1)))
      : part,
  );
}

/** Whether a change of an entity has changed what the prefecture shares of it. */
export function hasSharedChange(before: EntityRow, after: EntityRow): boolean {
  return fields.some((field) => !isSame(before[sharedFields[field]], after[sharedFields[field]]));
}

/** What an entity is found by, but for its code. */
export const entityWords = (
  name: string,
  legalRepresentative: string,
  permits: readonly { number: string }[],
): string =>
  wordsOfEntry({ name, people: [legalRepresentative], permits: permits.map((permit) => permit.number) });

/** The entity with what is shared changed. @throws Problem `body/invalid` where half of a place would be left */
export function withShared(row: EntityRow, change: Shared): EntityRow {
  const name = change.name ?? row.name;
  const longitude = change.longitude === undefined ? row.longitude : change.longitude;
  const latitude = change.latitude === undefined ? row.latitude : change.latitude;
  if (!isPlace(longitude, latitude)) throw refusalOf([misfit(0, "latitude", "place")]);
  return {
    ...row,
    name,
    address: change.address ?? row.address,
    legal_representative: change.legalRepresentative ?? row.legal_representative,
    category: change.category ?? row.category,
    business_state: change.businessState ?? row.business_state,
    territory: change.territory === undefined ? row.territory : change.territory,
    trades: change.trades ?? row.trades,
    permits: change.permits ?? row.permits,
    longitude,
    latitude,
    words: entityWords(
      name,
      change.legalRepresentative ?? row.legal_representative,
      change.permits ?? row.permits,
    ),
  };
}

/** What a change states of what is shared otherwise than it stands. */
export function sharedChanges(row: EntityRow, change: Shared): SharedField[] {
  return fields.filter((field) => {
    const value = change[field];
    return value !== undefined && !isSame(value, row[sharedFields[field]]);
  });
}

/** An authority that has an entity in its register, and whether it supervises it still. */
export type Supervision = { authority: string; status: "active" | "deregistered" };

/** Those that supervise an entity now, but for one. */
export function othersOf(authority: string, supervisions: readonly Supervision[]): string[] {
  return supervisions
    .filter((one) => one.status === "active" && one.authority !== authority)
    .map((one) => one.authority);
}

/** Whether an authority is the superior of one that supervises an entity. */
export function isSuperiorOf(authority: string, supervisions: readonly Supervision[]): boolean {
  return supervisions.some((one) => superiorsOf(one.authority).includes(authority));
}

/**
 * Article 5: what is shared of an entity is changed alone by the only one that supervises it; where several do, by their
 * superior.
 */
export function maySetShared(caller: string, supervisions: readonly Supervision[]): boolean {
  const others = othersOf(caller, supervisions);
  return supervisions.some((one) => one.authority === caller)
    ? others.length === 0 || isSuperiorOf(caller, supervisions)
    : others.length > 1 && isSuperiorOf(caller, supervisions);
}

/**
 * Articles 3, 5, 15: each authority that supervises an entity changes its own status of it and its own contact. What all
 * share is changed by the one that supervises it; where several do, by their superior or with the consent of each, so that none
 * takes a target out of another's sight. `row` is the caller's own where it supervises the entity.
 * @throws Problem `authority/not-yours`, `registry/shared`
 */
export function requireMayChange(
  caller: string,
  row: EntityRow,
  change: Shared & Own,
  supervisions: readonly Supervision[],
): void {
  const supervises = supervisions.some((one) => one.authority === caller);
  const maySet = maySetShared(caller, supervisions);
  const changesOwn = [change.status, change.contactName, change.contactPhone, change.contacts].some(
    (value) => value !== undefined,
  );
  if (!supervises && (!maySet || changesOwn)) throw new Problem("authority/not-yours");
  if (!maySet && sharedChanges(row, change).length > 0) throw new Problem("registry/shared");
}
