import { afterAll, beforeAll, expect, it } from "vitest";
import {
  demonstrationAccounts,
  demonstrationPassword,
  makeDemonstrationAccounts,
} from "../accounts/demonstration.ts";
import { beginSignIn, Browser, startIdentity, type TestIdentity } from "../testing/service.ts";

let identity: TestIdentity;
beforeAll(async () => {
  identity = await startIdentity({ demonstration: true });
  await makeDemonstrationAccounts(identity.database);
});
afterAll(() => identity.close());

it("names an account for each role with its password, and each of them signs in", async () => {
  const browser = new Browser(identity.issuer);
  const { page, tokens } = await beginSignIn(identity, browser);
  expect(page.text).toContain(demonstrationPassword);
  // By the authorities' table.
  expect(page.text).toContain("德宏州住房和城乡建设系统");
  expect(demonstrationAccounts()).toHaveLength(14);
  for (const { login } of demonstrationAccounts()) expect(page.text).toContain(`<code>${login}</code>`);
  const returned = await browser.submit(page, { login: "demo-drawer", password: demonstrationPassword });
  const { access_token: token } = await tokens(returned);
  const claims: unknown = JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString());
  expect(claims).toMatchObject({ authority: "533103", roles: ["drawer"] });
});

it("makes each once, also where the service starts again", async () => {
  await makeDemonstrationAccounts(identity.database);
  const token = await identity.operatorToken("administrator", "533100");
  const response = await fetch(new URL("/api/v1/accounts?limit=500", identity.issuer), {
    headers: { authorization: `Bearer ${token}` },
  });
  const { items } = (await response.json()) as { items: { login: string }[] };
  expect(items.map(({ login }) => login).toSorted()).toEqual(
    demonstrationAccounts()
      .map(({ login }) => login)
      .toSorted(),
  );
});
