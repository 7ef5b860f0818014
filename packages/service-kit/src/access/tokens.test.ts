import { Problem } from "@shuangsui/contracts";
import {
  exportSPKI,
  generateKeyPair,
  importJWK,
  SignJWT,
  type JWTHeaderParameters,
  type JWTPayload,
} from "jose";
import { createHmac } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { freshIssuerSecrets, startIssuer, type TestIssuer } from "../testing/issuer.ts";
import { ServiceUnavailable } from "../unavailable.ts";
import { tokenVerifier, type TokenVerifier } from "./tokens.ts";

const secrets = freshIssuerSecrets();
const kid = secrets.key.x.slice(0, 8);
let issuer: TestIssuer;
let verifier: TokenVerifier;
let now = Date.now();
beforeAll(async () => {
  issuer = await startIssuer({ secrets, port: 0 });
  verifier = tokenVerifier(issuer.url, () => new Date(now));
});
afterEach(() => {
  now = Date.now();
  vi.useRealTimers();
});
afterAll(() => issuer.close());

const person = { sub: "p-1", authority: "533103", roles: ["officer"] };
const seconds = () => Math.floor(now / 1000);
const all = (): JWTPayload => ({
  iss: issuer.url,
  aud: "shuangsui",
  iat: seconds(),
  exp: seconds() + 600,
  ...person,
});
const inBase64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
const coded = (token: string) => verifier.verify(token).catch((error: unknown) => error);
const refused = { code: "caller/token-invalid" };

it("a token of the issuer says who somebody is", async () => {
  expect(await verifier.verify(await issuer.sign(person))).toEqual(person);
  const inspector = "01890a5d-ac96-774b-bcce-b302099a8057";
  expect(await verifier.verify(await issuer.sign({ ...person, inspector }))).toEqual({
    ...person,
    inspector,
  });
  const service = { sub: "service:inspection", roles: ["service"] };
  expect(await verifier.verify(await issuer.sign(service))).toEqual(service);
});

describe("a token that the issuer did not sign is refused", () => {
  /** Signs as somebody else would. */
  async function forged(header: Partial<JWTHeaderParameters> = {}): Promise<string> {
    const { privateKey } = await generateKeyPair("ES256");
    return new SignJWT(all()).setProtectedHeader({ alg: "ES256", kid, ...header }).sign(privateKey);
  }

  it.each(["", "x", "a.b.c", "a.b.c.d.e", `${inBase64({ alg: "ES256" })}..`, "é"])(
    "malformed: %s",
    async (token) => {
      expect(await coded(token)).toMatchObject(refused);
    },
  );

  it("by a key of somebody else's, under the issuer's key id, under another, or with the key in its header", async () => {
    const { publicKey } = await generateKeyPair("ES256", { extractable: true });
    const jwk = { ...(await crypto.subtle.exportKey("jwk", publicKey)) };
    const tokens = [
      await forged(),
      await forged({ kid: "another" }),
      await forged({ jwk: { kty: "EC", crv: "P-256", x: String(jwk.x), y: String(jwk.y) } }),
      await forged({ jku: `${issuer.url}/elsewhere` }),
    ];
    for (const token of tokens) expect(await coded(token)).toMatchObject(refused);
  });

  it("with other claims than were signed, or with half of its signature", async () => {
    const [header, , signature = ""] = (await issuer.sign(person)).split(".");
    const more = inBase64({ ...all(), roles: ["administrator"] });
    expect(await coded(`${header}.${more}.${signature}`)).toMatchObject(refused);
    const whole = await issuer.sign({ ...person, sub: "p-2" });
    expect(await coded(whole.slice(0, -40))).toMatchObject(refused);
  });

  it("by no key at all (none), or by the public key as if it were a secret one (HS256)", async () => {
    for (const alg of ["none", "None", "nOnE"])
      expect(await coded(`${inBase64({ alg })}.${inBase64(all())}.`)).toMatchObject(refused);
    const { d: _secret, ...published } = secrets.key;
    const key = await importJWK(published, "ES256", { extractable: true });
    if (key instanceof Uint8Array) throw new TypeError("not a public key");
    for (const secret of [await exportSPKI(key), JSON.stringify(published), published.x]) {
      const signed = `${inBase64({ alg: "HS256", kid })}.${inBase64(all())}`;
      const signature = createHmac("sha256", secret).update(signed).digest("base64url");
      expect(await coded(`${signed}.${signature}`)).toMatchObject(refused);
    }
  });
});

