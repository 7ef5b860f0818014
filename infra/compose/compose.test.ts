import { settingsFrom } from "@shuangsui/service-kit";
import { randomBytes } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { settings as console } from "../../services/console/src/config.ts";
import { settings as disclosure } from "../../services/disclosure/src/config.ts";
import { identitySettings as identity } from "../../services/identity/src/config.ts";
import { settings as inspection } from "../../services/inspection/src/config.ts";
import { settings as registry } from "../../services/registry/src/config.ts";
import { preparationSettings } from "./settings.ts";

const root = join(import.meta.dirname, "..", "..");
const text = readFileSync(join(root, "docker-compose.yml"), "utf8");
const conditions = z.enum(["service_healthy", "service_started", "service_completed_successfully"]);
const compose = z
  .object({
    services: z.record(
      z.string(),
      z.object({
        image: z.string(),
        build: z.object({ context: z.string(), dockerfile: z.string() }).optional(),
        command: z.array(z.string()).optional(),
        environment: z.record(z.string(), z.string()).optional(),
        ports: z.array(z.string()).optional(),
        volumes: z.array(z.string()).optional(),
        healthcheck: z.object({ test: z.array(z.string()) }).optional(),
        depends_on: z.record(z.string(), z.object({ condition: conditions })).optional(),
      }),
    ),
    volumes: z.record(z.string(), z.null()),
  })
  .parse(parse(text, { merge: true }));
const services = Object.entries(compose.services);
const example = readFileSync(join(import.meta.dirname, ".env.example"), "utf8");

/** An environment as a container sees it, with an .env in which each secret has a value. */
function seenBy(name: string): Record<string, string> {
  const set = new Map(
    [...example.matchAll(/^([A-Z_]+)=(.*)$/gm)].map(([, key = "", value = ""]) => [key, value]),
  );
  const filled = (key: string, otherwise = "") =>
    set.get(key) || otherwise || randomBytes(/_FIELD_KEY$|^PAYLOAD_KEY$/.test(key) ? 32 : 24).toString("hex");
  return Object.fromEntries(
    Object.entries(compose.services[name]?.environment ?? {}).map(([key, value]) => [
      key,
      value.replaceAll(/\$\{([A-Z_]+)(?::-([^}]*)|:\?[^}]*)?\}/g, (_, of: string, or?: string) =>
        filled(of, or),
      ),
    ]),
  );
}

const settingsOf = { identity, registry, inspection, disclosure, console };

/** What a service says of that environment alone when it starts. */
function readBy(service: keyof typeof settingsOf, environment: Record<string, string>): string {
  const read = settingsFrom<z.ZodType>(settingsOf[service], environment);
  return "settings" in read ? "settings read" : read.faults.join("\n");
}

/** The packages that a program imports to run, in all files that it reaches within infra. */
function packagesOf(file: string, seen = new Set<string>()): string[] {
  if (seen.has(file)) return [];
  seen.add(file);
  const imports = readFileSync(file, "utf8").matchAll(/^(?:import|export) (?!type )[^;]*?"([^"]+)";/gm);
  return [...imports].flatMap(([, from = ""]) =>
    from.startsWith(".")
      ? packagesOf(join(dirname(file), from), seen)
      : from.startsWith("node:")
        ? []
        : [from],
  );
}

