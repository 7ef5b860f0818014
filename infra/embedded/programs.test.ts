import { afterEach, describe, expect, it, vi } from "vitest";
import { settings as consoleSettings } from "../../services/console/src/config.ts";
import { identitySettings } from "../../services/identity/src/config.ts";
import { databaseUrls } from "./database.ts";
import { serviceSpec, type StackSettings } from "./programs.ts";
import { freshSecrets } from "./secrets.ts";

const secrets = freshSecrets();
const settings: StackSettings = {
  urls: {
    identity: "http://127.0.0.1:8000",
    registry: "http://127.0.0.1:8001",
    inspection: "http://127.0.0.1:8002",
    disclosure: "http://127.0.0.1:8003",
    console: "http://127.0.0.1:8004",
    portal: "http://127.0.0.1:8005",
    inspected: "http://127.0.0.1:8006",
  },
  databaseUrls: databaseUrls("postgres://postgres@127.0.0.1:5432/postgres", secrets.roles),
  secrets,
  temporalAddress: "127.0.0.1:7233",
  clock: "database",
  demoAccounts: false,
  logs: "/nowhere",
  environment: {},
};
const environmentOf = (service: Parameters<typeof serviceSpec>[0], changed: Partial<StackSettings> = {}) =>
  serviceSpec(service, { ...settings, ...changed }).env;
afterEach(() => vi.unstubAllEnvs());

describe("identity", () => {
  it("knows each service by a secret of its own, and the console as where people come back to", () => {
    const {
      CLIENTS: clients,
      OPERATOR_SECRET: operator,
      ...read
    } = identitySettings.parse(environmentOf("identity"));
    expect(read).toMatchObject({ ISSUER: settings.urls.identity, DEMO_ACCOUNTS: "false" });
    // The console has no token but those of its people.
    expect(clients.map(({ id, service }) => ({ id, service }))).toEqual([
      ...["registry", "inspection", "disclosure"].map((id) => ({ id, service: true })),
      { id: "console", service: false },
    ]);
    expect(new Set([...clients.map(({ secret }) => secret), operator]).size).toBe(5);
    expect(clients.map(({ redirectUris }) => redirectUris)).toEqual([
      [],
      [],
      [],
      ["http://127.0.0.1:8004/signed-in"],
    ]);
  });
});

describe("every other service", () => {
  it.each(["registry", "inspection", "disclosure", "console"] as const)(
    "%s has its own client, and no other's",
    (service) => {
      const environment = environmentOf(service);
      expect(environment).toMatchObject({
        ISSUER_URL: settings.urls.identity,
        CLIENT_ID: service,
        CLIENT_SECRET: secrets.clients[service],
      });
      expect(environment).not.toHaveProperty("OPERATOR_SECRET");
      expect(environment).not.toHaveProperty("CLIENTS");
    },
  );

  it("is told where browsers reach it and under which key it seals tokens, where it is the console", () => {
    const read = consoleSettings.parse(environmentOf("console"));
    expect(read).toMatchObject({ CONSOLE_URL: settings.urls.console, ISSUER_URL: settings.urls.identity });
    const open = { ...environmentOf("console"), NODE_ENV: "production", HOST: "0.0.0.0" };
    expect(consoleSettings.safeParse(open).error?.issues.map(({ path }) => path)).toEqual([["CONSOLE_URL"]]);
  });

  it("has the secret that it was given where another provider is named", () => {
    vi.stubEnv("CLIENT_SECRET_REGISTRY", "the secret that the other provider knows");
    const urls = { ...settings.urls, identity: "https://identity.example" };
    expect(environmentOf("registry", { urls })).toMatchObject({
      ISSUER_URL: "https://identity.example",
      CLIENT_SECRET: "the secret that the other provider knows",
    });
  });
});
