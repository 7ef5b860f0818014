import { foldedCode, itemChange, itemQuery, itemView, newItem } from "@shuangsui/contracts";
import { sql } from "kysely";
import { v7 as uuidv7 } from "uuid";
import type { z } from "zod";
import { duplicateOf, misfit, refusalOf } from "../register/faults.ts";
import { equal, named } from "../register/narrow.ts";
import type { FiledRegister } from "../register/register.ts";
import { entryOf, firstVersion, nextVersion, tableOf } from "../register/table.ts";
import { wordsOfEntry } from "../register/words.ts";
import { allFound, basesAt, basesNamed } from "./bases.ts";
import { repealedOf } from "./rules.ts";
import type { Basis, ItemEntry, ItemRow } from "./tables.ts";

const table = tableOf<ItemRow>("item");
const restingOn = (bases: Basis[]) => ({ basis_ids: bases.map(({ id }) => id), bases });

/** The items that may be inspected at random: each authority has its own list (articles 6 to 8). */
export const itemRegister: FiledRegister<
  ItemEntry,
  z.output<typeof newItem>,
  z.output<typeof itemChange>,
  z.output<typeof itemView>,
  z.output<typeof itemQuery>
> = {
  ...table,
  relation: "item_entry",
  listed: "item",
  // What is joined to an item is no column of it.
  update: (work, { bases: _bases, ...row }) => table.update(work, row),
  insert: async (work, rows) => {
    const written = new Set((await table.insert(work, rows)).map(({ id }) => id));
    return rows.filter(({ id }) => written.has(id));
  },
  kind: "items",
  order: "code",
  codeForm: foldedCode,
  newEntry: newItem,
  change: itemChange,
  view: itemView,
  query: itemQuery,
  sorts: { code: "code", name: "name", updatedAt: "updated_at" },
  narrowings: ({ q, targetKind }) => [...named(q), ...equal({ target_kind: targetKind })],
  keysOf: ({ code }) => [{ path: "code", value: code }],
  async faults(work, authority, entries) {
    const basis = await basesNamed(
      work,
      authority,
      entries.flatMap((entry) => entry.bases),
    );
    const codes = entries.map((entry) => entry.code);
    const { rows: known } = await sql<{ code: string }>`
      select code from item where authority = ${authority} and code = any(${codes}::text[])`.execute(work);
    const taken = new Set(known.map((row) => row.code));
    return entries.flatMap(({ code, bases: named }, index) => [
      ...(taken.has(code) ? [duplicateOf(index, "code", code)] : []),
      ...(allFound(basis, named) === undefined ? [misfit(index, "bases", "unknown-basis")] : []),
    ]);
  },
  async rowsOf(work, authority, entries, at) {
    const basis = await basesNamed(
      work,
      authority,
      entries.flatMap((entry) => entry.bases),
    );
    return entries.map((entry) => ({
      ...restingOn(allFound(basis, entry.bases) ?? []),
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
      checklist: entry.checklist,
      power_number: entry.powerNumber,
      compiled_from: null,
      words: wordsOfEntry({ name: entry.name, besides: [entry.code] }),
    }));
  },
  async changed(work, row, change, at) {
    const { bases: named } = change;
    const bases =
      named === undefined
        ? row.bases
        : allFound(await basesNamed(work, row.authority, named, row.basis_ids), named);
    if (bases === undefined) throw refusalOf([misfit(0, "bases", "unknown-basis")]);
    const next: ItemEntry = {
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
      ...(named === undefined ? {} : restingOn(bases)),
      checklist: change.checklist ?? row.checklist,
      power_number: change.powerNumber === undefined ? row.power_number : change.powerNumber,
      words: wordsOfEntry({ name: change.name ?? row.name, besides: [row.code] }),
    };
    if (next.valid_to !== null && next.valid_to < next.valid_from)
      throw refusalOf([misfit(0, "validTo", "order")]);
    if (next.legal_basis_valid_to !== null && next.legal_basis_valid_to < next.legal_basis_valid_from)
      throw refusalOf([misfit(0, "legalBasisValidTo", "order")]);
    return next;
  },
  joinedAt: async (work, viewer, row, at) => ({
    ...row,
    bases: await basesAt(work, viewer, row.basis_ids, at),
  }),
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
    bases: row.bases,
    repealed: repealedOf(row.bases),
    checklist: row.checklist,
    powerNumber: row.power_number,
    compiledFrom: row.compiled_from,
  }),
};
