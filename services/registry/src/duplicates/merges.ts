import { Problem, type DuplicatedRegister } from "@shuangsui/contracts";
import { breaksUniqueKey, originNow, recordAudit, type Caller } from "@shuangsui/service-kit";
import { sql } from "kysely";
import { v7 as uuidv7 } from "uuid";
import { othersOf } from "../entities/rules.ts";
import { lockEntity, supervisorsOf } from "../entities/store.ts";
import { changeEntry } from "../register/entries.ts";
import type { Change, ListQuery, Register, Work } from "../register/register.ts";
import type { Row } from "../register/row.ts";
import { findRows } from "../register/store.ts";
import { moveAll, moveBack } from "./moving.ts";
import { addMerge, lockMerge, undoMerge, type Merge } from "./store.ts";

type By = { caller: Caller; at: Date };

/** Takes an authority's own entry out of its register, or back into it, as its clerk would. */
export type Leaving = (work: Work, by: By, code: string, isIn: boolean, reason: string) => Promise<void>;

/** How the entries of a register leave it for being registered twice, and come back. `changeOf` gives the change of an entry that has that version. */
export function leavingOf<R extends Row, N, C extends Change, V, Q extends ListQuery>(
  register: Register<R, N, C, V, Q>,
  changeOf: (isIn: boolean, reason: string, version: number) => C,
): Leaving {
  return async (work, by, code, isIn, reason) => {
    const { authority } = by.caller;
    const found = await findRows<R>(work, register.relation, register.order, authority, [code]);
    const row = found.get(code);
    if (row === undefined || row.authority !== authority) throw new Problem("not-found");
    await changeEntry(work, register, by, row, changeOf(isIn, reason, row.version));
  };
}

/** What is written of an entry that was found to be registered twice, or not to be after all. */
export const leavingChange = (isIn: boolean, reason: string, version: number) => ({
  ...(isIn
    ? { status: "active" as const }
    : { status: "deregistered" as const, removalGround: "registered-twice" as const }),
  ...{ reason, version },
});

/** The authority's own entry of a code; undefined where it has none. */
async function ownEntry(
  work: Work,
  authority: string,
  register: DuplicatedRegister,
  code: string,
): Promise<{ status: string } | undefined> {
  const { rows } = await sql<{ status: string }>`
    ${
      register === "entities"
        ? sql`select status from entity_supervision where credit_code = ${code}`
        : sql`select status from project where code = ${code}`
    } and authority = ${authority} for update`.execute(work);
  return rows[0];
}

/**
 * Article 5: two entries that are one become one. What hangs on `merged` in the authority's own registers hangs on `kept` from now on,
 * and `merged` leaves the register; each keeps its history.
 * @throws Problem `not-found`, `registry/shared`, `merge/not-in-force`, `merge/merged`
 */
export async function merge(
  work: Work,
  by: By,
  asked: { register: DuplicatedRegister; kept: string; merged: string; reason: string },
  leave: Leaving,
): Promise<Merge> {
  const { caller, at } = by;
  const { authority, actor } = caller;
  const { register, kept, merged, reason } = asked;
  if (kept === merged) throw new Problem("merge/not-in-force", "they are one entry");
  // In one order, so that two that merge the other way round do not wait for each other.
  for (const code of [kept, merged].toSorted()) {
    if (register === "entities" && !(await lockEntity(work, code))) throw new Problem("not-found");
    const entry = await ownEntry(work, authority, register, code);
    if (entry === undefined) throw new Problem("not-found");
    if (entry.status !== "active") throw new Problem("merge/not-in-force");
  }
  if (register === "entities") {
    const others = othersOf(authority, await supervisorsOf(work, authority, merged));
    if (others.length > 0) throw new Problem("registry/shared");
  }
  await leave(work, by, merged, false, reason);
  const moved = await moveAll(work, register, { from: merged, to: kept }, { caller, at, reason });
  const id = uuidv7();
  const made = await addMerge(work, {
    ...{ id, authority, register, kept, merged, actor, reason, at },
    moved: JSON.stringify(moved),
  }).catch((error: unknown) => {
    throw breaksUniqueKey(error) ? new Problem("merge/merged") : error;
  });
  await noteMerge(work, by, `${register}/merged`, made);
  return made;
}

/**
 * Takes a merge back: what was moved and hangs there still is moved back.
 * @throws Problem `not-found`, `merge/undone`
 */
export async function takeBack(
  work: Work,
  by: By,
  { id, reason }: { id: string; reason: string },
  leaving: Readonly<Record<DuplicatedRegister, Leaving>>,
): Promise<Merge> {
  const { caller, at } = by;
  const made = await lockMerge(work, caller.authority, id);
  if (made === undefined) throw new Problem("not-found");
  if (made.undone_at !== null) throw new Problem("merge/undone");
  // Somebody may have taken it in again meanwhile.
  const entry = await ownEntry(work, caller.authority, made.register, made.merged);
  if (entry?.status === "deregistered") await leaving[made.register](work, by, made.merged, true, reason);
  await moveBack(work, made.moved, { from: made.kept, to: made.merged }, { caller, at, reason });
  const undone = await undoMerge(work, id, { undone_at: at, undone_by: caller.actor, undone_reason: reason });
  await noteMerge(work, by, `${made.register}/unmerged`, undone);
  return undone;
}

async function noteMerge(work: Work, { caller, at }: By, action: string, made: Merge): Promise<void> {
  const { authority, actor } = caller;
  const origin = { authority, callerAuthority: authority, actor, ...originNow() };
  const after = { merge: made.id, kept: made.kept, moved: made.moved.length };
  await recordAudit(work, [{ at, ...origin, action, subject: made.merged, code: null, before: null, after }]);
}
