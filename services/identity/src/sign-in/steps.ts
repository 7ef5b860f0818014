import type { Account } from "../accounts/store.ts";
import { needsSecondFactor } from "../accounts/rules.ts";

/** What a sign-in waits for: the password, one's own in place of the first, a second factor to be set up, or its code. */
export type Step = "password" | "choose-password" | "enrol" | "code";

/** What is still asked of somebody whose password was right; undefined where nothing is. */
export function stepAfterPassword(
  account: Pick<Account, "password_is_initial" | "totp_secret" | "roles">,
): Step | undefined {
  if (account.password_is_initial) return "choose-password";
  if (account.totp_secret !== null) return "code";
  return needsSecondFactor(account.roles) ? "enrol" : undefined;
}
