import { accountRole, authorityCode } from "@shuangsui/contracts";
import { sealingKeys } from "@shuangsui/sealing";
import { readSettings, serviceSettings } from "@shuangsui/service-kit";
import { isIP } from "node:net";
import { z } from "zod";

const secret = z.string().min(32, "has fewer than 32 characters");
const origin = z
  .url({ protocol: /^https?$/ })
  .refine((url) => new URL(url).origin === url, "is not an origin such as https://identity.example");
const flag = z.enum(["true", "false"]).default("false");

/** A program that asks for tokens. */
export const clientSettings = z
  .strictObject({
    id: z.string().regex(/^[a-z][a-z0-9-]{1,39}$/),
    secret,
    /** One of the system's own services: what it asks for itself is in the role `service`. */
    service: z.boolean().default(false),
    /** For which authority, and as what, another organisation's program acts. */
    authority: authorityCode.exactOptional(),
    roles: z.array(accountRole).min(1).exactOptional(),
    /** Where it lets people sign in, and where they come back to. */
    redirectUris: z.array(z.url()).default([]),
    postLogoutRedirectUris: z.array(z.url()).default([]),
  })
  .refine(
    ({ service, authority, roles }) =>
      (authority === undefined) === (roles === undefined) && !(service && authority !== undefined),
    "is either a service, or has both authority and roles, or neither",
  );
export type ClientSettings = z.infer<typeof clientSettings>;

const clients = z
  .string()
  .transform((text, context): unknown => {
    try {
      return JSON.parse(text);
    } catch {
      context.addIssue("is not JSON");
      return z.NEVER;
    }
  })
  .pipe(z.array(clientSettings).min(1))
  .refine((all) => new Set(all.map(({ id }) => id)).size === all.length, "names two clients alike");

const databaseSettings = serviceSettings.pick({ DATABASE_URL: true, LOG_LEVEL: true });
const keySettings = databaseSettings.extend({
  /** The key under which signing keys and second factors lie in the database, as the registry's FIELD_KEY. */
  FIELD_KEY: sealingKeys,
});

const allSettings = keySettings.extend({
  ...serviceSettings.pick({
    HOST: true,
    PORT: true,
    NODE_ENV: true,
    TRUSTED_PROXIES: true,
    RATE_LIMIT_ADDRESS: true,
    RATE_LIMIT_PERSON: true,
  }).shape,
  /** This service's address as browsers and services reach it: the claim `iss`. */
  ISSUER: origin,
  /** Who may ask for tokens: a list of programs, JSON. */
  CLIENTS: clients,
  /** Makes an account for each role, and names them with their passwords on the sign-in page. */
  DEMO_ACCOUNTS: flag,
  /** Opens `/operator/tokens`, where whoever shows it gets a token of any role. Without it there is no such route. */
  OPERATOR_SECRET: secret.optional(),
});

type Settings = z.infer<typeof allSettings>;

/** The identity service's settings. */
export const identitySettings = allSettings.superRefine(fitForProduction);

/** Reads the settings from the environment, or ends the process saying what is wrong. */
export function readConfig(): Settings {
  return readSettings(identitySettings);
}

/** What the programs beside the service need: the database and the key. */
export function readKeySettings() {
  return readSettings(keySettings);
}

/** What a program needs that makes an account. */
export function readDatabaseSettings() {
  return readSettings(databaseSettings);
}

/** Settings of which production would not be safe; what is wrong is said without the values. */
function fitForProduction(given: Settings, context: z.core.$RefinementCtx<Settings>): void {
  if (given.NODE_ENV !== "production") return;
  const refuse = (name: keyof Settings, message: string) =>
    context.addIssue({ code: "custom", path: [name], message });
  if (given.DEMO_ACCOUNTS === "true") refuse("DEMO_ACCOUNTS", "production takes no demonstration accounts");
  if (given.ISSUER.startsWith("http:") && !isLoopback(given.HOST))
    refuse("ISSUER", "production takes plain HTTP on a loopback address alone: put TLS in front");
  if (given.CLIENTS.some(({ secret }) => isMadeUp(secret)))
    refuse("CLIENTS", "production takes no client secret that anyone could think of");
  if (given.OPERATOR_SECRET !== undefined && isMadeUp(given.OPERATOR_SECRET))
    refuse("OPERATOR_SECRET", "production takes none that anyone could think of");
  const { current, earlier } = given.FIELD_KEY;
  if ([current, ...earlier].some(({ secret }) => isMadeUp(secret.export().toString("hex"))))
    refuse("FIELD_KEY", "production takes no key that anyone could think of");
}

function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || (isIP(host) === 4 && host.startsWith("127."));
}

/** Whether a secret is one of an example, or typed rather than drawn at random. */
function isMadeUp(secret: string): boolean {
  const drawn = new Set(secret).size >= 8;
  return !drawn || /change|secret|example|default|password|01234567|abcdefgh|00112233/i.test(secret);
}
