import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { ServiceUnavailable } from "../unavailable.ts";
import { clientCredentials, type Credentials } from "./credentials.ts";

/** An issuer that numbers its tokens. */
let server: Server;
let issuer: string;
let given: number;
let away: boolean;
let shown: (string | undefined)[];
let service: Credentials;
beforeEach(async () => {
  [given, away, shown] = [0, false, []];
  server = createServer((request, response) => {
    response.statusCode = away ? 503 : 200;
    if (request.url !== "/token")
      return void response.end(
        JSON.stringify({ issuer, jwks_uri: `${issuer}/jwks`, token_endpoint: `${issuer}/token` }),
      );
    shown.push(request.headers.authorization);
    const body = { access_token: `token-${given + 1}`, expires_in: 600 };
    if (!away) given += 1;
    response.end(JSON.stringify(body));
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const address = server.address();
  issuer = `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`;
  service = clientCredentials({ issuer, clientId: "a client", clientSecret: "s:cret" });
  vi.useFakeTimers({ toFake: ["Date"] });
});
afterEach(() => {
  vi.useRealTimers();
  server.close();
});
const pass = (seconds: number) => vi.setSystemTime(Date.now() + seconds * 1000);

it("a service has one token for all its calls, however many begin at once", async () => {
  expect(new Set(await Promise.all([1, 2, 3].map(() => service.token())))).toEqual(new Set(["token-1"]));
  expect(await service.token()).toBe("token-1");
  expect(shown).toEqual([`Basic ${Buffer.from("a%20client:s%3Acret").toString("base64")}`]);
});

it("a refused token gives its place to another, once for all that were refused with it", async () => {
  const refused = await service.token();
  expect(await Promise.all([1, 2, 3].map(() => service.token(refused)))).toEqual(
    Array.from({ length: 3 }, () => "token-2"),
  );
  expect(await service.token(refused)).toBe("token-2");
});

it("a token is renewed before it ends, while the old one serves", async () => {
  await service.token();
  pass(500);
  expect(await service.token()).toBe("token-1");
  await expect.poll(() => service.token()).toBe("token-2");
});

it("an outage of the issuer is outlasted until the token ends; then the service is to try again", async () => {
  await service.token();
  away = true;
  pass(500);
  expect(await service.token()).toBe("token-1");
  pass(101);
  await expect(service.token()).rejects.toBeInstanceOf(ServiceUnavailable);
  away = false;
  expect(await service.token()).toBe("token-2");
});

it("an issuer that says it is another is not believed", async () => {
  const other = clientCredentials({ issuer: `${issuer}/other`, clientId: "c", clientSecret: "s" });
  await expect(other.token()).rejects.toBeInstanceOf(ServiceUnavailable);
  expect(given).toBe(0);
});