describe("docker-compose.yml", () => {
  it("holds the databases, the engine with its page, every service and every worker", () => {
    expect(Object.keys(compose.services)).toEqual([
      ...["database", "temporal-database", "temporal", "temporal-ui", "preparation"],
      "identity",
      ...[
        "registry",
        "registry-worker",
        "inspection",
        "inspection-worker",
        "disclosure",
        "disclosure-worker",
        "console",
      ],
    ]);
  });

  it.each(services)("%s waits only for what is there and can say that it is ready", (_, { depends_on }) => {
    for (const [name, { condition }] of Object.entries(depends_on ?? {})) {
      const awaited = compose.services[name];
      expect(awaited).toBeDefined();
      if (condition === "service_healthy") expect(awaited?.healthcheck).toBeDefined();
    }
  });

  it.each(services)("%s names only hosts that are there", (_, { environment }) => {
    for (const value of Object.values(environment ?? {})) {
      const host = /^(?:\w+:\/\/(?:[^@/]*@)?)?([a-z][a-z-]*):\d+/.exec(value)?.[1];
      if (host !== undefined) expect(Object.keys(compose.services)).toContain(host);
    }
  });

  it.each(services)("%s starts a program that is there", (_, { build, command, volumes }) => {
    if (command?.[0] === "node") expect(existsSync(join(root, command.at(-1) ?? ""))).toBe(true);
    if (build !== undefined) expect(existsSync(join(root, build.context, build.dockerfile))).toBe(true);
    for (const volume of volumes ?? []) expect(Object.keys(compose.volumes)).toContain(volume.split(":")[0]);
  });

  it("publishes on loopback alone, each port once", () => {
    const published = services.flatMap(([, { ports }]) => ports ?? []);
    for (const port of published) expect(port).toMatch(/^127\.0\.0\.1:\d+:\d+$/);
    expect(new Set(published.map((port) => port.split(":")[1])).size).toBe(published.length);
  });

  it("takes every secret from the environment, all of them named in the example", () => {
    const named = [...example.matchAll(/^([A-Z_]+)=/gm)].map(([, name]) => name);
    const used = [...text.matchAll(/\$\{([A-Z_]+)/g)].map(([, name]) => name);
    expect(new Set(used)).toEqual(new Set(named));
    for (const [, { environment }] of services) {
      for (const [name, value] of Object.entries(environment ?? {})) {
        if (/PASSWORD|PWD|SECRET|KEY/.test(name)) expect(value).toMatch(/^\$\{[A-Z_]+(:\?[^}]*)?\}$/);
      }
    }
  });

  it.each([
    ["identity", "identity"],
    ["registry", "registry"],
    ["registry-worker", "registry"],
    ["inspection", "inspection"],
    ["inspection-worker", "inspection"],
    ["disclosure", "disclosure"],
    ["disclosure-worker", "disclosure"],
    ["console", "console"],
  ] as const)("%s has every setting that the service %s reads", (name, service) => {
    expect(readBy(service, seenBy(name))).toBe("settings read");
  });

  it("gives the preparation every setting that it reads, and sees one that is missing", () => {
    const environment = seenBy("preparation");
    expect(preparationSettings.safeParse(environment).success).toBe(true);
    const { FIELD_KEY: _, ...without } = seenBy("inspection");
    expect(readBy("inspection", without)).toContain("setting FIELD_KEY");
  });

  it.each(["identity", "registry", "inspection", "console"] as const)(
    "%s takes one key, or a new one before the old one",
    (name) => {
      const [one, next] = [randomBytes(32).toString("hex"), randomBytes(32).toString("hex")];
      const withKey = (FIELD_KEY: string) => readBy(name, { ...seenBy(name), FIELD_KEY });
      expect([one, `k2:${next},k1:${one}`].map(withKey)).toEqual(["settings read", "settings read"]);
      for (const wrong of ["ab", `${next},${one}`, `k1:${next},k1:${one}`]) {
        const said = withKey(wrong);
        expect(said).toMatch(/^setting FIELD_KEY: (is neither|names two)/);
        expect(said).not.toContain(one);
      }
    },
  );

  it("lets the console link to the portal as a browser reaches it", () => {
    const published = compose.services["disclosure"]?.ports?.[1]?.replace(/:\d+$/, "");
    expect(seenBy("console")["PORTAL_URL"]).toBe(`http://${published}`);
  });

  it("installs what the preparation imports: without what only tests need", () => {
    const { dependencies } = z
      .object({ dependencies: z.record(z.string(), z.string()) })
      .parse(JSON.parse(readFileSync(join(root, "infra", "package.json"), "utf8")));
    const imported = packagesOf(join(import.meta.dirname, "prepare.ts"));
    expect(imported).toContain("@temporalio/client");
    expect(Object.keys(dependencies)).toEqual(expect.arrayContaining(imported));
  });

  it("shows the programs no demonstration clock", () => {
    for (const [, { environment }] of services) expect(environment?.["CLOCK"] ?? "database").toBe("database");
  });
});
