import type { WitnessClaim } from "@shuangsui/contracts";
import type { Account } from "../accounts/store.ts";
import type { ClientSettings } from "../config.ts";

/** What an access token says of its bearer besides who it is: codes and ids, and of a witness alone the name, which a draw makes public. */
export type BearerClaims = {
  authority?: string;
  roles: readonly string[];
  inspector?: string;
  witness?: WitnessClaim;
};

/** What a person's token says. */
export function claimsOfPerson({ authority, roles, inspector, name, unit }: Account): BearerClaims {
  return {
    authority,
    roles,
    ...(inspector === null ? {} : { inspector }),
    ...(roles.includes("witness") ? { witness: { name, ...(unit === null ? {} : { unit }) } } : {}),
  };
}

/** What the token says that a program asked for itself. */
export function claimsOfClient({ authority, roles = [] }: ClientSettings): BearerClaims {
  return authority === undefined ? { roles: ["service"] } : { authority, roles };
}

/** Whom a program's own token names. */
export function subjectOfClient({ id }: ClientSettings): string {
  return `service:${id}`;
}
