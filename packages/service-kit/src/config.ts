import { z } from "zod";
import { clientCredentials, type Credentials } from "./access/credentials.ts";

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

/**
 * Reads settings from the environment once, typed by a schema. Ends the process with a plain list of
 * what is missing or wrong; values are not printed.
 */
export function readSettings<T extends z.ZodType>(
  schema: T,
  environment: NodeJS.ProcessEnv = process.env,
): z.infer<T> {
  const read = schema.safeParse(environment);
  const demonstration = environment["NODE_ENV"] === "production" && environment["CLOCK"] === "sample";
  if (demonstration) process.stderr.write("setting CLOCK: production takes no demonstration clock\n");
  if (read.success && !demonstration) return read.data;
  for (const issue of read.error?.issues ?? [])
    process.stderr.write(`setting ${issue.path.join(".")}: ${issue.message}\n`);
  process.exit(78);
}
