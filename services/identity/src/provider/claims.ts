import type { Account } from "../accounts/store.ts";
import type { ClientSettings } from "../config.ts";

/** What an access token says of its bearer besides who it is: no names, only codes and ids. */
export type BearerClaims = { authority?: string; roles: readonly string[]; inspector?: string };

/** What a person's token says. */
export function claimsOfPerson({ authority, roles, inspector }: Account): BearerClaims {
  return { authority, roles, ...(inspector === null ? {} : { inspector }) };
}

/** What the token says that a program asked for itself. */
export function claimsOfClient({ authority, roles = [] }: ClientSettings): BearerClaims {
  return authority === undefined ? { roles: ["service"] } : { authority, roles };
}

/** Whom a program's own token names. */
export function subjectOfClient({ id }: ClientSettings): string {
  return `service:${id}`;
}
