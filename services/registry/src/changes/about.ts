import type { registerChange, VersionedKind } from "@shuangsui/contracts";
import { arrayOf } from "@shuangsui/service-kit";
import { sql } from "kysely";
import type { z } from "zod";
import type { ConflictRow } from "../conflicts/tables.ts";
import type { CreditRow } from "../credit/tables.ts";
import type { Work } from "../register/register.ts";
import type { Row } from "../register/row.ts";

export type About = z.output<typeof registerChange>["about"];
type Named = { kind: "entity" | "project" | "inspector"; ref: string; name: string };
/** An entry as a version has it: what it is called, where it is called anything, and what those are about that are not. */
export type Entry = Row &
  Partial<
    { name: string; law: string; document: string } & Pick<ConflictRow, "inspector_id"> &
      Pick<CreditRow, "target_code" | "target_kind" | "kind" | "source">
  >;
type Changed = { register: VersionedKind; entry: Entry };

/** Tells what credit records and interests are about, with the names of whom the scope sees: one query for all of them. */
export async function aboutOf(work: Work, changes: readonly Changed[]): Promise<(change: Changed) => About> {
  const codes = changes.flatMap(({ entry }) => entry.target_code ?? []);
  const inspectors = changes.flatMap(({ entry }) => entry.inspector_id ?? []);
  if (codes.length === 0) return () => null;
  const { rows } = await sql<Named>`
    select 'entity' as kind, credit_code as ref, name from entity where credit_code = any(${arrayOf(codes)}::text[])
    union all select 'project', code, name from project where code = any(${arrayOf(codes)}::text[])
    union all select 'inspector', id::text, name from inspector where id = any(${arrayOf(inspectors)}::uuid[])`.execute(
    work,
  );
  const names = new Map(rows.map(({ kind, ref, name }) => [`${kind} ${ref}`, name]));
  const targetOf = ({ target_code: code = "", target_kind: kind }: Changed["entry"]) => {
    // An interest does not say of which kind its target is.
    const kinds = kind === undefined ? ["entity", "project"] : [kind];
    return { code, name: kinds.flatMap((one) => names.get(`${one} ${code}`) ?? [])[0] ?? null };
  };
  return ({ register, entry }) => {
    const { inspector_id: inspector = "", kind = null, source = null } = entry;
    switch (register) {
      case "credit-records":
        return { target: targetOf(entry), inspector: null, creditKind: kind, source };
      case "conflicts":
        return {
          target: targetOf(entry),
          inspector: { id: inspector, name: names.get(`inspector ${inspector}`) ?? null },
          ...{ creditKind: null, source: null },
        };
      default:
        return null;
    }
  };
}
