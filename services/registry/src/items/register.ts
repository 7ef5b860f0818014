import { itemChange, itemQuery, itemView, newItem, searchWords } from "@shuangsui/contracts";
import { sql } from "kysely";
import { v7 as uuidv7 } from "uuid";
import type { z } from "zod";
import { duplicateOf, misfit, refusalOf } from "../register/faults.ts";
import type { Register } from "../register/register.ts";
import { entryOf, firstVersion, nextVersion, tableOf } from "../register/table.ts";
import type { ItemRow } from "./tables.ts";

/** The items that may be inspected at random: each authority has its own list (articles 6 to 8). */
export const itemRegister: Register<
  ItemRow,
  z.output<typeof newItem>,
  z.output<typeof itemChange>,
  z.output<typeof itemView>,
  z.output<typeof itemQuery>
> = {
  ...tableOf<ItemRow>("item"),
  kind: "items",
  order: "code",
  newEntry: newItem,
  change: itemChange,
  view: itemView,
  query: itemQuery,
  filters: ({ targetKind }) => ({ target_kind: targetKind }),
  keysOf: ({ code }) => [{ path: "code", value: code.toLowerCase() }],
  async faults(work, authority, entries) {
    const codes = entries.map((entry) => entry.code.toLowerCase());
    const { rows: known } = await sql<{ code: string; key: string }>`
      select code, lower(code) as key from item where authority = ${authority} and lower(code) = any(${codes}::text[])`.execute(
      work,
    );
    const taken = new Map(known.map((row) => [row.key, row.code]));
    return entries.flatMap(({ code }, index) => {
      const registered = taken.get(code.toLowerCase());
      return registered === undefined ? [] : [duplicateOf(index, "code", code, registered)];
    });
  },
  rowsOf: async (_work, authority, entries, at) =>
    entries.map((entry) => ({
      ...firstVersion(uuidv7(), authority, at),
      code: entry.code,
      name: entry.name,
      legal_basis: entry.legalBasis,
      legal_basis_valid_from: entry.legalBasisValidFrom,
      legal_basis_valid_to: entry.legalBasisValidTo,
      subject: entry.subject,
      content: entry.content,
      method: entry.method,
      officer_types: entry.officerTypes,
      specialties: entry.specialties,
      target_kind: entry.targetKind,
      valid_from: entry.validFrom,
      valid_to: entry.validTo,
      words: searchWords(entry.name, entry.code),
    })),
  async changed(_work, row, change, at) {
    const next: ItemRow = {
      ...nextVersion(row, at),
      name: change.name ?? row.name,
      legal_basis: change.legalBasis ?? row.legal_basis,
      legal_basis_valid_from: change.legalBasisValidFrom ?? row.legal_basis_valid_from,
      legal_basis_valid_to:
        change.legalBasisValidTo === undefined ? row.legal_basis_valid_to : change.legalBasisValidTo,
      subject: change.subject ?? row.subject,
      content: change.content ?? row.content,
      method: change.method ?? row.method,
      officer_types: change.officerTypes ?? row.officer_types,
      specialties: change.specialties ?? row.specialties,
      valid_from: change.validFrom ?? row.valid_from,
      valid_to: change.validTo === undefined ? row.valid_to : change.validTo,
      words: searchWords(change.name ?? row.name, row.code),
    };
    if (next.valid_to !== null && next.valid_to < next.valid_from)
      throw refusalOf([misfit(0, "validTo", "order")]);
    if (next.legal_basis_valid_to !== null && next.legal_basis_valid_to < next.legal_basis_valid_from)
      throw refusalOf([misfit(0, "legalBasisValidTo", "order")]);
    return next;
  },
  viewOf: (row) => ({
    ...entryOf(row),
    code: row.code,
    name: row.name,
    legalBasis: row.legal_basis,
    legalBasisValidFrom: row.legal_basis_valid_from,
    legalBasisValidTo: row.legal_basis_valid_to,
    subject: row.subject,
    content: row.content,
    method: row.method,
    officerTypes: row.officer_types,
    specialties: row.specialties,
    targetKind: row.target_kind,
    validFrom: row.valid_from,
    validTo: row.valid_to,
  }),
};
