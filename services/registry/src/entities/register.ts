import { entityChange, entityQuery, entityView, newEntity } from "@shuangsui/contracts";
import { v7 as uuidv7 } from "uuid";
import type { z } from "zod";
import { duplicateOf, misfit } from "../register/faults.ts";
import type { Fault, Register } from "../register/register.ts";
import { firstVersion, nextVersion } from "../register/table.ts";
import { masked, type Cipher } from "../secrecy/cipher.ts";
import { insertEntities, sharedEntities, supervisedAmong, updateEntity } from "./store.ts";
import type { EntityRow } from "./tables.ts";

const phoneField = "entity_supervision.contact_phone";
const shared = ["name", "address", "legalRepresentative", "category"] as const;

/** Where a new entry states an entity otherwise than the prefecture has it. */
function differences(index: number, entry: z.output<typeof newEntity>, row: EntityRow): Fault[] {
  const registered = {
    name: row.name,
    address: row.address,
    legalRepresentative: row.legal_representative,
    category: row.category,
  };
  return shared
    .filter((field) => registered[field] !== entry[field])
    .map((field) =>
      misfit(
        index,
        field,
        `differs from entity ${entry.creditCode}, which the prefecture has registered already`,
      ),
    );
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
    title: "Market entities",
    relation: "entity_entry",
    order: "code",
    columns: {
      creditCode: "text",
      name: "text",
      address: "text",
      legalRepresentative: "text",
      category: "text",
      contactName: "text",
      contactPhone: "text",
    },
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
        if (mine.has(entry.creditCode))
          return [duplicateOf(index, "creditCode", `entity ${entry.creditCode}`)];
        const row = known.get(entry.creditCode);
        return row === undefined ? [] : differences(index, entry, row);
      });
    },
    rowsOf: async (_work, authority, entries, at) =>
      entries.map((entry) => {
        const id = uuidv7();
        return {
          ...firstVersion(id, authority, at),
          code: entry.creditCode,
          name: entry.name,
          address: entry.address,
          legal_representative: entry.legalRepresentative,
          category: entry.category,
          status: "active",
          contact_name: entry.contactName,
          contact_phone: cipher.seal(phoneField, id, entry.contactPhone),
        };
      }),
    insert: insertEntities,
    differences,
    changed: async (_work, row, change, at) => ({
      ...nextVersion(row, at),
      name: change.name ?? row.name,
      address: change.address ?? row.address,
      legal_representative: change.legalRepresentative ?? row.legal_representative,
      category: change.category ?? row.category,
      status: change.status ?? row.status,
      contact_name: change.contactName ?? row.contact_name,
      contact_phone:
        change.contactPhone === undefined
          ? row.contact_phone
          : cipher.seal(phoneField, row.id, change.contactPhone),
    }),
    update: updateEntity,
    subjectOf: ({ code }) => code,
    viewOf(row, viewer) {
      const phone = row.contact_phone === null ? null : cipher.open(phoneField, row.id, row.contact_phone);
      return {
        id: row.id || null,
        authority: row.authority || null,
        creditCode: row.code,
        name: row.name,
        address: row.address,
        legalRepresentative: row.legal_representative,
        category: row.category,
        status: row.status,
        contactName: row.contact_name,
        contactPhone: phone === null || row.authority === viewer ? phone : masked(phone),
        version: row.version,
        updatedAt: row.updated_at.toISOString(),
      };
    },
    findShared: sharedEntities,
  };
}
