import { inspectorChange, inspectorQuery, inspectorView, newInspector } from "@shuangsui/contracts";
import { v7 as uuidv7 } from "uuid";
import type { z } from "zod";
import { duplicateOf, misfit, refusalOf } from "../register/faults.ts";
import type { Register } from "../register/register.ts";
import { entryOf, firstVersion, nextVersion, tableOf } from "../register/table.ts";
import { masked, type Cipher } from "../secrecy/cipher.ts";
import type { InspectorRow } from "./tables.ts";

const idField = "inspector.id_number";
const phoneField = "inspector.phone";

/** The certified officers and the experts (articles 13, 14). */
export function inspectorRegister(
  cipher: Cipher,
): Register<
  InspectorRow,
  z.output<typeof newInspector>,
  z.output<typeof inspectorChange>,
  z.output<typeof inspectorView>,
  z.output<typeof inspectorQuery>
> {
  return {
    ...tableOf<InspectorRow>("inspector"),
    kind: "inspectors",
    title: "Inspectors: officers and experts",
    order: "id",
    columns: {
      kind: "text",
      name: "text",
      idNumber: "text",
      types: "list",
      specialties: "list",
      certificateNumber: "text",
      certificateValidFrom: "text",
      certificateValidTo: "text",
      unit: "text",
      phone: "text",
    },
    newEntry: newInspector,
    change: inspectorChange,
    view: inspectorView,
    query: inspectorQuery,
    filters: ({ kind, status }) => ({ kind, status }),
    keysOf: ({ idNumber, certificateNumber }) => [
      { path: "idNumber", value: idNumber },
      { path: "certificateNumber", value: certificateNumber },
    ],
    async faults(work, authority, entries) {
      const hashes = entries.map((entry) => cipher.fingerprint(authority, entry.idNumber));
      const certificates = entries.map((entry) => entry.certificateNumber);
      const known = await work
        .selectFrom("inspector")
        .select(["id", "id_number_hash", "certificate_number"])
        .where("authority", "=", authority)
        .where((either) =>
          either.or([
            either("id_number_hash", "in", hashes),
            either("certificate_number", "in", certificates),
          ]),
        )
        .execute();
      const byHash = new Map(known.map((row) => [row.id_number_hash, row.id]));
      const byCertificate = new Map(known.map((row) => [row.certificate_number, row.id]));
      return entries.flatMap((entry, index) => {
        const person = byHash.get(hashes[index] ?? "");
        const certificate = byCertificate.get(entry.certificateNumber);
        return [
          ...(person === undefined ? [] : [duplicateOf(index, "idNumber", `inspector ${person}`)]),
          ...(certificate === undefined
            ? []
            : [duplicateOf(index, "certificateNumber", `inspector ${certificate}`)]),
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
          types: entry.types,
          specialties: entry.specialties,
          certificate_number: entry.certificateNumber,
          certificate_valid_from: entry.certificateValidFrom,
          certificate_valid_to: entry.certificateValidTo,
          unit: entry.unit,
          phone: cipher.seal(phoneField, id, entry.phone),
          status: "active",
        };
      }),
    async changed(work, row, change, at) {
      const next: InspectorRow = {
        ...nextVersion(row, at),
        name: change.name ?? row.name,
        types: change.types ?? row.types,
        specialties: change.specialties ?? row.specialties,
        certificate_number: change.certificateNumber ?? row.certificate_number,
        certificate_valid_from: change.certificateValidFrom ?? row.certificate_valid_from,
        certificate_valid_to: change.certificateValidTo ?? row.certificate_valid_to,
        unit: change.unit ?? row.unit,
        phone: change.phone === undefined ? row.phone : cipher.seal(phoneField, row.id, change.phone),
        status: change.status ?? row.status,
      };
      if (next.certificate_valid_to < next.certificate_valid_from)
        throw refusalOf([misfit(0, "certificateValidTo", "is before certificateValidFrom")]);
      if ((next.kind === "officer" ? next.types : next.specialties).length === 0)
        throw refusalOf([
          misfit(
            0,
            next.kind === "officer" ? "types" : "specialties",
            "an officer has a type, an expert a specialty",
          ),
        ]);
      const holder = await work
        .selectFrom("inspector")
        .select("id")
        .where("authority", "=", row.authority)
        .where("certificate_number", "=", next.certificate_number)
        .where("id", "!=", row.id)
        .executeTakeFirst();
      if (holder !== undefined)
        throw refusalOf([duplicateOf(0, "certificateNumber", `inspector ${holder.id}`)]);
      return next;
    },
    viewOf(row, viewer) {
      const show = (number: string) => (row.authority === viewer ? number : masked(number));
      return {
        ...entryOf(row),
        kind: row.kind,
        name: row.name,
        idNumber: show(cipher.open(idField, row.id, row.id_number)),
        types: row.types,
        specialties: row.specialties,
        certificateNumber: row.certificate_number,
        certificateValidFrom: row.certificate_valid_from,
        certificateValidTo: row.certificate_valid_to,
        unit: row.unit,
        phone: show(cipher.open(phoneField, row.id, row.phone)),
        status: row.status,
      };
    },
  };
}
