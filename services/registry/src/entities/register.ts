import {
  entityChange,
  entityQuery,
  entityView,
  foldedCode,
  newEntity,
  nameOf,
  wordsOf,
} from "@shuangsui/contracts";
import type { z } from "zod";
import { duplicateOf, misfit } from "../register/faults.ts";
import { newIds } from "../register/ids.ts";
import { classed, equal, inCharge, namedOrCoded, permitted, placed } from "../register/narrow.ts";
import type { Fault, FiledRegister } from "../register/register.ts";
import { shownAt } from "../register/places.ts";
import { firstVersion, nextVersion } from "../register/table.ts";
import type { Cipher } from "../secrecy/cipher.ts";
import { contactsView, sealedContacts } from "../secrecy/contacts.ts";
import { phoneView } from "../secrecy/phones.ts";
import { seesUnmasked } from "../secrecy/viewer.ts";
import { settleProposals } from "./proposals/settle.ts";
import {
  differingFields,
  entityWords,
  hasSharedChange,
  requireMayChange,
  sharedFields,
  withShared,
} from "./rules.ts";
import { insertEntities, sharedEntities, supervisedAmong, supervisorsOf, updateEntity } from "./store.ts";
import type { EntityRow } from "./tables.ts";

const phoneField = "entity_supervision.contact_phone";
const contactsField = "entity_supervision.contacts";
const { businessState: businessStates, category: categories } = wordsOf("zh");

/** A shared value as a fault names it. */
function shownAs(field: string, value: EntityRow[(typeof sharedFields)[keyof typeof sharedFields]]): string {
  if (value === null) return "—";
  if (Array.isArray(value))
    return value.map((one) => (typeof one === "string" ? one : one.number)).join("、");
  if (field === "category") return nameOf(categories, `${value}`);
  return field === "businessState" ? nameOf(businessStates, `${value}`) : `${value}`;
}

/** Where a new entry states an entity otherwise than the prefecture has it, and how it has it. */
function differences(index: number, entry: z.output<typeof newEntity>, row: EntityRow): Fault[] {
  return differingFields(entry, row).map((field) => {
    const registered = row[sharedFields[field]];
    return misfit(index, field, "differs", { registered: shownAs(field, registered) });
  });
}

/** What the row of a superior has, who supervises the entity itself not. */
const ofNobody = {
  ...{ id: "", authority: "", status: null, removal_ground: null },
  ...{ contact_name: null, contact_phone: null, contacts: null },
};

/** What a supervisor keeps of its own. */
function ownOf(row: EntityRow | undefined): typeof ofNobody | Pick<EntityRow, keyof typeof ofNobody> {
  if (row === undefined) return ofNobody;
  const { id, authority, status, removal_ground, contact_name, contact_phone, contacts } = row;
  return { id, authority, status, removal_ground, contact_name, contact_phone, contacts };
}

/** The market entities: one row a code in the prefecture, each supervising authority with its contact (articles 5, 10, 11). */
export function entityRegister(
  cipher: Cipher,
): FiledRegister<
  EntityRow,
  z.output<typeof newEntity>,
  z.output<typeof entityChange>,
  z.output<typeof entityView>,
  z.output<typeof entityQuery>
