import {
  newProject,
  projectChange,
  projectQuery,
  projectView,
  searchWords,
  seenBy,
} from "@shuangsui/contracts";
import { seeingAll } from "@shuangsui/service-kit";
import { sql } from "kysely";
import { v7 as uuidv7 } from "uuid";
import type { z } from "zod";
import { duplicateOf, misfit, refusalOf } from "../register/faults.ts";
import { sharedEntities } from "../entities/store.ts";
import type { Fault, Register } from "../register/register.ts";
import { entryOf, firstVersion, nextVersion, tableOf } from "../register/table.ts";
import type { Cipher } from "../secrecy/cipher.ts";
import { phoneView } from "../secrecy/phones.ts";
import { seesUnmasked } from "../secrecy/viewer.ts";
import type { ProjectRow } from "./tables.ts";

const phoneField = "project.contact_phone";

/** What is wrong with a code that is registered already; of one that the authority may not see it learns no more than that. */
function repetitionOf(
  index: number,
  code: string,
  known: { code: string; seen: boolean } | undefined,
): Fault[] {
  if (known === undefined) return [];
  return known.seen
    ? [duplicateOf(index, "code", code, known.code)]
    : [{ index, path: "code", fault: "registered-as", duplicate: true }];
}

/** The construction projects; a code stands once in the prefecture (articles 5, 12). */
export function projectRegister(
  cipher: Cipher,
): Register<
  ProjectRow,
  z.output<typeof newProject>,
  z.output<typeof projectChange>,
  z.output<typeof projectView>,
  z.output<typeof projectQuery>
> {
  return {
    ...tableOf<ProjectRow>("project"),
    kind: "projects",
    order: "code",
    newEntry: newProject,
    change: projectChange,
    view: projectView,
    query: projectQuery,
    filters: ({ status }) => ({ status }),
    keysOf: ({ code }) => [{ path: "code", value: code.toLowerCase() }],
    async faults(work, authority, entries) {
      const codes = entries.map((entry) => entry.code.toLowerCase());
      const [{ rows: known }, builders] = await Promise.all([
        // A code stands once in the prefecture, whoever may see the project that has it.
        seeingAll(work, authority, () =>
          sql<{ code: string; key: string; seen: boolean }>`
            select code, lower(code) as key, authority = any(${seenBy(authority)}::text[]) as seen
            from project where lower(code) = any(${codes}::text[])`.execute(work),
        ),
        sharedEntities(
          work,
          entries.flatMap((entry) => entry.builderCreditCode ?? []),
        ),
      ]);
      const taken = new Map(known.map((row) => [row.key, row]));
      return entries.flatMap(({ code, builderCreditCode }, index) => [
        ...repetitionOf(index, code, taken.get(code.toLowerCase())),
        ...(builderCreditCode !== null && !builders.has(builderCreditCode)
          ? [misfit(index, "builderCreditCode", "unknown-builder")]
          : []),
      ]);
    },
    rowsOf: async (_work, authority, entries, at) =>
      entries.map((entry) => {
        const id = uuidv7();
        return {
          ...firstVersion(id, authority, at),
          code: entry.code,
          name: entry.name,
          address: entry.address,
          permits: entry.permits,
          lead_name: entry.leadName,
          basic_facts: entry.basicFacts,
          contact_name: entry.contactName,
          contact_phone: cipher.seal(phoneField, id, entry.contactPhone),
          builder_credit_code: entry.builderCreditCode,
          status: "active",
          words: searchWords(entry.name, entry.code),
        };
      }),
    async changed(work, row, change, at) {
      const builder = change.builderCreditCode ?? null;
      if (builder !== null && !(await sharedEntities(work, [builder])).has(builder))
        throw refusalOf([misfit(0, "builderCreditCode", "unknown-builder")]);
      return {
        ...nextVersion(row, at),
        name: change.name ?? row.name,
        address: change.address ?? row.address,
        permits: change.permits ?? row.permits,
        lead_name: change.leadName ?? row.lead_name,
        basic_facts: change.basicFacts ?? row.basic_facts,
        contact_name: change.contactName ?? row.contact_name,
        contact_phone:
          change.contactPhone === undefined
            ? row.contact_phone
            : cipher.seal(phoneField, row.id, change.contactPhone),
        builder_credit_code: change.builderCreditCode === undefined ? row.builder_credit_code : builder,
        status: change.status ?? row.status,
        words: searchWords(change.name ?? row.name, row.code),
      };
    },
    isUnmasked: (row, viewer) => seesUnmasked(viewer, row, "phone.read"),
    viewOf(row, viewer) {
      const isSeen = seesUnmasked(viewer, row, "phone.read");
      const shown = phoneView(cipher.open(phoneField, row.id, row.contact_phone), isSeen);
      return {
        ...entryOf(row),
        code: row.code,
        name: row.name,
        address: row.address,
        permits: row.permits,
        leadName: row.lead_name,
        basicFacts: row.basic_facts,
        contactName: row.contact_name,
        contactPhone: shown.written,
        contactPhoneDialled: shown.dialled,
        builderCreditCode: row.builder_credit_code,
        status: row.status,
      };
    },
  };
}
