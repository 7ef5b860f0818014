import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { z } from "zod";

const pair = z.object({ owner: z.string(), app: z.string() });
const schema = z.object({
  superuser: z.string(),
  roles: z.object({ identity: pair, registry: pair, inspection: pair, disclosure: pair, console: pair }),
  /** Of which the key of each service's encrypted fields is derived: 32 bytes, hex. */
  fieldKey: z.string().regex(/^[0-9a-f]{64}$/),
  /** What each service shows identity, or the provider in its place, to get tokens of its own. */
  clients: z.object({
    registry: z.string().min(32),
    inspection: z.string().min(32),
    disclosure: z.string().min(32),
    console: z.string().min(32),
  }),
  /** Whoever shows it gets a token of any role from identity. */
  operatorSecret: z.string().min(32),
});

/** What the one-machine stack keeps secret: made at random once, kept in a file that only its user reads. */
export type Secrets = z.infer<typeof schema>;

/** Fresh secrets, kept nowhere. */
export function freshSecrets(): Secrets {
  const word = () => randomBytes(24).toString("base64url");
  const roles = () => ({ owner: word(), app: word() });
  return {
    superuser: word(),
    roles: {
      identity: roles(),
      registry: roles(),
      inspection: roles(),
      disclosure: roles(),
      console: roles(),
    },
    fieldKey: randomBytes(32).toString("hex"),
    clients: { registry: word(), inspection: word(), disclosure: word(), console: word() },
    operatorSecret: word(),
  };
}

/** The secrets of a data folder, made at the first start. @throws Error where the file is not what it was. */
export function keptSecrets(file: string): Secrets {
  if (existsSync(file)) {
    const read = schema.safeParse(JSON.parse(readFileSync(file, "utf8")));
    if (!read.success)
      throw new Error(`${file} is damaged: restore it, or remove the data folder to begin anew`);
    return read.data;
  }
  const secrets = freshSecrets();
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(secrets, null, 2), { mode: 0o600, flag: "wx" });
  return secrets;
}
