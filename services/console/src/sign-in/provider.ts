import { Problem, tokenSeconds } from "@shuangsui/contracts";
import { ServiceUnavailable } from "@shuangsui/service-kit";
import * as client from "openid-client";
import { limits } from "../sessions/rules.ts";
import type { Tokens } from "../sessions/tokens.ts";
import type { Begun } from "./begun.ts";

export type ProviderOptions = {
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** This console's address as browsers reach it. */
  consoleUrl: string;
  now(): Date;
};

/** The OpenID provider at which people sign in, as its client sees it. */
export type Provider = {
  /** Begins a sign-in after which somebody comes back to `to`: where the browser goes, and what is checked when it comes back. */
  begin(to: string): Promise<{ url: string; begun: Begun }>;
  /**
   * Exchanges the code with which a browser came back, by the query of the address.
   * @throws Problem `sign-in/not-completed`
   */
  complete(query: URLSearchParams, begun: Begun): Promise<Tokens>;
  /** Other tokens for those that end; undefined where the provider refuses. */
  renew(tokens: Tokens): Promise<Tokens | undefined>;
  /** Where a browser goes to sign out everywhere. No token is in it, for the browser gets none. */
  signOutUrl(): Promise<string>;
};

const withinSeconds = 5;
const maxAge = limits.idle / 1_000;

/** An OpenID provider by its address, asked when it is first needed. All of it throws ServiceUnavailable where there is no answer. */
export function openIdProvider({
  issuer,
  clientId,
  clientSecret,
  consoleUrl,
  now,
}: ProviderOptions): Provider {
  const redirectUri = `${consoleUrl}/signed-in`;
  let known: Promise<client.Configuration> | undefined;
  const configured = () => {
    known ??= discover().catch((error: unknown) => {
      known = undefined;
      throw unavailable(error);
    });
    return known;
  };
  const discover = async () => {
    const configuration = await client.discovery(
      new URL(issuer),
      clientId,
      undefined,
      client.ClientSecretBasic(clientSecret),
      {
        timeout: withinSeconds,
        execute: [
          client.enableNonRepudiationChecks,
          ...(issuer.startsWith("http:") ? [client.allowInsecureRequests] : []),
        ],
      },
    );
    if (configuration.serverMetadata().authorization_endpoint === undefined)
      throw new ServiceUnavailable("the provider signs nobody in");
    return configuration;
  };
  const tokensOf = (answer: client.TokenEndpointResponse, refreshBefore: string | null): Tokens => ({
    access: answer.access_token,
    refresh: answer.refresh_token ?? refreshBefore,
    endsAt: now().getTime() + (answer.expires_in ?? tokenSeconds) * 1_000,
  });

  return {
    async begin(to) {
      const configuration = await configured();
      const begun: Begun = {
        state: client.randomState(),
        nonce: client.randomNonce(),
        verifier: client.randomPKCECodeVerifier(),
        to,
        at: now().getTime(),
      };
      const url = client.buildAuthorizationUrl(configuration, {
        redirect_uri: redirectUri,
        scope: "openid",
        state: begun.state,
        nonce: begun.nonce,
        code_challenge: await client.calculatePKCECodeChallenge(begun.verifier),
        code_challenge_method: "S256",
        // Whoever was away that long gives the password again, whatever the provider remembers.
        max_age: String(maxAge),
      });
      return { url: url.href, begun };
    },
    async complete(query, { state, nonce, verifier }) {
      const configuration = await configured();
      const answer = await client
        .authorizationCodeGrant(configuration, new URL(`${redirectUri}?${query.toString()}`), {
          expectedState: state,
          expectedNonce: nonce,
          pkceCodeVerifier: verifier,
          maxAge,
        })
        .catch((error: unknown) => {
          throw isRefused(error) ? new Problem("sign-in/not-completed") : unavailable(error);
        });
      return tokensOf(answer, null);
    },
    async renew({ refresh }) {
      if (refresh === null) return undefined;
      const configuration = await configured();
      const answer = await client.refreshTokenGrant(configuration, refresh).catch((error: unknown) => {
        if (isRefused(error)) return undefined;
        throw unavailable(error);
      });
      return answer && tokensOf(answer, refresh);
    },
    async signOutUrl() {
      const configuration = await configured();
      const to = { post_logout_redirect_uri: `${consoleUrl}/` };
      // A provider without sign-out: the console's own has to do.
      if (configuration.serverMetadata().end_session_endpoint === undefined)
        return to.post_logout_redirect_uri;
      return client.buildEndSessionUrl(configuration, to).href;
    },
  };
}

/** What openid-client says of answers that are not those of this sign-in. */
const ofAnotherSignIn = /^OAUTH_(?:INVALID_RESPONSE|JWT_|JSON_ATTRIBUTE_|KEY_SELECTION)/;

/** Whether the provider refused, or answered another question, rather than not at all. */
function isRefused(error: unknown): boolean {
  if (error instanceof client.AuthorizationResponseError) return true;
  if (error instanceof client.ResponseBodyError) return error.error === "invalid_grant";
  return error instanceof client.ClientError && ofAnotherSignIn.test(error.code ?? "");
}

/** Without the message, which could hold a value. */
function unavailable(error: unknown): ServiceUnavailable {
  const name = error instanceof Error ? error.name : "unknown";
  return new ServiceUnavailable(`the provider: ${name}`);
}
