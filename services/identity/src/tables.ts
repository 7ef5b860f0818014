import type { AuditTables } from "@shuangsui/service-kit";
import type { AccountRole } from "@shuangsui/contracts";
import type { Generated, JSONColumnType } from "kysely";
import type { AdapterPayload } from "oidc-provider";
import type { PublicKey } from "./keys/rules.ts";

type Account = {
  id: string;
  authority: string;
  login: string;
  name: string;
  roles: AccountRole[];
  inspector: string | null;
  unit: string | null;
  password_hash: string;
  password_is_initial: boolean;
  totp_secret: Buffer | null;
  /** The last time step of which a code was used, so that none is used twice. */
  totp_last_step: string | null;
  disabled: Generated<boolean>;
  version: Generated<number>;
  updated_at: Generated<Date>;
};

type Artifact = {
  model: string;
  id: string;
  payload: JSONColumnType<AdapterPayload>;
  grant_id: string | null;
  uid: string | null;
  account_id: string | null;
  consumed_at: Date | null;
  expires_at: Date;
};

type SignIn = {
  interaction: string;
  account_id: string;
  /** The account's version when its password was right: a change since then ends the sign-in. */
  password_version: number;
  offered_secret: Buffer;
  expires_at: Date;
};

type Attempt = { subject: string; failures: number; last_at: Date; locked_until: Date };

type SigningKey = {
  kid: string;
  public_key: JSONColumnType<PublicKey>;
  private_key: Buffer;
  signs_from: Date;
};

/** The tables of the schema `identity`. */
export type Tables = AuditTables & {
  account: Account;
  artifact: Artifact;
  sign_in: SignIn;
  attempt: Attempt;
  signing_key: SigningKey;
};
