import {
  folded,
  legalBasisChange,
  legalBasisQuery,
  legalBasisView,
  newLegalBasis,
  superiorsOf,
  type NamedBasis,
} from "@shuangsui/contracts";
import { arrayOf, seeingAll } from "@shuangsui/service-kit";
import { sql } from "kysely";
import { v7 as uuidv7 } from "uuid";
import type { z } from "zod";
import { duplicateOf, misfit, refusalOf } from "../register/faults.ts";
import { begun, inForce, named, stated } from "../register/narrow.ts";
import type { Register, Work } from "../register/register.ts";
import { entryOf, firstVersion, nextVersion, tableOf } from "../register/table.ts";
import { wordsOfEntry } from "../register/words.ts";
import type { Basis, LegalBasisRow } from "./tables.ts";

type Found = Basis & { authority: string; key: string };

/** What a legal basis is known by: law, article and number in folded form. */
const keyOf = ({ law, article, number }: { law: string; article: string; number: string | null }) =>
  JSON.stringify([law, article, number ?? ""].map(folded));

/**
 * Finds the legal bases that are named so. Of several that are cited alike it is the one that is rested on already, then an authority's own,
 * then the nearest superior's.
 */
export async function basesNamed(
  work: Work,
  authority: string,
  names: readonly NamedBasis[],
  restedOn: readonly string[] = [],
): Promise<(name: NamedBasis) => Basis | undefined> {
  if (names.length === 0) return () => undefined;
  const ids = names.flatMap((one) => (typeof one === "string" ? [one] : []));
  const keys = names.flatMap((one) => (typeof one === "string" ? [] : [keyOf(one)]));
  const ofThese = [authority, ...superiorsOf(authority)];
  const { rows } = await sql<Found>`
    select id, authority, key, law, article, number, valid_from as "validFrom", valid_to as "validTo" from legal_basis
    where id = any(${arrayOf(ids)}::uuid[])
      or (key = any(${arrayOf(keys)}::text[]) and (authority = any(${arrayOf(ofThese)}::text[]) or id = any(${arrayOf(restedOn)}::uuid[])))`.execute(
    work,
  );
  const farOff = (row: Found) => (restedOn.includes(row.id) ? -1 : ofThese.indexOf(row.authority));
  const known = new Map<string, Basis>();
  for (const { authority: _authority, key, ...basis } of rows.toSorted((a, b) => farOff(b) - farOff(a))) {
    known.set(basis.id, basis);
    known.set(key, basis);
  }
  return (name) => known.get(typeof name === "string" ? name : keyOf(name));
}

/** All of these bases, each once; undefined where one is not on record. */
export function allFound(
  find: (name: NamedBasis) => Basis | undefined,
  names: readonly NamedBasis[],
): Basis[] | undefined {
  const found = new Map<string, Basis>();
  for (const name of names) {
    const basis = find(name);
    if (basis === undefined) return undefined;
    found.set(basis.id, basis);
  }
  return [...found.values()];
}

/** These legal bases as they stood at a time, in the order of their ids. Laws are public, whoever has entered them. */
export async function basesAt(
  work: Work,
  viewer: string,
  ids: readonly string[],
  at: Date,
): Promise<Basis[]> {
  if (ids.length === 0) return [];
  const { rows } = await seeingAll(work, viewer, () =>
    sql<Basis>`
      select distinct on (subject) subject as id, entry->>'law' as law, entry->>'article' as article, entry->>'number' as number,
        entry->>'valid_from' as "validFrom", entry->>'valid_to' as "validTo"
      from version where register = ${basisRegister.kind} and subject = any(${[...ids]}::text[]) and at <= ${at}::timestamptz
      order by subject, version desc`.execute(work),
  );
  return rows;
}

type NewBasis = z.output<typeof newLegalBasis>;

/**
 * The legal bases (article 8). A repeal is entered once, as the last day of its basis: whatever rests on it shows the mark when it is
 * read. An authority's items rest on its own and on its superiors', which each may read with all its versions.
 */
export const basisRegister: Register<
  LegalBasisRow,
  NewBasis,
  z.output<typeof legalBasisChange>,
  z.output<typeof legalBasisView>,
  z.output<typeof legalBasisQuery>
> = {
  ...tableOf<LegalBasisRow>("legal_basis"),
  kind: "legal-bases",
  order: "id",
  listedOf: (viewer, authority) => (authority === undefined ? [viewer, ...superiorsOf(viewer)] : [authority]),
  newEntry: newLegalBasis,
  change: legalBasisChange,
  view: legalBasisView,
  query: legalBasisQuery,
  sorts: { law: "law", updatedAt: "updated_at" },
  narrowings: ({ q, article, inForceOn, repealed }) => [
    ...named(q),
    ...begun("article_key", article),
    ...inForce(inForceOn),
    ...stated("valid_to", repealed),
  ],
  keysOf: (entry) => [{ path: "law", value: keyOf(entry) }],
  async faults(work, authority, entries) {
    const known = await work
      .selectFrom("legal_basis")
      .select(["id", "key"])
      .where("authority", "=", authority)
      .where("key", "in", entries.map(keyOf))
      .execute();
    const registered = new Map(known.map(({ id, key }) => [key, id]));
    return entries.flatMap((entry, index) => {
      const repeated = registered.get(keyOf(entry));
      return repeated === undefined
        ? []
        : [duplicateOf(index, "law", `${entry.law}${entry.article}`, repeated)];
    });
  },
  rowsOf: async (_work, authority, entries, at) =>
    entries.map((entry) => ({
      ...firstVersion(uuidv7(), authority, at),
      law: entry.law,
      article: entry.article,
      number: entry.number,
      valid_from: entry.validFrom,
      valid_to: entry.validTo,
      key: keyOf(entry),
      article_key: folded(entry.article),
      words: wordsOfEntry({ name: entry.law, besides: [entry.number] }),
    })),
  async changed(_work, row, { validFrom, validTo }, at) {
    const next: LegalBasisRow = {
      ...nextVersion(row, at),
      valid_from: validFrom ?? row.valid_from,
      valid_to: validTo === undefined ? row.valid_to : validTo,
    };
    if (next.valid_to !== null && next.valid_to < next.valid_from)
      throw refusalOf([misfit(0, "validTo", "order")]);
    return next;
  },
  setsShared: () => true,
  ofOthers: {},
  viewOf: (row) => ({
    ...entryOf(row),
    law: row.law,
    article: row.article,
    number: row.number,
    validFrom: row.valid_from,
    validTo: row.valid_to,
  }),
};
