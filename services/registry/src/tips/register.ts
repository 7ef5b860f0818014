import { newTip, tipChange, tipQuery, tipView, type CreditOutcome } from "@shuangsui/contracts";
import { sql } from "kysely";
import { v7 as uuidv7 } from "uuid";
import { z } from "zod";
import { creditRegister } from "../credit/register.ts";
import { misfit } from "../register/faults.ts";
import { equal, ofTarget } from "../register/narrow.ts";
import type { Register, Work } from "../register/register.ts";
import { entryOf, firstVersion, nextVersion, tableOf } from "../register/table.ts";
import type { Cipher } from "../secrecy/cipher.ts";
import { phoneView } from "../secrecy/phones.ts";
import { seesUnmasked } from "../secrecy/viewer.ts";
import { kindsOfTargets } from "../snapshot/targets.ts";
import { requireNotInspected } from "./rules.ts";
import type { TipEntry, TipRow } from "./tables.ts";

const statementField = "tip.statement";
const complainantField = "tip.complainant";
const person = z.object({ name: z.string(), phone: z.string() });
const table = tableOf<TipRow>("tip");

/** Complaints, alerts, referrals, assigned and statutory checks as they come in (article 2); who complained and of what is sealed. */
export function tipRegister(
  cipher: Cipher,
): Register<
  TipEntry,
  z.output<typeof newTip>,
  z.output<typeof tipChange>,
  z.output<typeof tipView>,
  z.output<typeof tipQuery>
> {
  const complainantOf = (id: string, sealed: string) => {
    const { name, phone } = person.parse(JSON.parse(cipher.open(complainantField, id, sealed)));
    const { written, dialled } = phoneView(phone, true);
    return { name, phone: written, phoneDialled: dialled };
  };
  return {
    ...table,
    kind: "tips",
    relation: "tip_entry",
    listed: "tip",
    order: "id",
    newestFirst: true,
    newEntry: newTip,
    change: tipChange,
    view: tipView,
    query: tipQuery,
    sorts: { updatedAt: "updated_at" },
    narrowings: ({ targetCode, origin, status, document }) => [
      ...ofTarget("target_code", targetCode),
      ...equal({ origin, status, document }),
    ],
    keysOf: ({ origin, document, target }) => [
      { path: "document", value: JSON.stringify([origin, document, target.kind, target.code]) },
    ],
    async faults(work, _authority, entries) {
      const targets = await kindsOfTargets(
        work,
        entries.map(({ target }) => target.code),
      );
      return entries.flatMap(({ target: { kind, code } }, index) =>
        targets.get(code)?.includes(kind) === true ? [] : [misfit(index, "target/code", "unknown-target")],
      );
    },
    rowsOf: async (_work, authority, entries, at) =>
      entries.map((entry) => {
        const id = uuidv7();
        const { complainant } = entry;
        return {
          ...firstVersion(id, authority, at),
          origin: entry.origin,
          target_kind: entry.target.kind,
          target_code: entry.target.code,
          source: entry.source,
          document: entry.document,
          received_on: entry.receivedOn,
          statement: cipher.seal(statementField, id, entry.statement),
          complainant:
            complainant === null ? null : cipher.seal(complainantField, id, JSON.stringify(complainant)),
          evidence: entry.evidence,
          status: "open",
          inspection_id: null,
          inspection_at: null,
          credit: null,
        };
      }),
    async changed(_work, row, { status }, at) {
      requireNotInspected(row);
      return { ...nextVersion(row, at), status };
    },
    // What is joined to a tip is no column of it.
    insert: async (work, rows) => {
      const written = new Set((await table.insert(work, rows)).map(({ id }) => id));
      return rows.filter(({ id }) => written.has(id));
    },
    update: (work, { credit: _credit, ...row }) => table.update(work, row),
    joinedAt: async (work, _viewer, row, at) => ({ ...row, credit: await creditAt(work, row, at) }),
    isUnmasked: (row, viewer) => seesUnmasked(viewer, row, "complaint.read"),
    hiddenFrom: (row, viewer) =>
      seesUnmasked(viewer, row, "complaint.read") ? [] : ["statement", "complainant"],
    viewOf(row, viewer) {
      const isSeen = seesUnmasked(viewer, row, "complaint.read");
      const { complainant, inspection_id: inspection, inspection_at: startedAt, credit } = row;
      return {
        ...entryOf(row),
        origin: row.origin,
        target: { kind: row.target_kind, code: row.target_code },
        source: row.source,
        document: row.document,
        receivedOn: row.received_on,
        statement: isSeen ? cipher.open(statementField, row.id, row.statement) : null,
        evidence: row.evidence,
        complainant: complainant === null || !isSeen ? null : complainantOf(row.id, complainant),
        status: row.status,
        inspection:
          inspection === null || startedAt === null
            ? null
            : // A version has it as JSON does.
              { id: inspection, startedAt: new Date(startedAt).toISOString(), credit },
      };
    },
  };
}

/** What the inspection that a tip brought about had entered into credit by a time. */
async function creditAt(
  work: Work,
  { inspection_id: inspection }: TipEntry,
  at: Date,
): Promise<CreditOutcome | null> {
  if (inspection === null) return null;
  const { rows } = await sql<{ outcome: CreditOutcome | null }>`
    select v.entry->>'outcome' as outcome from credit_record c
      join version v on v.register = ${creditRegister.kind} and v.subject = c.id::text
    where c.inspection_id = ${inspection}::uuid and v.at <= ${at}::timestamptz
    order by v.version desc limit 1`.execute(work);
  return rows[0]?.outcome ?? null;
}
