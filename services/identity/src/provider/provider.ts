import { tokenAudience, tokenSeconds } from "@shuangsui/contracts";
import type { SealingKeys } from "@shuangsui/sealing";
import type { Auditor, Database, Logger } from "@shuangsui/service-kit";
import { hkdfSync } from "node:crypto";
import OpenIdProvider, { type Configuration, errors, type KoaContextWithOIDC } from "oidc-provider";
import { accountById, signOutEverywhere } from "../accounts/store.ts";
import { noteSignIn } from "../sign-in/audit.ts";
import type { ClientSettings } from "../config.ts";
import type { KeySet } from "../keys/store.ts";
import type { Tables } from "../tables.ts";
import { artifactAdapter } from "./adapter.ts";
import { claimsOfClient, claimsOfPerson, subjectOfClient } from "./claims.ts";
import { clientMetadata } from "./clients.ts";

/** The resource that all access tokens are for, whether a client names it or not. */
const resource = "urn:shuangsui";
const [minute, hour] = [60, 3_600];
/** How long a person stays signed in, in seconds: a working day with its breaks. */
const sessionSeconds = 12 * hour;

/** Makes the pages that oidc-provider itself has to show. */
export type ProviderPages = {
  signOut(form: string): string;
  signedOut(): string;
  refusal(code: string): string;
};

export type ProviderOptions = {
  issuer: string;
  database: Database<Tables>;
  clients: readonly ClientSettings[];
  keys: KeySet;
  /** Of these the keys that sign cookies are derived. */
  sealingKeys: SealingKeys;
  logger: Logger;
  auditor: Auditor;
  pages: ProviderPages;
};

/** The OpenID provider: authorization code with PKCE for people, client credentials for programs. */
export function createProvider(options: ProviderOptions): OpenIdProvider {
  const { issuer, database, clients, keys, pages } = options;
  const byId = new Map(clients.map((client) => [client.id, client]));
  /** Whose a grant is of which a code or token was shown again: what else tells of that is removed with it. */
  const personOfGrant = new Map<string, string>();
  const clientOf = (id: string | undefined) => {
    const client = byId.get(id ?? "");
    if (client === undefined) throw new errors.InvalidClient("client is invalid");
    return client;
  };
  const activeAccount = async (id: string | undefined) => {
    const account = id === undefined ? undefined : await accountById(database, id);
    return account?.disabled === false ? account : undefined;
  };
  const configuration: Configuration = {
    ...unchanging,
    adapter: artifactAdapter(database, (grantId, accountId) => {
      if (personOfGrant.size > 1_000) personOfGrant.clear();
      personOfGrant.set(grantId, accountId);
    }),
    clients: clients.map(clientMetadata),
    jwks: {
      keys: keys.map(({ kid, private: key }) => ({
        ...key.export({ format: "jwk" }),
        kid,
        alg: "ES256",
        use: "sig",
      })),
    },
    cookies: {
      keys: cookieKeys(options.sealingKeys),
      names: { session: "identity-session", interaction: "identity-sign-in", resume: "identity-resume" },
      long: { signed: true, httpOnly: true, sameSite: "lax" },
      short: { signed: true, httpOnly: true, sameSite: "lax" },
    },
    features: {
      devInteractions: { enabled: false },
      userinfo: { enabled: false },
      clientCredentials: { enabled: true },
      revocation: { enabled: true },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => resource,
        useGrantedResource: () => true,
        getResourceServerInfo(_context, indicator) {
          if (indicator !== resource) throw new errors.InvalidTarget();
          return {
            scope: "",
            audience: tokenAudience,
            accessTokenTTL: tokenSeconds,
            accessTokenFormat: "jwt",
            jwt: { sign: { alg: "ES256" } },
          };
        },
      },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: (context, form) => void (context.body = pages.signOut(form)),
        postLogoutSuccessSource: (context) => void (context.body = pages.signedOut()),
      },
    },
    async findAccount(_context, id) {
      const account = await activeAccount(id);
      return account && { accountId: account.id, claims: () => ({ sub: account.id }) };
    },
    async extraTokenClaims(_context, token) {
      if (token.kind === "ClientCredentials") return claimsOfClient(clientOf(token.clientId));
      const account = await activeAccount(token.accountId);
      if (account === undefined) throw new errors.InvalidGrant("the account is gone");
      return claimsOfPerson(account);
    },
    formats: {
      customizers: {
        jwt(_context, token, { payload }) {
          if (token.kind === "ClientCredentials") payload["sub"] = subjectOfClient(clientOf(token.clientId));
        },
      },
    },
    async loadExistingGrant(context) {
      const { client, session, provider } = context.oidc;
      if (client === undefined || session?.accountId === undefined) return undefined;
      const grantId = session.grantIdFor(client.clientId);
      const existing = grantId === undefined ? undefined : await provider.Grant.find(grantId);
      if (existing !== undefined) return existing;
      // All clients are the operator's: nobody is asked whether they may know who signs in.
      const grant = new provider.Grant({ accountId: session.accountId, clientId: client.clientId });
      grant.addOIDCScope("openid");
      await grant.save();
      return grant;
    },
    renderError(context, { error }) {
      context.type = "html";
      context.body = pages.refusal(error);
    },
  };
  const provider = new OpenIdProvider(issuer, configuration);
  // Where it is reached is a setting, which the requests are made to say; see `mount.ts`.
  provider.proxy = true;
  provider.use(async (context, next) => {
    await next();
    const signedOut = whoSignedOut(context);
    if (signedOut !== undefined) await signOutEverywhere(database, signedOut);
  });
  // At the token's address alone: a code or a refresh token came a second time.
  provider.on("grant.revoked", (context, grantId) => {
    if (context.oidc.route !== "token") return;
    const code = context.oidc.params?.["grant_type"] === "refresh_token" ? "refresh-token" : "code";
    const id = personOfGrant.get(grantId);
    personOfGrant.delete(grantId);
    const told = async () => {
      const whose = id === undefined ? undefined : await accountById(database, id);
      noteSignIn(options.auditor, "replayed", whose, { code, remote: null });
    };
    told().catch(() => options.logger.warn("a replay could not be put into the audit trail"));
  });
  provider.on("server_error", (_context, error) =>
    options.logger.error({ error: { name: error.name, stack: stackOf(error) } }, "the provider failed"),
  );
  return provider;
}

