import { Problem, type AccountRole, type ProblemCode } from "@shuangsui/contracts";
import { commonWords } from "./common-passwords.ts";

const [shortest, longest] = [12, 128];

/** A password as it is compared: the same however a keyboard composes its characters. */
export const asCompared = (password: string) => password.normalize("NFKC");

/** Why a password is refused for whoever signs in as `login`, or undefined. Length counts most; no kind of character is asked for. */
export function passwordFault(password: string, login: string): ProblemCode | undefined {
  const characters = [...asCompared(password)];
  if (characters.length < shortest) return "password/too-short";
  if (characters.length > longest) return "password/too-long";
  return isCommon(characters.join("").toLowerCase(), login) ? "password/common" : undefined;
}

/** Whether little is left of a password without a word, figures and signs around it, repetition, a run of characters or the login. */
function isCommon(password: string, login: string): boolean {
  if (new Set(password).size < 5) return true;
  if (/^(.{1,6})\1+.{0,5}$/.test(password) || isRun(password)) return true;
  const rest = password.replaceAll(login, "");
  return [password, rest].some((text) => {
    const begun = text.replace(/\P{L}+$/u, "");
    const bare = begun.replace(/^\P{L}+/u, "");
    return bare === "" || [text, begun, bare].some((word) => commonWords.has(word));
  });
}

/** Whether each character follows the one before, up or down. */
function isRun(text: string): boolean {
  const steps = new Set(
    [...text].slice(1).map((one, at) => (one.codePointAt(0) ?? 0) - (text.codePointAt(at) ?? 0)),
  );
  return steps.size === 1 && (steps.has(1) || steps.has(-1));
}

/** Whether an account in these roles signs in with a code beside its password: whoever administers others'. */
export function needsSecondFactor(roles: readonly AccountRole[]): boolean {
  return roles.includes("administrator");
}

/** What an account may do, and where. */
export type Rights = { authority: string; roles: readonly AccountRole[]; disabled: boolean };

const administersAt = (authority: string, rights: Rights) =>
  !rights.disabled && rights.authority === authority && rights.roles.includes("administrator");

/**
 * An authority that has somebody who administers its accounts keeps somebody: the last one is not disabled, moved away or taken out
 * of that role before there is another.
 * @param others how many others administer the accounts of the authority in which the account is
 * @throws Problem `account/last-administrator`
 */
export function requireAdministratorLeft(before: Rights, after: Rights, others: number): void {
  const { authority } = before;
  if (administersAt(authority, before) && !administersAt(authority, after) && others === 0)
    throw new Problem("account/last-administrator");
}
