import {
  entityChange,
  entityQuery,
  entityView,
  newEntity,
  nameOf,
  searchWords,
  wordsOf,
} from "@shuangsui/contracts";
import type { z } from "zod";
import { duplicateOf, misfit } from "../register/faults.ts";
import { newIds } from "../register/ids.ts";
import type { Fault, Register } from "../register/register.ts";
import { firstVersion, nextVersion } from "../register/table.ts";
import type { Cipher } from "../secrecy/cipher.ts";
import { phoneView } from "../secrecy/phones.ts";
import { seesUnmasked } from "../secrecy/viewer.ts";
import { settleProposals } from "./proposals/settle.ts";
import { differingFields, hasSharedChange, requireMayChange, sharedFields, withShared } from "./rules.ts";
import { insertEntities, sharedEntities, supervisedAmong, supervisorsOf, updateEntity } from "./store.ts";
import type { EntityRow } from "./tables.ts";

const phoneField = "entity_supervision.contact_phone";
const { category: categories } = wordsOf("zh");

/** Where a new entry states an entity otherwise than the prefecture has it, and how it has it. */
function differences(index: number, entry: z.output<typeof newEntity>, row: EntityRow): Fault[] {
  return differingFields(entry, row).map((field) => {
    const registered = row[sharedFields[field]];
    return misfit(index, field, "differs", {
      registered: field === "category" ? nameOf(categories, registered) : registered,
    });
  });
}

/** The market entities: one row a code in the prefecture, each supervising authority with its contact (articles 5, 10, 11). */
export function entityRegister(
  cipher: Cipher,
): Register<
  EntityRow,
  z.output<typeof newEntity>,
  z.output<typeof entityChange>,
  z.output<typeof entityView>,
  z.output<typeof entityQuery>
> {
  return {
    kind: "entities",
    relation: "entity_entry",
    order: "code",
    newEntry: newEntity,
    change: entityChange,
    view: entityView,
    query: entityQuery,
    filters: ({ category, status }) => ({ category, status }),
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
          status: "active",
          contact_name: entry.contactName,
          contact_phone: cipher.seal(phoneField, id, entry.contactPhone),
          words: searchWords(entry.name, entry.creditCode),
        };
      });
    },
    insert: insertEntities,
    differences,
    async changeable(work, { authority }, row, change) {
      requireMayChange(authority, row, change, await supervisorsOf(work, authority, row.code));
      // A superior changes what is shared, and nothing of the authority whose row it has read.
      return row.authority === authority
        ? row
        : { ...row, id: "", authority: "", status: null, contact_name: null, contact_phone: null };
    },
    setsShared: (row, before) => (before === undefined ? row.version === 1 : hasSharedChange(before, row)),
    changed: async (_work, row, change, at) => ({
      ...withShared(nextVersion(row, at), change),
      status: change.status ?? row.status,
      contact_name: change.contactName ?? row.contact_name,
      contact_phone:
        change.contactPhone === undefined
          ? row.contact_phone
          : cipher.seal(phoneField, row.id, change.contactPhone),
    }),
    update: updateEntity,
    follow: settleProposals,
    subjectOf: ({ code }) => code,
    isUnmasked: (row, viewer) => row.contact_phone !== null && seesUnmasked(viewer, row, "phone.read"),
    viewOf(row, viewer) {
      const phone =
        row.contact_phone === null
          ? null
          : phoneView(
              cipher.open(phoneField, row.id, row.contact_phone),
              seesUnmasked(viewer, row, "phone.read"),
            );
      return {
        id: row.id || null,
        authority: row.authority || null,
        creditCode: row.code,
        checkCharacterReason: row.check_character_reason,
        name: row.name,
        address: row.address,
        legalRepresentative: row.legal_representative,
        category: row.category,
        status: row.status,
        contactName: row.contact_name,
        contactPhone: phone?.written ?? null,
        contactPhoneDialled: phone?.dialled ?? [],
        version: row.version,
        updatedAt: row.updated_at.toISOString(),
      };
    },
    findShared: sharedEntities,
  };
}