/** Where it failed, without the message, which could hold a value. */
function stackOf({ stack = "" }: Error): string {
  return stack
    .split("\n")
    .filter((line) => /^\s+at /.test(line))
    .join("\n");
}

/** Signing out of one place signs out of all: whose request that was. */
function whoSignedOut({ oidc, status }: Partial<KoaContextWithOIDC>): string | undefined {
  const done =
    oidc?.route === "end_session_confirm" && status === 303 && oidc.params?.["logout"] !== undefined;
  return done ? oidc.session?.accountId : undefined;
}

/** What does not depend on where and for whom it runs. */
const unchanging = {
  clientBasedCORS: () => false,
  clientDefaults: { id_token_signed_response_alg: "ES256" },
  conformIdTokenClaims: false,
  claims: { openid: ["sub"] },
  enabledJWA: { idTokenSigningAlgValues: ["ES256"] },
  expiresWithSession: () => true,
  interactions: { url: (_context, { uid }) => `/sign-in/${uid}` },
  issueRefreshToken: (_context, client) => client.grantTypeAllowed("refresh_token"),
  pkce: { required: () => true },
  responseTypes: ["code"],
  rotateRefreshToken: true,
  routes: {
    authorization: "/oidc/authorize",
    end_session: "/oidc/sign-out",
    jwks: "/oidc/jwks",
    revocation: "/oidc/revoke",
    token: "/oidc/token",
  },
  scopes: ["openid"],
  subjectTypes: ["public"],
  ttl: {
    AccessToken: tokenSeconds,
    AuthorizationCode: minute,
    ClientCredentials: tokenSeconds,
    Grant: sessionSeconds,
    IdToken: tokenSeconds,
    Interaction: 15 * minute,
    RefreshToken: sessionSeconds,
    Session: (_context, { loginTs }) =>
      loginTs === undefined ? hour : Math.max(1, loginTs + sessionSeconds - Math.floor(Date.now() / 1_000)),
  },
} satisfies Configuration;

function cookieKeys({ current, earlier }: SealingKeys): string[] {
  return [current, ...earlier].map(({ secret }) =>
    Buffer.from(hkdfSync("sha256", secret, "", "cookies of identity", 32)).toString("base64url"),
  );
}
