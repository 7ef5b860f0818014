import type { tipCard, tipView } from "@shuangsui/contracts";
import type { Auditor, Caller } from "@shuangsui/service-kit";
import { sql } from "kysely";
import { z } from "zod";
import { noteLook } from "../register/audit.ts";
import type { Work } from "../register/register.ts";
import { entryOf } from "../register/table.ts";
import type { Cipher } from "../secrecy/cipher.ts";
import { phoneView } from "../secrecy/phones.ts";
import { seesUnmasked } from "../secrecy/viewer.ts";
import { complainantField, statementField } from "./store.ts";
import type { TipRow } from "./tables.ts";

const person = z.object({ name: z.string(), phone: z.string() });

/** What opens what is sealed of tips, and notes who has seen it. */
export type ShowsTips = { cipher: Cipher; auditor: Auditor };

/** Tips as a caller may see them; a look at what is not masked is on record. */
export async function tipsShown(
  { cipher, auditor }: ShowsTips,
  work: Work,
  caller: Caller,
  rows: readonly TipRow[],
): Promise<z.output<typeof tipView>[]> {
  const unmasked = rows.filter((row) => seesUnmasked(caller, row, "complaint.read"));
  noteLook(
    auditor,
    "tips",
    caller,
    unmasked.map((row) => row.id),
  );
  const ids = rows.flatMap((row) => row.inspection_id ?? []);
  const credit =
    ids.length === 0
      ? []
      : await work
          .selectFrom("credit_record")
          .select(["inspection_id", "outcome"])
          .where(sql<boolean>`inspection_id = any(${ids}::uuid[])`)
          .execute();
  const outcomes = new Map(credit.map((row) => [row.inspection_id, row.outcome]));
  return rows.map((row) => viewOf(cipher, row, caller, outcomes.get(row.inspection_id) ?? null));
}

export const cardOf = (row: TipRow): z.output<typeof tipCard> => ({
  id: row.id,
  origin: row.origin,
  target: { kind: row.target_kind, code: row.target_code },
  status: row.status,
});

function viewOf(
  cipher: Cipher,
  row: TipRow,
  viewer: Caller,
  credit: "clean" | "violation" | "violation-corrected" | null,
): z.output<typeof tipView> {
  const isSeen = seesUnmasked(viewer, row, "complaint.read");
  const { complainant, inspection_id: inspectionId, inspection_at: startedAt } = row;
  return {
    ...entryOf(row),
    ...cardOf(row),
    source: row.source,
    document: row.document,
    receivedOn: row.received_on,
    statement: isSeen ? cipher.open(statementField, row.id, row.statement) : null,
    evidence: row.evidence,
    complainant:
      complainant === null || !isSeen
        ? null
        : complainantOf(cipher.open(complainantField, row.id, complainant)),
    inspection:
      inspectionId === null || startedAt === null
        ? null
        : { id: inspectionId, startedAt: startedAt.toISOString(), credit },
  };
}

function complainantOf(kept: string) {
  const { name, phone } = person.parse(JSON.parse(kept));
  const { written, dialled } = phoneView(phone, true);
  return { name, phone: written, phoneDialled: dialled };
}
