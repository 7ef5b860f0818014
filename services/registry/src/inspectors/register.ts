import {
  folded,
  hasItsCertificate,
  inspectorChange,
  inspectorQuery,
  inspectorView,
  newInspector,
} from "@shuangsui/contracts";
import { breaksForeignKey } from "@shuangsui/service-kit";
import { sql } from "kysely";
import { v7 as uuidv7 } from "uuid";
import type { z } from "zod";
import { duplicateOf, misfit, refusalOf } from "../register/faults.ts";
import { equal, named } from "../register/narrow.ts";
import type { FiledRegister } from "../register/register.ts";
import { entryOf, firstVersion, nextVersion, tableOf } from "../register/table.ts";
import { wordsOfEntry } from "../register/words.ts";
import { masked, type Cipher } from "../secrecy/cipher.ts";
import { phoneView } from "../secrecy/phones.ts";
import { seesUnmasked } from "../secrecy/viewer.ts";
import type { InspectorRow } from "./tables.ts";

const idField = "inspector.id_number";
const phoneField = "inspector.phone";
/** What a certificate is known by: its number in folded form. */
const keyOf = (certificate: string | null) => (certificate === null ? null : folded(certificate));

/** The certified officers and the experts (articles 13, 14). */
export function inspectorRegister(
  cipher: Cipher,
): FiledRegister<
  InspectorRow,
  z.output<typeof newInspector>,
  z.output<typeof inspectorChange>,
  z.output<typeof inspectorView>,
  z.output<typeof inspectorQuery>
