import { originNow, type Auditor } from "@shuangsui/service-kit";
import type { Account } from "../accounts/store.ts";

/** Whose sign-in it is, where that is known: what was typed as a login may be a password, and is kept nowhere. */
type Whose = Pick<Account, "id" | "authority"> | undefined;

/** Notes that somebody signed in, was refused, or showed again what is shown once (articles 32, 33). */
export function noteSignIn(
  auditor: Auditor,
  act: "signed-in" | "refused" | "replayed",
  whose: Whose,
  { code = null, remote, by = [] }: { code?: string | null; remote: string | null; by?: string[] },
): void {
  auditor.note({
    authority: whose?.authority ?? null,
    callerAuthority: act === "signed-in" ? (whose?.authority ?? null) : null,
    // Whoever is refused may be somebody else.
    actor: act === "signed-in" ? (whose?.id ?? "unknown") : "unknown",
    ...{ action: `session/${act}`, subject: whose?.id ?? null, code, before: null },
    after: by.length === 0 ? null : { by },
    ...originNow(),
    remote,
  });
}