describe("a token of the issuer is refused", () => {
  it.each<[string, () => object]>([
    ["for another audience", () => ({ aud: "another" })],
    ["for none", () => ({ aud: undefined })],
    ["in the name of another issuer", () => ({ iss: "https://another.example" })],
    ["in nobody's", () => ({ iss: undefined })],
    ["of nobody", () => ({ sub: undefined })],
    ["without an end", () => ({ exp: undefined })],
    ["without a beginning", () => ({ iat: undefined })],
    [
      "older than ten minutes, however long it lasts",
      () => ({ iat: seconds() - 661, exp: seconds() + 9_000 }),
    ],
    ["from the future", () => ({ iat: seconds() + 61 })],
    ["of a person of no authority", () => ({ authority: undefined })],
    ["of an authority that is no code", () => ({ authority: "5331__" })],
    ["with a role that there is not", () => ({ roles: ["emperor"] })],
    ["without roles", () => ({ roles: undefined })],
    ["of a person who would be a service too", () => ({ roles: ["officer", "service"] })],
    ["of a service that would be of one authority", () => ({ roles: ["service"] })],
    ["of an inspector who is none", () => ({ inspector: "x" })],
  ])("%s", async (_, claims) => {
    const token = await issuer.sign({ ...person, ...claims() });
    expect(await coded(token)).toMatchObject({ code: "caller/token-invalid" });
  });

  it("of an authority that there is not, with a code of its own, as often as it is shown", async () => {
    const token = await issuer.sign({ ...person, authority: "110000" });
    for (const _ of [1, 2]) expect(await coded(token)).toMatchObject({ code: "caller/authority-unknown" });
  });

  it.each([
    ["ended", 59, (by: number) => ({ iat: seconds() - 300, exp: seconds() - by })],
    ["begins", 59, (by: number) => ({ nbf: seconds() + by })],
    ["was made", 59, (by: number) => ({ iat: seconds() + by, exp: seconds() + by + 500 })],
  ])(
    "that %s more than a minute off, as clocks may differ by: 59 s pass, 61 do not",
    async (_, passes, claims) => {
      now = seconds() * 1000;
      expect(await coded(await issuer.sign({ ...person, ...claims(passes) }))).toEqual(person);
      expect(await coded(await issuer.sign({ ...person, ...claims(61) }))).toMatchObject(refused);
    },
  );
});

describe("a token that was verified", () => {
  it("is known until it ends, and no longer", async () => {
    const token = await issuer.sign({ ...person, exp: seconds() + 30 });
    expect(await coded(token)).toEqual(person);
    now += 85_000;
    expect(await coded(token)).toEqual(person);
    now += 10_000;
    expect(await coded(token)).toMatchObject(refused);
  });

  it("is not taken for another that begins like it", async () => {
    const token = await issuer.sign(person);
    expect(await coded(token)).toEqual(person);
    expect(await coded(`${token.slice(0, -2)}AA`)).toMatchObject(refused);
    expect(await coded(`${token}A`)).toMatchObject(refused);
  });
});

describe("while the issuer", () => {
  it("is away nobody is refused for it: the service is unavailable, and serves once the issuer is back", async () => {
    const other = await startIssuer();
    const port = Number(new URL(other.url).port);
    await other.close();
    const waiting = tokenVerifier(other.url);
    const failed = await waiting.verify("a.b.c").catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(ServiceUnavailable);
    const back = await startIssuer({ secrets: freshIssuerSecrets(), port });
    expect(await waiting.verify(await back.sign(person))).toEqual(person);
    await back.close();
  });

  it("changes its key, tokens by the new one are taken as soon as the keys may be read again", async () => {
    const before = await startIssuer();
    const port = Number(new URL(before.url).port);
    const waiting = tokenVerifier(before.url);
    expect(await waiting.verify(await before.sign(person))).toEqual(person);
    await before.close();
    const after = await startIssuer({ secrets: freshIssuerSecrets(), port });
    const renewed = await after.sign(person);
    await expect(waiting.verify(renewed)).rejects.toThrow(Problem);
    vi.useFakeTimers({ now: Date.now() + 6_000, toFake: ["Date"] });
    expect(await waiting.verify(renewed)).toEqual(person);
    await after.close();
  });
});
