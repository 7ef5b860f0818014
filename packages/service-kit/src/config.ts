import { z } from "zod";

/** The settings that every service reads from its environment. */
export const serviceSettings = z.object({
  HOST: z.string().default("127.0.0.1"),
  PORT: z.coerce.number().int().min(0).max(65535).default(0),
  DATABASE_URL: z.string().min(1),
  LOG_LEVEL: z.enum(["trace", "debug", "info", "warn", "error", "silent"]).default("info"),
  CLOCK: z.enum(["database", "sample"]).default("database"),
  NODE_ENV: z.string().default("development"),
  /**
   * The addresses (or networks, 10.0.0.0/8) of proxies whose X-Forwarded-For is believed, divided by commas. None: where a request
   * comes from is who connects.
   */
  TRUSTED_PROXIES: z
    .string()
    .default("")
    .transform((list) => list.split(",").map((one) => one.trim()))
    .transform((list) => list.filter((one) => one !== "")),
  /** What the services show one another in place of a person. */
  INTERNAL_TOKEN: z.string().min(16),
});

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
