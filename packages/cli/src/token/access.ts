import { join } from "node:path";
import { z } from "zod";
import { dataFolder, readJson } from "../data-folder.ts";
import { CannotRun } from "../terminal.ts";

/** Where identity is, and the secret by which it gives an operator tokens. */
export type OperatorAccess = { issuer: string; secret: string };

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
  const folder = dataFolder(environment);
  const { identity } = await readJson(join(folder, "endpoints.json"), endpoints);
  const { operatorSecret } = await readJson(join(folder, "secrets.json"), secrets);
  return { issuer: identity, secret: operatorSecret };
}
