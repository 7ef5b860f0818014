import fastify from "fastify";
import { expect, it } from "vitest";
import { cookiesOf } from "./cookies.ts";

/** What a browser is told by the console at that address, and what the console reads back. */
async function toldAndRead(consoleUrl: string, cookie: string) {
  const cookies = cookiesOf(consoleUrl);
  const app = fastify();
  app.get("/", async (request, reply) => {
    cookies.set(reply, "console-session", "abc");
    cookies.remove(reply, "console-sign-in-1");
    return Object.fromEntries(cookies.read(request));
  });
  const { headers, body } = await app.inject({ url: "/", headers: { cookie } });
  await app.close();
  return { told: headers["set-cookie"], read: JSON.parse(body) as unknown };
}

it("are for TLS alone and for this host alone, where the console is behind TLS", async () => {
  const sent = "console-session=planted; __Host-console-session=own=1; other";
  expect(await toldAndRead("https://console.example", sent)).toEqual({
    told: [
      "__Host-console-session=abc; Path=/; HttpOnly; SameSite=Lax; Secure",
      "__Host-console-sign-in-1=; Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=0",
    ],
    read: { "console-session": "own=1" },
  });
});

it("are read by no script and sent along by no other site's form on one machine either", async () => {
  expect(await toldAndRead("http://127.0.0.1:8000", "console-session=x;console-sign-in-1=y")).toEqual({
    told: [
      "console-session=abc; Path=/; HttpOnly; SameSite=Lax",
      "console-sign-in-1=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0",
    ],
    read: { "console-session": "x", "console-sign-in-1": "y" },
  });
});