> {
  const table = tableOf<InspectorRow>("inspector");
  /** A key of fingerprints that was replaced meanwhile is gone, and PostgreSQL takes no row with it. */
  const ifOutdated = async (error: unknown): Promise<never> => {
    throw breaksForeignKey(error, "inspector_id_number_hash_key_fkey") ? await cipher.outdated() : error;
  };
  return {
    ...table,
    insert: (work, rows) => table.insert(work, rows).catch(ifOutdated),
    update: (work, row) => table.update(work, row).catch(ifOutdated),
    kind: "inspectors",
    order: "id",
    newEntry: newInspector,
    change: inspectorChange,
    view: inspectorView,
    query: inspectorQuery,
    sorts: { name: "name", updatedAt: "updated_at" },
    narrowings: ({ q, kind, status }) => [...named(q), ...equal({ kind, status })],
    keysOf: ({ idNumber, certificateNumber }) => [
      { path: "idNumber", value: idNumber },
      ...(certificateNumber === null
        ? []
        : [{ path: "certificateNumber", value: folded(certificateNumber) }]),
    ],
    async faults(work, authority, entries) {
      const hashes = entries.map((entry) => cipher.fingerprint(authority, entry.idNumber));
      const certificates = entries.flatMap((entry) => keyOf(entry.certificateNumber) ?? []);
      const { rows: known } = await sql<{
        id: string;
        id_number_hash: string;
        certificate_key: string | null;
      }>`
        select id, id_number_hash, certificate_key from inspector where authority = ${authority}
          and (id_number_hash = any(${hashes}::text[]) or certificate_key = any(${certificates}::text[]))`.execute(
        work,
      );
      const byHash = new Map(known.map((row) => [row.id_number_hash, row.id]));
      const byCertificate = new Map(known.map((row) => [row.certificate_key ?? "", row.id]));
      return entries.flatMap((entry, index) => {
        const person = byHash.get(hashes[index] ?? "");
        const certificate = byCertificate.get(keyOf(entry.certificateNumber) ?? "none");
        return [
          ...(person === undefined ? [] : [duplicateOf(index, "idNumber", person)]),
          ...(certificate === undefined ? [] : [duplicateOf(index, "certificateNumber", certificate)]),
        ];
      });
    },
    rowsOf: async (_work, authority, entries, at) =>
      entries.map((entry) => {
        const id = uuidv7();
        return {
          ...firstVersion(id, authority, at),
          kind: entry.kind,
          name: entry.name,
          id_number: cipher.seal(idField, id, entry.idNumber),
          id_number_hash: cipher.fingerprint(authority, entry.idNumber),
          id_number_hash_key: cipher.fingerprintKey,
          types: entry.types,
          specialties: entry.specialties,
          check_character_reason: entry.checkCharacterReason,
          certificate_number: entry.certificateNumber,
          certificate_key: keyOf(entry.certificateNumber),
          certificate_valid_from: entry.certificateValidFrom,
          certificate_valid_to: entry.certificateValidTo,
          unit: entry.unit,
          title: entry.title,
          phone: cipher.seal(phoneField, id, entry.phone),
          leaves: entry.leaves,
          status: "active",
          words: wordsOfEntry({ name: entry.name, besides: [entry.unit, entry.certificateNumber] }),
        };
      }),
    async changed(work, row, change, at) {
      const number =
        change.certificateNumber === undefined ? row.certificate_number : change.certificateNumber;
      const next: InspectorRow = {
        ...nextVersion(row, at),
        name: change.name ?? row.name,
        types: change.types ?? row.types,
        specialties: change.specialties ?? row.specialties,
        certificate_number: number,
        certificate_key: keyOf(number),
        certificate_valid_from:
          change.certificateValidFrom === undefined
            ? row.certificate_valid_from
            : change.certificateValidFrom,
        certificate_valid_to:
          change.certificateValidTo === undefined ? row.certificate_valid_to : change.certificateValidTo,
        unit: change.unit ?? row.unit,
        title: change.title === undefined ? row.title : change.title,
        phone: change.phone === undefined ? row.phone : cipher.seal(phoneField, row.id, change.phone),
        leaves: change.leaves ?? row.leaves,
        status: change.status ?? row.status,
        words: wordsOfEntry({ name: change.name ?? row.name, besides: [change.unit ?? row.unit, number] }),
      };
      const { certificate_key: key, certificate_valid_from: from, certificate_valid_to: to } = next;
      if (from !== null && to !== null && to < from)
        throw refusalOf([misfit(0, "certificateValidTo", "order")]);
      if (!hasItsCertificate({ kind: next.kind, certificateNumber: number, certificateValidFrom: from }))
        throw refusalOf([misfit(0, "certificateNumber", "certificate-missing")]);
      if ((next.kind === "officer" ? next.types : next.specialties).length === 0)
        throw refusalOf([misfit(0, next.kind === "officer" ? "types" : "specialties", "inspector-of")]);
      const holder =
        key === null
          ? undefined
          : await work
              .selectFrom("inspector")
              .select("id")
              .where("authority", "=", row.authority)
              .where("certificate_key", "=", key)
              .where("id", "!=", row.id)
              .executeTakeFirst();
      if (holder !== undefined) throw refusalOf([duplicateOf(0, "certificateNumber", holder.id)]);
      return next;
    },
    isUnmasked: (row, viewer) =>
      seesUnmasked(viewer, row, "id-number.read") || seesUnmasked(viewer, row, "phone.read"),
    viewOf(row, viewer) {
      const idNumber = cipher.open(idField, row.id, row.id_number);
      const phone = phoneView(
        cipher.open(phoneField, row.id, row.phone),
        seesUnmasked(viewer, row, "phone.read"),
      );
      return {
        ...entryOf(row),
        kind: row.kind,
        name: row.name,
        idNumber: seesUnmasked(viewer, row, "id-number.read") ? idNumber : masked(idNumber),
        checkCharacterReason: row.check_character_reason,
        types: row.types,
        specialties: row.specialties,
        certificateNumber: row.certificate_number,
        certificateValidFrom: row.certificate_valid_from,
        certificateValidTo: row.certificate_valid_to,
        unit: row.unit,
        title: row.title,
        phone: phone.written,
        phoneDialled: phone.dialled,
        leaves: row.leaves,
        status: row.status,
      };
    },
  };
}
