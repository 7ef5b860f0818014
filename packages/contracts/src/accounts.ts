import { z } from "zod";
import { authorityOf } from "./authorities.ts";
import { authorityCode, id, pageOf, pageQuery, text } from "./basics.ts";
import { name } from "./names.ts";

/** What a person may be in an authority. */
export const accountRoles = [
  "administrator",
  "registry-clerk",
  "planner",
  "drawer",
  "witness",
  "officer",
  "expert",
  "reviewer",
  "approver",
  "publisher",
  "supervisor",
  "auditor",
  "justice",
] as const;
export const accountRole = z.enum(accountRoles);
export type AccountRole = z.infer<typeof accountRole>;

/** For whom access tokens are: the claim `aud`. */
export const tokenAudience = "shuangsui";
/** How long an access token holds, in seconds. */
export const tokenSeconds = 600;

/** An authority that there is. */
const authorityThatIs = authorityCode.refine((code) => authorityOf(code) !== undefined);
const roles = z
  .array(accountRole)
  .min(1)
  .max(accountRoles.length)
  .refine((given) => new Set(given).size === given.length);

/** What one signs in as. */
export const login = z.string().regex(/^[a-z][a-z0-9._-]{2,31}$/);

/** What a token says of a witness, as the draw's public page will: the account's name, and the unit where that is no authority. */
export const witnessClaim = z.object({ name: z.string().max(60), unit: z.string().max(100).exactOptional() });
export type WitnessClaim = z.infer<typeof witnessClaim>;

/** An account as an administrator sees it. */
export const accountView = z.object({
  id,
  login: z.string(),
  name: z.string(),
  authority: authorityCode,
  roles: z.array(accountRole),
  /** The id of the registry's inspector who this is. */
  inspector: id.nullable(),
  /** The unit of somebody from outside who witnesses draws; null where it is the authority itself. */
  unit: z.string().nullable(),
  disabled: z.boolean(),
  /** Whether its password is still the one that it was given. */
  passwordIsInitial: z.boolean(),
  hasSecondFactor: z.boolean(),
  version: z.number().int(),
});
export type AccountView = z.infer<typeof accountView>;

export const newAccount = z.strictObject({
  login,
  name: text(60),
  authority: authorityThatIs,
  roles,
  inspector: id.nullable().default(null),
  unit: name(100).nullable().default(null),
});
export type NewAccount = z.infer<typeof newAccount>;

export const accountChange = z.strictObject({
  name: text(60).exactOptional(),
  authority: authorityThatIs.exactOptional(),
  roles: roles.exactOptional(),
  inspector: id.nullable().exactOptional(),
  unit: name(100).nullable().exactOptional(),
  disabled: z.boolean().exactOptional(),
});
export type AccountChange = z.infer<typeof accountChange>;

/** An account with the password to begin with, which is shown this once. */
export const accountWithPassword = z.object({ account: accountView, initialPassword: z.string() });
export const accountQuery = pageQuery.extend({
  authority: authorityCode.optional(),
  /** A part of what one signs in as, or of the name. */
  q: text(60).optional(),
});
export const accountPage = pageOf(accountView);

/** GET /api/v1/accounts/names: who those are that acted, by their ids, separated by commas. */
export const accountNamesQuery = z.strictObject({
  ids: z
    .string()
    .max(8_000)
    .transform((list) => list.split(","))
    .pipe(z.array(id).min(1).max(200)),
});
/** Those of the own authority and of its subordinates; who is not seen is not named. */
export const accountNames = z.object({
  items: z.array(z.object({ id, name: z.string(), roles: z.array(accountRole) })),
});

/** For whom an operator asks for a token: as somebody of that opaque id, or as one who stands for those roles there. */
export const operatorTokenRequest = z.strictObject({
  roles,
  authority: authorityThatIs,
  subject: z
    .string()
    .regex(/^[A-Za-z0-9_.:-]{1,80}$/)
    .exactOptional(),
  inspector: id.exactOptional(),
  witness: z.strictObject(witnessClaim.shape).exactOptional(),
});
export const operatorToken = z.object({ token: z.string(), expiresIn: z.number().int() });
