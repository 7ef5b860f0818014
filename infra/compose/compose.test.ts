import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";

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

describe("docker-compose.yml", () => {
  it("holds the databases, the engine with its page, every service and every worker", () => {
    expect(Object.keys(compose.services)).toEqual([
      ...["database", "temporal-database", "temporal", "temporal-ui", "preparation"],
      ...["registry", "inspection", "inspection-worker", "disclosure", "disclosure-worker", "console"],
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
    if (command?.[0] === "node") expect(existsSync(join(root, command[1] ?? ""))).toBe(true);
    if (build !== undefined) expect(existsSync(join(root, build.context, build.dockerfile))).toBe(true);
    for (const volume of volumes ?? []) expect(Object.keys(compose.volumes)).toContain(volume.split(":")[0]);
  });

  it("publishes on loopback alone, each port once", () => {
    const published = services.flatMap(([, { ports }]) => ports ?? []);
    for (const port of published) expect(port).toMatch(/^127\.0\.0\.1:\d+:\d+$/);
    expect(new Set(published.map((port) => port.split(":")[1])).size).toBe(published.length);
  });

  it("takes every secret from the environment, all of them named in the example", () => {
    const example = readFileSync(join(import.meta.dirname, ".env.example"), "utf8");
    const named = [...example.matchAll(/^([A-Z_]+)=/gm)].map(([, name]) => name);
    const used = [...text.matchAll(/\$\{([A-Z_]+)/g)].map(([, name]) => name);
    expect(new Set(used)).toEqual(new Set(named));
    for (const [, { environment }] of services) {
      for (const [name, value] of Object.entries(environment ?? {})) {
        if (/PASSWORD|PWD|TOKEN|KEY/.test(name)) expect(value).toMatch(/^\$\{[A-Z_]+(:\?[^}]*)?\}$/);
      }
    }
  });

  it("shows the programs no demonstration clock", () => {
    for (const [, { environment }] of services) expect(environment?.["CLOCK"] ?? "database").toBe("database");
  });
});
