import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { identitySettings } from "./config.ts";

const random = () => randomBytes(32).toString("hex");
const clientsWith = (more: object) => JSON.stringify([{ id: "registry", secret: random(), ...more }]);

/** Where a setting is wrong, and how that is said. */
function faultsOf(changed: Record<string, string>) {
  const { error } = identitySettings.safeParse({
    NODE_ENV: "production",
    DATABASE_URL: "postgres://identity@database/shuangsui",
    ISSUER: "https://identity.example",
    FIELD_KEY: random(),
    CLIENTS: clientsWith({ service: true }),
    ...changed,
  });
  const issues = error?.issues ?? [];
  return { settings: [...new Set(issues.map(({ path }) => path[0]))], said: JSON.stringify(issues) };
}

describe("production", () => {
  it("takes secrets that are drawn at random, behind TLS", () => expect(faultsOf({}).settings).toEqual([]));

  it.each([
    ["demonstration accounts", { DEMO_ACCOUNTS: "true" }, "DEMO_ACCOUNTS"],
    ["plain HTTP where others reach it", { ISSUER: "http://identity.example", HOST: "0.0.0.0" }, "ISSUER"],
    [
      "a client's secret of an example",
      { CLIENTS: clientsWith({ secret: "change-me-change-me-change-me-ok" }) },
      "CLIENTS",
    ],
    ["a client's secret of one character", { CLIENTS: clientsWith({ secret: "x".repeat(40) }) }, "CLIENTS"],
    ["a short client's secret", { CLIENTS: clientsWith({ secret: "k3Jd92ls" }) }, "CLIENTS"],
    ["a key of one character", { FIELD_KEY: "a".repeat(64) }, "FIELD_KEY"],
    [
      "the key of an example before a good one",
      { FIELD_KEY: `k2:${random()},k1:${"00112233".repeat(8)}` },
      "FIELD_KEY",
    ],
    [
      "an operator's secret of an example",
      { OPERATOR_SECRET: "the-default-secret-of-the-operator" },
      "OPERATOR_SECRET",
    ],
  ])("does not take %s, and does not repeat a secret", (_name, changed, setting) => {
    const { settings, said } = faultsOf(changed);
    expect(settings).toEqual([setting]);
    for (const secret of ["change-me", "xxxx", "k3Jd92ls", "aaaa", "00112233", "the-default"])
      expect(said).not.toContain(secret);
  });

  it("takes plain HTTP on this machine alone", () => {
    for (const HOST of ["127.0.0.1", "::1", "localhost"])
      expect(faultsOf({ ISSUER: "http://127.0.0.1:8084", HOST }).settings).toEqual([]);
    expect(faultsOf({ ISSUER: "http://127.0.0.1:8084", HOST: "127.example" }).settings).toEqual(["ISSUER"]);
  });
});

describe("anywhere", () => {
  it.each([
    ["clients that are no JSON", { CLIENTS: "registry" }, "CLIENTS"],
    ["no clients", { CLIENTS: "[]" }, "CLIENTS"],
    [
      "a service with an authority",
      { CLIENTS: clientsWith({ service: true, authority: "533103", roles: ["planner"] }) },
      "CLIENTS",
    ],
    ["an authority without roles", { CLIENTS: clientsWith({ authority: "533103" }) }, "CLIENTS"],
    [
      "an authority that is no division code",
      { CLIENTS: clientsWith({ authority: "dehong", roles: ["planner"] }) },
      "CLIENTS",
    ],
    ["an issuer with a path", { ISSUER: "https://gov.example/identity" }, "ISSUER"],
    ["an issuer of another scheme", { ISSUER: "ftp://gov.example" }, "ISSUER"],
  ])("%s is refused", (_name, changed, setting) => {
    expect(faultsOf({ NODE_ENV: "development", ...changed }).settings).toEqual([setting]);
  });
});
