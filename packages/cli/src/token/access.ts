import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { z } from "zod";
import { CannotRun } from "../terminal.ts";

/** Where identity is, and the secret by which it gives an operator tokens. */
export type OperatorAccess = { issuer: string; secret: string };

const root = join(import.meta.dirname, "..", "..", "..", "..");
const endpoints = z.object({ identity: z.url() });
const secrets = z.object({ operatorSecret: z.string() });

/**
 * As ISSUER_URL and OPERATOR_SECRET say, or else as the system that runs in this checkout has it in its data folder.
 * @throws CannotRun in one line where there is neither
 */
export async function operatorAccess(environment: NodeJS.ProcessEnv): Promise<OperatorAccess> {
  const { ISSUER_URL: issuer, OPERATOR_SECRET: secret } = environment;
  if (issuer !== undefined && secret !== undefined) return { issuer, secret };
  if (issuer !== undefined || secret !== undefined)
    throw new CannotRun("ISSUER_URL and OPERATOR_SECRET are set together, or neither");
  const folder = resolve(root, environment["SHUANGSUI_DATA"] ?? ".data");
  const { identity } = await read(join(folder, "endpoints.json"), endpoints);
  const { operatorSecret } = await read(join(folder, "secrets.json"), secrets);
  return { issuer: identity, secret: operatorSecret };
}

async function read<T extends z.ZodType>(file: string, schema: T): Promise<z.infer<T>> {
  try {
    return schema.parse(JSON.parse(await readFile(file, "utf8")));
  } catch {
    throw new CannotRun(`${file}: is not there, or not readable: does the system run (npm start)?`);
  }
}
