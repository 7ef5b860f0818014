import { Problem, type ProblemCode } from "@shuangsui/contracts";
import type { Sealer } from "@shuangsui/sealing";
import { systemScope, type Database } from "@shuangsui/service-kit";
import type { Act } from "../accounts/audit.ts";
import { hashOf, isPasswordOf } from "../accounts/passwords.ts";
import { asCompared, passwordFault } from "../accounts/rules.ts";
import { accountByLogin, changeAccount, type Account } from "../accounts/store.ts";
import { beginAttempt, forgetFailures, takeBack } from "../attempts/store.ts";
import type { Tables } from "../tables.ts";
import { stepAfterPassword, type Step } from "./steps.ts";
import { endSignIn, keepSignIn, knownOf, useStep } from "./store.ts";
import { stepOf } from "./totp.ts";

export type SignInOptions = { database: Database<Tables>; sealer: Sealer };

/** One sign-in, by the id that oidc-provider gave it, and the address it comes from. */
export type SignIn = { interaction: string; address: string };

/** What a sign-in has come to: whose, and what is asked next, or by what means all was shown. */
export type Progress = { account: Account; next: Step } | { account: Account; next?: never; by: string[] };

/** Nobody may try yet. */
export class Locked extends Problem {
  readonly seconds: number;
  constructor(seconds: number) {
    super("sign-in/locked");
    this.seconds = seconds;
  }
}

const [byPassword, byCode] = ["pwd", "otp"];

/**
 * Takes an account and its password. An account that is not there or disabled is refused as a wrong password is.
 * @throws Problem `sign-in/refused`, `sign-in/locked`
 */
export async function enterPassword(
  { database, sealer }: SignInOptions,
  { interaction, address }: SignIn,
  given: { login: string; password: string },
): Promise<Progress> {
  const login = given.login.trim().toLowerCase();
  const attempt = { account: login, address };
  await tryOnce(database, attempt);
  const account = await accountByLogin(database, login);
  const right = await isPasswordOf(account?.password_hash, given.password);
  if (account === undefined || account.disabled || !right) throw new Problem("sign-in/refused");
  const next = stepAfterPassword(account);
  await takeBack(database, attempt);
  if (next === undefined) {
    await forgetFailures(database, login);
    return { account, by: [byPassword] };
  }
  await keepSignIn(database, sealer, interaction, account);
  return { account, next };
}

/**
 * Takes the person's own password in place of the one that was given.
 * @throws Problem `password/…`, `sign-in/expired`
 */
export async function choosePassword(
  { database, sealer }: SignInOptions,
  { interaction }: Pick<SignIn, "interaction">,
  { password, again }: { password: string; again: string },
): Promise<Progress> {
  const known = await knownOf(database, sealer, interaction);
  if (known === undefined || stepAfterPassword(known.account) !== "choose-password")
    throw new Problem("sign-in/expired");
  const fault = faultOf(password, again, known.account.login);
  if (fault !== undefined) throw new Problem(fault);
  if (await isPasswordOf(known.account.password_hash, password)) throw new Problem("password/common");
  const change = { password_hash: await hashOf(password), password_is_initial: false };
  const account = await database.as(systemScope, (transaction) =>
    changeAccount(transaction, known.account, change, ownAct(known.account, "password-chosen")),
  );
  if (account === undefined) throw new Problem("sign-in/expired");
  const next = stepAfterPassword(account);
  if (next !== undefined) {
    await keepSignIn(database, sealer, interaction, account);
    return { account, next };
  }
  await forgetFailures(database, account.login);
  await endSignIn(database, interaction);
  return { account, by: [byPassword] };
}

/**
 * Takes the code of an authenticator: the account's, or the one that is being set up, which is the account's from then on.
 * @throws Problem `sign-in/wrong-code`, `sign-in/locked`, `sign-in/expired`
 */
export async function enterCode(
  { database, sealer }: SignInOptions,
  { interaction, address }: SignIn,
  { code }: { code: string },
): Promise<Progress> {
  const known = await knownOf(database, sealer, interaction);
  if (known === undefined) throw new Problem("sign-in/expired");
  const { account, offeredSecret } = known;
  const step = stepAfterPassword(account);
  if (step !== "enrol" && step !== "code") throw new Problem("sign-in/expired");
  const attempt = { account: account.login, address };
  await tryOnce(database, attempt);
  const place = { field: "account.totp_secret", row: account.id };
  const secret = account.totp_secret === null ? offeredSecret : sealer.open(place, account.totp_secret);
  const timeStep = stepOf(secret, code.replaceAll(/\s/g, ""));
  if (timeStep === undefined || !(await useStep(database, account.id, timeStep)))
    throw new Problem("sign-in/wrong-code");
  if (step === "enrol") {
    const change = { totp_secret: sealer.seal(place, secret) };
    const enrolled = await database.as(systemScope, (transaction) =>
      changeAccount(transaction, account, change, ownAct(account, "enrolled")),
    );
    if (enrolled === undefined) throw new Problem("sign-in/expired");
  }
  await takeBack(database, attempt);
  await forgetFailures(database, account.login);
  await endSignIn(database, interaction);
  return { account, by: [byPassword, byCode] };
}

const ownAct = ({ id, authority }: Account, act: Act["act"]): Act => ({
  ...{ act, actor: id, callerAuthority: authority },
});

async function tryOnce(
  database: Database<Tables>,
  attempt: { account: string; address: string },
): Promise<void> {
  const seconds = await beginAttempt(database, attempt);
  if (seconds > 0) throw new Locked(seconds);
}

function faultOf(password: string, again: string, login: string): ProblemCode | undefined {
  return asCompared(password) === asCompared(again) ? passwordFault(password, login) : "password/differs";
}
