import { z } from "zod";
import { ServiceUnavailable } from "../unavailable.ts";

const withinMs = 5_000;
const metadata = z.object({ issuer: z.string(), jwks_uri: z.url(), token_endpoint: z.url() });

/** What an OpenID provider says of itself (OpenID Connect Discovery 1.0). */
export type IssuerMetadata = z.infer<typeof metadata>;

/** Reads once what the issuer at that URL says of itself; where that fails it is asked again the next time. */
export function issuerMetadata(issuer: string): () => Promise<IssuerMetadata> {
  let known: Promise<IssuerMetadata> | undefined;
  return () => {
    known ??= discover(issuer).catch((error: unknown) => {
      known = undefined;
      throw error;
    });
    return known;
  };
}

/** @throws ServiceUnavailable */
async function discover(issuer: string): Promise<IssuerMetadata> {
  const url = `${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`;
  const said = metadata.safeParse(await answerOf(url, { redirect: "error" }));
  if (!said.success || said.data.issuer !== issuer)
    throw new ServiceUnavailable("the issuer does not say who it is");
  return said.data;
}

/** An answer of the issuer as a value. @throws ServiceUnavailable where there is none, or one that is not of success */
export async function answerOf(url: string, request: RequestInit): Promise<unknown> {
  const answer = await fetch(url, { ...request, signal: AbortSignal.timeout(withinMs) }).catch(
    () => undefined,
  );
  if (answer?.ok !== true)
    throw new ServiceUnavailable(
      `the issuer: ${answer === undefined ? "no answer" : `status ${answer.status}`}`,
    );
  return answer.json().catch(() => undefined);
}
