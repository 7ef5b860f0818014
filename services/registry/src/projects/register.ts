import {
  foldedCode,
  isPlace,
  newProject,
  projectChange,
  projectParties,
  projectQuery,
  projectView,
  seenBy,
  type ProjectParty,
} from "@shuangsui/contracts";
import { seeingAll } from "@shuangsui/service-kit";
import { sql } from "kysely";
import { v7 as uuidv7 } from "uuid";
import type { z } from "zod";
import { duplicateOf, misfit, refusalOf } from "../register/faults.ts";
import { sharedEntities } from "../entities/store.ts";
import { anyEqual, classed, equal, inCharge, named, permitted, placed } from "../register/narrow.ts";
import { shownAt } from "../register/places.ts";
import type { Fault, FiledRegister, Work } from "../register/register.ts";
import { entryOf, firstVersion, nextVersion, tableOf } from "../register/table.ts";
import { wordsOfEntry } from "../register/words.ts";
import type { Cipher } from "../secrecy/cipher.ts";
import { contactsView, sealedContacts } from "../secrecy/contacts.ts";
import { phoneView } from "../secrecy/phones.ts";
import { seesUnmasked } from "../secrecy/viewer.ts";
import { partyColumns, type ProjectRow } from "./tables.ts";

const phoneField = "project.contact_phone";
const contactsField = "project.contacts";

type Parties = { [Party in ProjectParty]?: string | null | undefined };

/** The parties that are stated and are no registered entities. */
async function unknownParties(work: Work, entries: readonly Parties[]): Promise<Fault[]> {
  const stated = entries.map((entry) =>
    projectParties.map((party) => ({ party, code: entry[party] ?? null })),
  );
  const codes = [...new Set(stated.flat().flatMap(({ code }) => code ?? []))];
  const known = codes.length === 0 ? new Map() : await sharedEntities(work, codes);
  return stated.flatMap((parties, index) =>
    parties
      .filter(({ code }) => code !== null && !known.has(code))
      .map(({ party }) => misfit(index, party, "unknown-builder")),
  );
}

/** What a project is found by. */
const projectWords = (name: string, code: string, lead: string, permits: readonly { number: string }[]) =>
  wordsOfEntry({ name, besides: [code], people: [lead], permits: permits.map((permit) => permit.number) });

/** What is wrong with a code that is registered already; of one that the authority may not see it learns no more than that. */
function repetitionOf(index: number, code: string, known: { seen: boolean } | undefined): Fault[] {
  if (known === undefined) return [];
  return known.seen
    ? [duplicateOf(index, "code", code)]
    : [{ index, path: "code", fault: "registered-as", duplicate: true }];
}

/** The construction projects; a code stands once in the prefecture (articles 5, 12). */
export function projectRegister(
  cipher: Cipher,
): FiledRegister<
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
    codeForm: foldedCode,
    newEntry: newProject,
    change: projectChange,
    view: projectView,
    query: projectQuery,
    sorts: { code: "code", name: "name", updatedAt: "updated_at" },
    narrowings: ({ q, person, permit, place, party, riskClass, status }) => [
      ...named(q),
      ...inCharge(person),
      ...permitted(permit),
      ...placed(place),
      ...anyEqual(partyColumns, party),
      ...equal({ status }),
      ...classed("project", riskClass),
    ],
    keysOf: ({ code }) => [{ path: "code", value: code }],
    async faults(work, authority, entries) {
      const codes = entries.map((entry) => entry.code);
      const [{ rows: known }, unknown] = await Promise.all([
        // A code stands once in the prefecture, whoever may see the project that has it.
        seeingAll(work, authority, () =>
          sql<{ code: string; seen: boolean }>`
            select code, authority = any(${seenBy(authority)}::text[]) as seen
            from project where code = any(${codes}::text[])`.execute(work),
        ),
        unknownParties(work, entries),
      ]);
      const taken = new Map(known.map((row) => [row.code, row]));
      return [
        ...entries.flatMap(({ code }, index) => repetitionOf(index, code, taken.get(code))),
        ...unknown,
      ];
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
          contacts: sealedContacts(cipher, contactsField, id, entry.contacts),
          builder_credit_code: entry.builderCreditCode ?? null,
          developer_credit_code: entry.developerCreditCode ?? null,
          supervisor_credit_code: entry.supervisorCreditCode ?? null,
          designer_credit_code: entry.designerCreditCode ?? null,
          surveyor_credit_code: entry.surveyorCreditCode ?? null,
          territory: entry.territory ?? null,
          longitude: entry.longitude ?? null,
          latitude: entry.latitude ?? null,
          state: entry.state ?? "building",
          starts_on: entry.startsOn ?? null,
          ends_on: entry.endsOn ?? null,
          status: "active",
          removal_ground: null,
          words: projectWords(entry.name, entry.code, entry.leadName, entry.permits),
        };
      }),
    async changed(work, row, change, at) {
      const unknown = await unknownParties(work, [change]);
      if (unknown.length > 0) throw refusalOf(unknown);
      const stands = <Value>(changed: Value | undefined, before: Value) =>
        changed === undefined ? before : changed;
      const next: ProjectRow = {
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
        contacts:
          change.contacts === undefined
            ? row.contacts
            : sealedContacts(cipher, contactsField, row.id, change.contacts),
        builder_credit_code: stands(change.builderCreditCode, row.builder_credit_code),
        developer_credit_code: stands(change.developerCreditCode, row.developer_credit_code),
        supervisor_credit_code: stands(change.supervisorCreditCode, row.supervisor_credit_code),
        designer_credit_code: stands(change.designerCreditCode, row.designer_credit_code),
        surveyor_credit_code: stands(change.surveyorCreditCode, row.surveyor_credit_code),
        territory: stands(change.territory, row.territory),
        longitude: stands(change.longitude, row.longitude),
        latitude: stands(change.latitude, row.latitude),
        state: change.state ?? row.state,
        starts_on: stands(change.startsOn, row.starts_on),
        ends_on: stands(change.endsOn, row.ends_on),
        status: change.status ?? row.status,
        removal_ground: change.status === undefined ? row.removal_ground : (change.removalGround ?? null),
        words: projectWords(
          change.name ?? row.name,
          row.code,
          change.leadName ?? row.lead_name,
          change.permits ?? row.permits,
        ),
      };
      if (!isPlace(next.longitude, next.latitude)) throw refusalOf([misfit(0, "latitude", "place")]);
      if (next.starts_on !== null && next.ends_on !== null && next.ends_on < next.starts_on)
        throw refusalOf([misfit(0, "endsOn", "order")]);
      return next;
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
        contacts: contactsView(cipher, contactsField, row.id, row.contacts, isSeen),
        builderCreditCode: row.builder_credit_code,
        developerCreditCode: row.developer_credit_code,
        supervisorCreditCode: row.supervisor_credit_code,
        designerCreditCode: row.designer_credit_code,
        surveyorCreditCode: row.surveyor_credit_code,
        territory: row.territory,
        longitude: row.longitude,
        latitude: row.latitude,
        shownAt: shownAt(row),
        state: row.state,
        startsOn: row.starts_on,
        endsOn: row.ends_on,
        status: row.status,
        removalGround: row.removal_ground,
      };
    },
  };
}