> {
  return {
    kind: "entities",
    relation: "entity_entry",
    standings: "entity_standing",
    order: "code",
    codeForm: foldedCode,
    newEntry: newEntity,
    change: entityChange,
    view: entityView,
    query: entityQuery,
    listed: "entity_key",
    sorts: { code: "code", name: "name", updatedAt: "updated_at" },
    narrowings: ({ q, person, permit, place, category, riskClass, status }) => [
      ...namedOrCoded(q),
      ...inCharge(person),
      ...permitted(permit),
      ...placed(place),
      ...equal({ category, status }),
      ...classed("entity", riskClass),
    ],
    keysOf: ({ creditCode }) => [{ path: "creditCode", value: creditCode }],
    async faults(work, authority, entries) {
      const codes = entries.map((entry) => entry.creditCode);
      const [mine, known] = await Promise.all([
        supervisedAmong(work, authority, codes),
        sharedEntities(work, codes),
      ]);
      return entries.flatMap((entry, index) => {
        if (mine.has(entry.creditCode)) return [duplicateOf(index, "creditCode", entry.creditCode)];
        const row = known.get(entry.creditCode);
        return row === undefined ? [] : differences(index, entry, row);
      });
    },
    rowsOf: async (_work, authority, entries, at) => {
      const ids = newIds(entries.length);
      return entries.map((entry, index) => {
        const id = ids[index] ?? "";
        return {
          ...firstVersion(id, authority, at),
          code: entry.creditCode,
          check_character_reason: entry.checkCharacterReason,
          name: entry.name,
          address: entry.address,
          legal_representative: entry.legalRepresentative,
          category: entry.category,
          business_state: entry.businessState ?? "open",
          territory: entry.territory ?? null,
          trades: entry.trades ?? [],
          permits: entry.permits ?? [],
          longitude: entry.longitude ?? null,
          latitude: entry.latitude ?? null,
          status: "active",
          removal_ground: null,
          contact_name: entry.contactName,
          contact_phone: cipher.seal(phoneField, id, entry.contactPhone),
          contacts: sealedContacts(cipher, contactsField, id, entry.contacts),
          words: entityWords(entry.name, entry.legalRepresentative, entry.permits ?? []),
        };
      });
    },
    insert: insertEntities,
    differences,
    async changeable(work, { authority }, row, change) {
      requireMayChange(authority, row, change, await supervisorsOf(work, authority, row.code));
      // A superior changes what is shared, and nothing of the authority whose row it has read.
      return row.authority === authority ? row : { ...row, ...ofNobody };
    },
    setsShared: (row, before) => (before === undefined ? row.version === 1 : hasSharedChange(before, row)),
    changed: async (_work, row, change, at) => ({
      ...withShared(nextVersion(row, at), change),
      status: change.status ?? row.status,
      removal_ground: change.status === undefined ? row.removal_ground : (change.removalGround ?? null),
      contact_name: change.contactName ?? row.contact_name,
      contact_phone:
        change.contactPhone === undefined
          ? row.contact_phone
          : cipher.seal(phoneField, row.id, change.contactPhone),
      contacts:
        change.contacts === undefined
          ? row.contacts
          : sealedContacts(cipher, contactsField, row.id, change.contacts),
    }),
    update: updateEntity,
    follow: settleProposals,
    // A version has what all share, and of its own only what the one keeps that made it.
    standing: (before, version, supervisor) =>
      version.authority === supervisor ? version : { ...version, ...ownOf(before) },
    ofOthers: ofNobody,
    subjectOf: ({ code }) => code,
    isUnmasked: (row, viewer) => row.contact_phone !== null && seesUnmasked(viewer, row, "phone.read"),
    viewOf(row, viewer) {
      const isSeen = seesUnmasked(viewer, row, "phone.read");
      const phone =
        row.contact_phone === null
          ? null
          : phoneView(cipher.open(phoneField, row.id, row.contact_phone), isSeen);
      return {
        id: row.id || null,
        authority: row.authority || null,
        creditCode: row.code,
        checkCharacterReason: row.check_character_reason,
        name: row.name,
        address: row.address,
        legalRepresentative: row.legal_representative,
        category: row.category,
        businessState: row.business_state,
        territory: row.territory,
        trades: row.trades,
        permits: row.permits,
        longitude: row.longitude,
        latitude: row.latitude,
        shownAt: shownAt(row),
        status: row.status,
        removalGround: row.removal_ground,
        contactName: row.contact_name,
        contactPhone: phone?.written ?? null,
        contactPhoneDialled: phone?.dialled ?? [],
        contacts: contactsView(cipher, contactsField, row.id, row.contacts, isSeen),
        version: row.version,
        updatedAt: row.updated_at.toISOString(),
      };
    },
    findShared: sharedEntities,
  };
}
