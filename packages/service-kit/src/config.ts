import { z } from "zod";
import { clientCredentials, type Credentials } from "./access/credentials.ts";
import { rateSettings } from "./hardening/rates.ts";

/** The settings that every service reads from its environment. */
export const serviceSettings = z.object({
  HOST: z.string().default("127.0.0.1"),
  PORT: z.coerce.number().int().min(0).max(65535).default(0),
  DATABASE_URL: z.string().min(1),
  LOG_LEVEL: z.enum(["trace", "debug", "info", "warn", "error", "silent"]).default("info"),
  CLOCK: z.enum(["database", "sample"]).default("database"),
  NODE_ENV: z.string().default("development"),
  /** The OpenID provider whose tokens are taken, as they name it. */
  ISSUER_URL: z.url({ protocol: /^https?$/ }),
  /**
   * The addresses (or networks, 10.0.0.0/8) of proxies whose X-Forwarded-For is believed, divided by commas. None: where a request
   * comes from is who connects.
   */
  TRUSTED_PROXIES: z
    .string()
    .default("")
    .transform((list) => list.split(",").map((one) => one.trim()))
    .transform((list) => list.filter((one) => one !== "")),
  ...rateSettings,
});

/** The settings of a service that calls others: what it shows the OpenID provider. */
export const clientSettings = z.object({
  CLIENT_ID: z.string().min(1),
  CLIENT_SECRET: z.string().min(16),
});

/** What a service that calls others has them by. */
export function credentialsOf(
  settings: z.infer<typeof clientSettings> & { ISSUER_URL: string },
): Credentials {
  return clientCredentials({
    issuer: settings.ISSUER_URL,
    clientId: settings.CLIENT_ID,
    clientSecret: settings.CLIENT_SECRET,
  });
}

/** The settings of a service that tells others by webhooks. */
export const webhookSettings = {
  /** Whether webhooks may go to this machine itself, and by http: for tests and the one-machine runner. */
  WEBHOOKS_ALLOW_LOOPBACK: z
    .enum(["true", "false"])
    .default("false")
    .transform((value) => value === "true"),
};

/**
 * Reads settings from the environment once, typed by a schema. Ends the process with a plain list of
 * what is missing or wrong.
 */
export function readSettings<T extends z.ZodType>(schema: T): z.infer<T> {
  const read = settingsFrom(schema, process.env);
  if ("settings" in read) return read.settings;
  for (const line of read.faults) process.stderr.write(`${line}\n`);
  process.exit(78);
}

/** The settings of an environment, or a line on each that is missing or wrong, without its value. */
export function settingsFrom<T extends z.ZodType>(
  schema: T,
  environment: NodeJS.ProcessEnv,
): { settings: z.infer<T> } | { faults: string[] } {
  const read = schema.safeParse(environment);
  const unfit = environment["NODE_ENV"] === "production" ? unfitForProduction(environment) : [];
  if (read.success && unfit.length === 0) return { settings: read.data };
  const issues = read.error?.issues ?? [];
  return {
    faults: [...unfit, ...issues.map(({ path, message }) => `setting ${path.join(".")}: ${message}`)],
  };
}

function unfitForProduction(environment: NodeJS.ProcessEnv): string[] {
  return [
    ...(environment["CLOCK"] === "sample" ? ["setting CLOCK: production takes no demonstration clock"] : []),
    ...(environment["WEBHOOKS_ALLOW_LOOPBACK"] === "true"
      ? ["setting WEBHOOKS_ALLOW_LOOPBACK: production lets no webhook go to its own machine"]
      : []),
  ];
}
