import { Problem, seenBy, type newTip, type tipChange, type tipQuery } from "@shuangsui/contracts";
import type { Caller } from "@shuangsui/service-kit";
import { v7 as uuidv7 } from "uuid";
import type { z } from "zod";
import { misfit, refusalOf } from "../register/faults.ts";
import type { Work } from "../register/register.ts";
import { insertRows, keepVersions, updateRow } from "../register/store.ts";
import { firstVersion, nextVersion } from "../register/table.ts";
import type { Cipher } from "../secrecy/cipher.ts";
import { kindsOfTargets } from "../snapshot/targets.ts";
import { isInspectedBy, requireNotInspected } from "./rules.ts";
import type { TipRow } from "./tables.ts";

const kind = "tips";
export const statementField = "tip.statement";
export const complainantField = "tip.complainant";

/** Registers a tip (article 2). @throws Problem `registry/duplicate`, `body/invalid` where there is no such target */
export async function registerTip(
  work: Work,
  cipher: Cipher,
  caller: Caller,
  entry: z.output<typeof newTip>,
  at: Date,
): Promise<TipRow> {
  const { code, kind: targetKind } = entry.target;
  if ((await kindsOfTargets(work, [code])).get(code)?.includes(targetKind) !== true)
    throw refusalOf([misfit(0, "target/code", "unknown-target")]);
  const id = uuidv7();
  const { complainant } = entry;
  const row: TipRow = {
    ...firstVersion(id, caller.authority, at),
    origin: entry.origin,
    target_kind: targetKind,
    target_code: code,
    source: entry.source,
    document: entry.document,
    received_on: entry.receivedOn,
    statement: cipher.seal(statementField, id, entry.statement),
    complainant: complainant === null ? null : cipher.seal(complainantField, id, JSON.stringify(complainant)),
    evidence: entry.evidence,
    status: "open",
    inspection_id: null,
    inspection_at: null,
  };
  if (!(await insertRows(work, "tip", [row])).has(id)) throw new Problem("registry/duplicate");
  await keepVersions(work, kind, [{ subject: id, row }], { caller, at, reason: "registered" });
  return row;
}

/** A page of the tips that the viewer may see, the newest first, one more than asked for where there are more. */
export function listTips(
  work: Work,
  viewer: string,
  { origin, status, authority, limit, before }: TipsPage,
): Promise<TipRow[]> {
  return work
    .selectFrom("tip")
    .selectAll()
    .where("authority", "in", authority === undefined ? seenBy(viewer) : [authority])
    .$if(origin !== undefined, (query) => query.where("origin", "=", origin ?? "complaint"))
    .$if(status !== undefined, (query) => query.where("status", "=", status ?? "open"))
    .$if(before !== null, (query) => query.where("id", "<", before ?? ""))
    .orderBy("id", "desc")
    .limit(limit + 1)
    .execute();
}
type TipsPage = Omit<z.output<typeof tipQuery>, "after"> & { before: string | null };

/** A tip, if the scope may see it. @throws Problem `not-found` */
export async function findTip(work: Work, id: string): Promise<TipRow> {
  const row = await work.selectFrom("tip").selectAll().where("id", "=", id).executeTakeFirst();
  if (row === undefined) throw new Problem("not-found");
  return row;
}

async function lockOwnTip(work: Work, { authority }: Caller, id: string): Promise<TipRow> {
  const seen = await findTip(work, id);
  if (seen.authority !== authority) throw new Problem("authority/not-yours");
  return work.selectFrom("tip").selectAll().where("id", "=", id).forUpdate().executeTakeFirstOrThrow();
}

async function write(
  work: Work,
  caller: Caller,
  row: TipRow,
  before: TipRow,
  reason: string,
): Promise<TipRow> {
  await updateRow(work, "tip", row);
  await keepVersions(work, kind, [{ subject: row.id, row, before }], {
    caller,
    at: row.updated_at,
    reason,
  });
  return row;
}

/** Dismisses a tip, or takes it up again. @throws Problem `not-found`, `authority/not-yours`, `tip/used`, `registry/version-conflict` */
export async function changeTip(
  work: Work,
  caller: Caller,
  id: string,
  { status, version, reason }: z.output<typeof tipChange>,
  at: Date,
): Promise<TipRow> {
  const before = await lockOwnTip(work, caller, id);
  if (before.version !== version)
    throw new Problem("registry/version-conflict", `the version is ${before.version}`);
  requireNotInspected(before);
  return write(work, caller, { ...nextVersion(before, at), status }, before, reason);
}

/** Enters which inspection a tip brought about; asked again, it gives what stands. @throws Problem `not-found`, `tip/used` */
export async function enterInspection(
  work: Work,
  caller: Caller,
  id: string,
  inspectionId: string,
  at: Date,
): Promise<TipRow> {
  const before = await lockOwnTip(work, caller, id);
  if (isInspectedBy(before, inspectionId)) return before;
  const row = { ...nextVersion(before, at), inspection_id: inspectionId, inspection_at: at };
  return write(work, caller, row, before, "inspection ordered");
}
