import { startIssuer, type People } from "../../packages/service-kit/src/testing/issuer.ts";
import { freePort } from "./ports.ts";
import type { Secrets } from "./secrets.ts";

/** The stack's OpenID provider: where it is, and by whom the people of the sample and of measurements are signed in. */
export type StackIssuer = {
  readonly url: string;
  readonly port: number;
  readonly people: People;
  stop(): Promise<void>;
};

/** Starts it in this process, on the preferred port where that is free. Its key is kept, so that tokens outlive a restart. */
export async function startStackIssuer(secrets: Secrets, preferred?: number): Promise<StackIssuer> {
  const port = await freePort(preferred);
  const issuer = await startIssuer({ secrets: secrets.issuer, port });
  return { url: issuer.url, port, people: issuer, stop: () => issuer.close() };
}
