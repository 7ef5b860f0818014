import type { Selectable } from "kysely";
import type { Work } from "../tables.ts";
import type { AccessCodeTable } from "./tables.ts";

export type AccessCode = Selectable<AccessCodeTable>;
type NewCode = Pick<
  AccessCode,
  "id" | "inspection_id" | "authority" | "code_hash" | "given_at" | "given_by" | "expires_at"
>;

/** Keeps a new code. Those before it, and what they were exchanged for, hold no longer. */
export async function putCode(work: Work, code: NewCode): Promise<void> {
  await work
    .updateTable("access_code")
    .set({ replaced_at: code.given_at, session_until: null })
    .where("inspection_id", "=", code.inspection_id)
    .where("replaced_at", "is", null)
    .execute();
  await work.insertInto("access_code").values(code).execute();
}

/** The code of that hash, locked; undefined where there is none. */
export function lockCode(work: Work, hash: string): Promise<AccessCode | undefined> {
  return work
    .selectFrom("access_code")
    .selectAll()
    .where("code_hash", "=", hash)
    .forUpdate()
    .executeTakeFirst();
}

/** Notes that a code was used, and for which session. */
export async function useCode(
  work: Work,
  id: string,
  used: Pick<AccessCode, "used_at" | "session_hash" | "session_until">,
): Promise<void> {
  await work.updateTable("access_code").set(used).where("id", "=", id).execute();
}

/** The code whose session has that hash and holds; undefined where none does. */
export function codeOfSession(work: Work, hash: string, now: Date): Promise<AccessCode | undefined> {
  return work
    .selectFrom("access_code")
    .selectAll()
    .where("session_hash", "=", hash)
    .where("session_until", ">", now)
    .executeTakeFirst();
}
