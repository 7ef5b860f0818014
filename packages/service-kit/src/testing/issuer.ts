import {
  accountRoles,
  tokenAudience,
  tokenSeconds,
  type Role,
  type WitnessClaim,
} from "@shuangsui/contracts";
import { importJWK, SignJWT, type JWTPayload } from "jose";
import { generateKeyPairSync, randomBytes, timingSafeEqual } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { z } from "zod";
import { clientCredentials, type Credentials } from "../access/credentials.ts";

/** Somebody who is signed in: for which authority, as whom, and in which roles. */
export type SignedIn = {
  authority: string;
  actor: string;
  roles?: readonly Role[];
  inspector?: string | undefined;
  witness?: WitnessClaim | undefined;
  inspection?: string | undefined;
};

/** Gives access tokens of people, as sign-in does. */
export type People = { tokenFor(person: SignedIn): Promise<string> };

/** Keeps what gives tokens from being asked again while a token holds. People are in every role unless told otherwise. */
export function peopleBy(give: (person: SignedIn) => Promise<string>): People {
  const kept = new Map<string, { token: Promise<string>; until: number }>();
  return {
    tokenFor({ authority, actor, roles = accountRoles, inspector, witness, inspection }) {
      const person = {
        authority,
        actor,
        roles,
        ...(inspector === undefined ? {} : { inspector }),
        ...(witness === undefined ? {} : { witness }),
        ...(inspection === undefined ? {} : { inspection }),
      };
      const id = JSON.stringify(person);
      const known = kept.get(id);
      if (known !== undefined && Date.now() < known.until) return known.token;
      const token = give(person);
      kept.set(id, { token, until: Date.now() + (tokenSeconds * 1000) / 2 });
      token.catch(() => kept.delete(id));
      return token;
    },
  };
}

/** What signs an issuer's tokens. */
export type Signer = People & {
  /** Signs whatever claims, over those that every token has. */
  sign(claims: Readonly<Record<string, unknown>>): Promise<string>;
};

/** An OpenID provider on a port of its own: its metadata, its keys, and tokens for services over HTTP; tokens of people at a call. */
export type TestIssuer = Signer & {
  url: string;
  /** What a service has, which asks over HTTP. */
  credentials(clientId: string): Credentials;
  close(): Promise<void>;
};

const text = z.string().min(1);
/** What an issuer keeps secret: its key, and what its clients show. */
export const issuerSecrets = z.object({
  key: z.object({ kty: z.literal("EC"), crv: z.literal("P-256"), x: text, y: text, d: text }),
  clients: z.record(z.string(), z.string().min(32)),
});
export type IssuerSecrets = z.infer<typeof issuerSecrets>;

/** A key's id, another one for each key. */
const kidOf = ({ x }: IssuerSecrets["key"]) => x.slice(0, 8);
/** The services that call others. */
const services = ["inspection", "disclosure", "console"];

/** Fresh secrets of an issuer whose clients are the services. */
export function freshIssuerSecrets(): IssuerSecrets {
  return issuerSecrets.parse({
    key: generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey.export({ format: "jwk" }),
    clients: Object.fromEntries(services.map((id) => [id, randomBytes(24).toString("base64url")])),
  });
}

/** What signs as the issuer of that URL, by its key. */
function signerOf(url: string, key: IssuerSecrets["key"]): Signer {
  const sign: Signer["sign"] = async (claims) => {
    const now = Math.floor(Date.now() / 1000);
    const payload: JWTPayload = {
      iss: url,
      aud: tokenAudience,
      iat: now,
      exp: now + tokenSeconds,
      ...claims,
    };
    return new SignJWT(payload)
      .setProtectedHeader({ alg: "ES256", kid: kidOf(key), typ: "at+jwt" })
      .sign(await importJWK(key, "ES256"));
  };
  return {
    sign,
    ...peopleBy(({ actor, ...said }) => sign({ sub: actor, ...said })),
  };
}

/** Starts one, with secrets and a port of its own unless given some. */
export async function startIssuer(given?: { secrets: IssuerSecrets; port: number }): Promise<TestIssuer> {
  const secrets = given?.secrets ?? freshIssuerSecrets();
  const { d: _secret, ...publicKey } = secrets.key;
  const server = createServer((request, response) => {
    answer(request).then(
      ([status, body]) => send(response, status, body),
      () => send(response, 500, {}),
    );
  });
  server.listen(given?.port ?? 0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`;

  const signer = signerOf(url, secrets.key);
  async function answer(request: IncomingMessage): Promise<[status: number, body: unknown]> {
    switch (request.url) {
      case "/.well-known/openid-configuration":
        return [200, { issuer: url, jwks_uri: `${url}/jwks`, token_endpoint: `${url}/token` }];
      case "/jwks":
        return [200, { keys: [{ ...publicKey, kid: kidOf(secrets.key), alg: "ES256", use: "sig" }] }];
      case "/token": {
        const client = clientOf(request, secrets.clients);
        if (client === undefined) return [401, { error: "invalid_client" }];
        if (!(await textOf(request)).includes("grant_type=client_credentials"))
          return [400, { error: "unsupported_grant_type" }];
        const claims = { sub: `service:${client}`, client_id: client, roles: ["service"] };
        return [
          200,
          { access_token: await signer.sign(claims), token_type: "Bearer", expires_in: tokenSeconds },
        ];
      }
      default:
        return [404, {}];
    }
  }
  return {
    ...signer,
    url,
    credentials: (clientId) =>
      clientCredentials({ issuer: url, clientId, clientSecret: secrets.clients[clientId] ?? "" }),
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}

/** The client that shows its secret, or undefined. */
function clientOf({ headers }: IncomingMessage, clients: IssuerSecrets["clients"]): string | undefined {
  const shown = Buffer.from((headers.authorization ?? "").replace(/^Basic /, ""), "base64").toString();
  const [id = "", secret = ""] = shown.split(":", 2).map(decodeURIComponent);
  const kept = Buffer.from(clients[id] ?? "");
  const given = Buffer.from(secret);
  return kept.length > 0 && kept.length === given.length && timingSafeEqual(kept, given) ? id : undefined;
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}
