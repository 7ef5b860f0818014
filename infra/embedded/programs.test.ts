import { afterEach, describe, expect, it, vi } from "vitest";
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
    expect(clients.map(({ id, service }) => ({ id, service }))).toEqual(
      ["registry", "inspection", "disclosure", "console"].map((id) => ({ id, service: true })),
    );
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

  it("has the secret that it was given where another provider is named", () => {
    vi.stubEnv("CLIENT_SECRET_REGISTRY", "the secret that the other provider knows");
    const urls = { ...settings.urls, identity: "https://identity.example" };
    expect(environmentOf("registry", { urls })).toMatchObject({
      ISSUER_URL: "https://identity.example",
      CLIENT_SECRET: "the secret that the other provider knows",
    });
  });
});
