import { originNow, recordAudit, type NewAuditEntry } from "@shuangsui/service-kit";
import { sql, type Selectable, type Transaction } from "kysely";
import type { Tables } from "../tables.ts";

type Account = Selectable<Tables["account"]>;

/** What somebody did to an account, or in it; `actor` is the account's own id where it was its person. */
export type Act = {
  act: "made" | "changed" | "reset" | "enrolled" | "password-chosen";
  actor: string;
  /** The authority for which whoever did it acts; null where that is nobody's. */
  callerAuthority: string | null;
};

/** What the trail tells of an account: no name, no login, no secret. */
const factsOf = ({
  authority,
  roles,
  inspector,
  disabled,
  version,
  password_is_initial,
  totp_secret,
}: Account) => ({
  ...{ authority, roles: [...roles], inspector, disabled, version },
  passwordIsInitial: password_is_initial,
  hasSecondFactor: totp_secret !== null,
});

/** Writes down what became of an account, in the transaction of the change (articles 32, 33). */
export async function recordAccount(
  transaction: Transaction<Tables>,
  { act, actor, callerAuthority }: Act,
  after: Account,
  before: Account | null,
): Promise<void> {
  const entry: NewAuditEntry = {
    at: await nowOf(transaction),
    ...{ authority: after.authority, callerAuthority, actor, action: `account/${act}`, subject: after.id },
    ...{ code: null, before: before === null ? null : factsOf(before), after: factsOf(after) },
    ...originNow(),
  };
  // Who was moved to another authority is on record at the one before, too.
  const moved = before !== null && before.authority !== after.authority;
  await recordAudit(transaction, moved ? [entry, { ...entry, authority: before.authority }] : [entry]);
}

export async function nowOf(transaction: Transaction<Tables>): Promise<Date> {
  const { rows } = await sql<{ at: Date }>`select clock_timestamp() as at`.execute(transaction);
  return rows[0]?.at ?? new Date();
}
