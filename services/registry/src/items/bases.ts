import {
  folded,
  Problem,
  superiorsOf,
  type legalBasisChange,
  type legalBasisQuery,
  type NamedBasis,
  type newLegalBasis,
} from "@shuangsui/contracts";
import { arrayOf, type Caller } from "@shuangsui/service-kit";
import { sql } from "kysely";
import { v7 as uuidv7 } from "uuid";
import type { z } from "zod";
import { misfit, refusalOf } from "../register/faults.ts";
import type { Work } from "../register/register.ts";
import { insertRows, keepVersions, updateRow } from "../register/store.ts";
import { firstVersion, nextVersion } from "../register/table.ts";
import type { Basis, LegalBasisRow } from "./tables.ts";

const kind = "legal-bases";

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

/** A page of the bases that an authority's items may rest on: its own and its superiors', or those of one authority. */
export async function listBases(
  work: Work,
  viewer: string,
  { authority, limit }: Omit<z.output<typeof legalBasisQuery>, "after">,
  after: string | null,
): Promise<LegalBasisRow[]> {
  const of = authority === undefined ? [viewer, ...superiorsOf(viewer)] : [authority];
  const { rows } = await sql<LegalBasisRow>`
    select * from legal_basis where authority = any(${of}::text[]) and (${after}::uuid is null or id > ${after}::uuid)
    order by id limit ${limit + 1}`.execute(work);
  return rows;
}

/** Puts a legal basis on record (article 8). @throws Problem `registry/duplicate` */
export async function registerBasis(
  work: Work,
  caller: Caller,
  entry: z.output<typeof newLegalBasis>,
  at: Date,
): Promise<LegalBasisRow> {
  const { law, article, number, validFrom, validTo } = entry;
  const row: LegalBasisRow = {
    ...firstVersion(uuidv7(), caller.authority, at),
    ...{ law, article, number, valid_from: validFrom, valid_to: validTo },
    key: keyOf(entry),
  };
  const written = await insertRows(work, "legal_basis", [row]);
  if (!written.has(row.id)) throw new Problem("registry/duplicate");
  await keepVersions(work, kind, [{ subject: row.id, row }], { caller, at, reason: "registered" });
  return row;
}

/**
 * Changes for which days a basis is in force; a repeal is its last day. Nothing else changes: whatever rests on it shows the mark when
 * it is read. @throws Problem `not-found`, `authority/not-yours`, `registry/version-conflict`, `body/invalid`
 */
export async function changeBasis(
  work: Work,
  caller: Caller,
  id: string,
  { version, reason, validFrom, validTo }: z.output<typeof legalBasisChange>,
  at: Date,
): Promise<LegalBasisRow> {
  const before = await work.selectFrom("legal_basis").selectAll().where("id", "=", id).executeTakeFirst();
  if (before === undefined) throw new Problem("not-found");
  if (before.authority !== caller.authority) throw new Problem("authority/not-yours");
  if (before.version !== version)
    throw new Problem("registry/version-conflict", `the version is ${before.version}`);
  const row: LegalBasisRow = {
    ...nextVersion(before, at),
    valid_from: validFrom ?? before.valid_from,
    valid_to: validTo === undefined ? before.valid_to : validTo,
  };
  if (row.valid_to !== null && row.valid_to < row.valid_from)
    throw refusalOf([misfit(0, "validTo", "order")]);
  if (!(await updateRow(work, "legal_basis", row))) throw new Problem("registry/version-conflict");
  await keepVersions(work, kind, [{ subject: id, row, before }], { caller, at, reason });
  return row;
}
