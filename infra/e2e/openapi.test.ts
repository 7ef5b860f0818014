import { Validator } from "@seriousme/openapi-schema-validator";
import {
  campaignCommands,
  campaignTrigger,
  examples,
  newWebhook,
  operations,
  planCommands,
  planDraft,
  problems,
  refusals,
  witness,
  uploadedSheets,
} from "@shuangsui/contracts";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { openApps, type Apps } from "./documents.ts";

type Name = Exclude<keyof Apps, "close" | "urls">;
const apis = ["registry", "inspection", "disclosure", "portal", "identity"] as const;
let apps: Apps;
beforeAll(async () => {
  apps = await openApps();
});
afterAll(async () => apps.close());

const parameter = z.object({ in: z.string(), name: z.string(), required: z.boolean().optional() });
const operation = z.object({
  operationId: z.string(),
  summary: z.string().default(""),
  "x-summary-zh": z.string().default(""),
  tags: z.array(z.string()),
  "x-refusals": z.array(z.string()).default([]),
  parameters: z.array(parameter).default([]),
  requestBody: z.object({ content: z.record(z.string(), z.unknown()) }).optional(),
  responses: z.record(z.string(), z.object({ content: z.record(z.string(), z.unknown()).optional() })),
  security: z.array(z.record(z.string(), z.array(z.string()))).default([]),
});
type Operation = z.infer<typeof operation> & { method: string; path: string };

/** A service's document, and the operations in it. */
async function read(name: Name) {
  const response = await apps[name].inject("/openapi.json");
  const document: Record<string, unknown> = response.json();
  const paths = z.record(z.string(), z.record(z.string(), operation)).parse(document["paths"]);
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, one]): Operation => ({ ...one, method, path })),
  );
  return { document, operations };
}
/** Whether an address that is of that path is one of this template as well. */
const isAt = (template: string, path: string) =>
  new RegExp(`^${template.replaceAll(/\{[^}]+\}/g, "[^/]+")}$`).test(path);
const headersOf = ({ parameters }: Operation) =>
  parameters.filter((one) => one.in === "header").map(({ name, required = false }) => ({ name, required }));

describe.each(["registry", "inspection", "disclosure", "portal", "console"] as const)(
  "the document of %s",
  (name) => {
    it("says of each operation what it answers when it refuses, and of each that writes what it reads", async () => {
      const { operations } = await read(name);
      for (const one of operations) {
        for (const status of ["4XX", "5XX"])
          expect(Object.keys(one.responses[status]?.content ?? {}), `${one.method} ${one.path}`).toEqual([
            "application/problem+json",
          ]);
        expect(Object.keys(one.responses).some((status) => status.startsWith("2"))).toBe(true);
        if (["post", "put", "patch"].includes(one.method))
          expect(one.requestBody?.content, `${one.method} ${one.path}`).toBeDefined();
      }
    });

    it("says truly who must show a token: whoever writes, and whoever reads what is not public", async () => {
      const { operations } = await read(name);
      for (const { method, path, security } of operations) {
        const asked = { url: filled(path), query: queryOf(path) };
        const response = await apps[name].inject({ method: methodOf(method), ...asked });
        // The inspected shows a code, in a body.
        const shows = path === "/api/v1/access-codes/session" ? [422] : [];
        const expected = security.length > 0 ? [401] : method === "get" ? [200, 404, 503] : shows;
        expect(expected, `${method} ${path}`).toContain(response.statusCode);
      }
    });

    it("says truly which methods there are: a path refuses the others and names its own", async () => {
      const { operations } = await read(name);
      const url = apps.urls[name];
      for (const path of new Set(operations.map((one) => one.path))) {
        // What is at `/plans/export` is also a `/plans/{id}`.
        const its = operations.filter((one) => isAt(one.path, path));
        const taken = new Set(
          its.flatMap(({ method }) => (method === "get" ? ["GET", "HEAD"] : [method.toUpperCase()])),
        );
        for (const method of ["QUERY", "DELETE"].filter((one) => !taken.has(one))) {
          const response = await fetch(new URL(filled(path), url), { method });
          expect(response.status, `${method} ${path}`).toBe(405);
          expect(response.headers.get("allow")?.split(", ")).toEqual(expect.arrayContaining([...taken]));
          expect(await response.json()).toMatchObject({ code: "method/not-allowed" });
        }
      }
      for (const method of ["QUERY", "DELETE"])
        expect((await fetch(new URL("/api/v1/nowhere", url), { method })).status).toBe(404);
    });

    it("says truly which commands need an Idempotency-Key", async () => {
      const { operations } = await read(name);
      const posts = operations.filter(
        (one) => one.method === "post" && /\/commands\/|^\/api\/v1\/plans/.test(one.path),
      );
      // What is tried again is no command: each delivery of it has a key of its own.
      for (const one of posts)
        expect(headersOf(one), one.path).toEqual(
          one.path.endsWith("/retry") ? [] : [{ name: "idempotency-key", required: true }],
        );
    });
  },
);

it("an import's document names the files that it takes", async () => {
  const { operations } = await read("registry");
  const one = operations.find(({ path, method }) => path === "/api/v1/imports" && method === "post");
  expect(Object.keys(one?.requestBody?.content ?? {})).toEqual([...uploadedSheets]);
  expect(one && headersOf(one)).toEqual([{ name: "idempotency-key", required: true }]);
});

describe.each(apis)("whoever reads the document of %s", (name) => {
  it("finds OpenAPI 3.1", async () => {
    const { document } = await read(name);
    expect(document["openapi"]).toBe("3.1.0");
    expect(await new Validator().validate(document)).toMatchObject({ valid: true });
  });

  it("finds each operation under a name of its own, in words of both languages, and told to which group it belongs", async () => {
    const { document, operations: its } = await read(name);
    expect(new Set(its.map(({ operationId }) => operationId)).size).toBe(its.length);
    const tags = z.array(z.object({ name: z.string(), description: z.string() })).parse(document["tags"]);
    for (const one of its) {
      expect(one.operationId).toMatch(/^[a-z][A-Za-z]+$/);
      expect(operations, `${one.method} ${one.path}`).toHaveProperty(one.operationId);
      expect(one.summary).toMatch(/^[A-Z][^\p{Script=Han}]+$/u);
      expect(one["x-summary-zh"]).toMatch(/^\p{Script=Han}[^A-Za-z]+$/u);
      for (const tag of one.tags)
        expect(tags.find((described) => described.name === tag)?.description).not.toBe(tag);
    }
  });

  it("finds the codes of each one's refusals, of the catalogue, and where to call it", async () => {
    const { document, operations: its } = await read(name);
    for (const one of its) {
      expect(one["x-refusals"]).toEqual(expect.arrayContaining(["internal", "unavailable"]));
      for (const code of one["x-refusals"]) expect(problems).toHaveProperty([code]);
      if (one.requestBody !== undefined) expect(one["x-refusals"]).toContain("body/invalid");
    }
    expect(document["servers"]).toMatchObject([{ url: "/" }]);
  });

  it("finds no pattern that a reader without Unicode's scripts cannot compile", async () => {
    const { document } = await read(name);
    expect(JSON.stringify(document)).not.toMatch(/"pattern":"[^"]*\\\\p\{/i);
  });
});

it("no word is kept of an operation that no service has", async () => {
  const all = await Promise.all(apis.map((name) => read(name)));
  const there = new Set(all.flatMap(({ operations: its }) => its.map(({ operationId }) => operationId)));
  expect(Object.keys(operations).filter((one) => !there.has(one))).toEqual([]);
});

it.each([
  ["postInspectionsByIdCommands", "inspection", "inspections"],
  ["postCampaignsByIdCommands", "inspection", "campaigns"],
  ["postPublicationsByIdCommands", "disclosure", "publications"],
] as const)(
  "each code that a command of %s names in its file is in the document",
  async (prefix, service, domain) => {
    const folder = join(import.meta.dirname, "..", "..", "services", service, "src", domain, "commands");
    const { operations: its } = await read(service);
    let compared = 0;
    for (const one of its.filter(({ operationId }) => operationId.startsWith(prefix))) {
      const file = join(folder, `${one.path.split("/").at(-1) ?? ""}.ts`);
      const [, named = ""] =
        /@throws Problem ([^/]*(?:\/(?! )[^/]*)*)\*\/\s*export function decide/.exec(
          readFileSync(file, "utf8"),
        ) ?? [];
      const codes = [...named.matchAll(/`([a-z/-]+)`/g)].map(([, code]) => code);
      expect(one["x-refusals"], one.operationId).toEqual(expect.arrayContaining(codes));
      compared += codes.length;
    }
    expect(compared).toBeGreaterThan(2);
  },
);

it("no refusal is kept of an operation that no service has", async () => {
  const all = await Promise.all(apis.map((name) => read(name)));
  const there = new Set(all.flatMap(({ operations: its }) => its.map(({ operationId }) => operationId)));
  expect(Object.keys(refusals).filter((one) => !there.has(one))).toEqual([]);
});

it("the examples are bodies that their operations take, and stand in the document", async () => {
  const bodies = {
    postPlans: planDraft,
    postPlansByIdCommandsPublish: planCommands.publish,
    postPlansByPlanIdEntriesByEntryIdCampaigns: campaignTrigger,
    putCampaignsByIdScheme: campaignCommands.scheme,
    postCampaignsByIdWitnesses: witness,
    postCampaignsByIdCommandsCommit: campaignCommands.commit,
    postCampaignsByIdContributions: campaignCommands.contribution,
    postWebhooks: newWebhook,
  } satisfies Record<keyof typeof examples, z.ZodType>;
  const { operations: its } = await read("inspection");
  for (const [operationId, schema] of Object.entries(bodies)) {
    const shown = its.find((one) => one.operationId === operationId)?.requestBody?.content[
      "application/json"
    ];
    const { example } = z.object({ example: z.unknown() }).parse(shown);
    expect(schema.safeParse(example)).toMatchObject({ success: true });
  }
});

it("answers and bodies have the names by which a client made from the document has them as types", async () => {
  const { document, operations: its } = await read("inspection");
  const { schemas } = z.object({ schemas: z.record(z.string(), z.unknown()) }).parse(document["components"]);
  expect(Object.keys(schemas)).toEqual(expect.arrayContaining(["Campaign", "Inspection", "Plan", "Problem"]));
  const read200 = its.find((one) => one.operationId === "getCampaignsById")?.responses["200"];
  expect(read200?.content?.["application/json"]).toEqual({
    schema: { $ref: "#/components/schemas/Campaign" },
  });
});

const methodOf = (method: string) =>
  z.enum(["GET", "POST", "PUT", "PATCH", "DELETE"]).parse(method.toUpperCase());

/** An address with something in each place that its schema accepts. */
function filled(path: string): string {
  return path
    .replace("{file}", "commitment.json")
    .replace("{code}", "T000001")
    .replace("{kind}", "entity")
    .replaceAll(/\{(\w+)\}/g, "01890a5d-ac96-774b-bcce-b302099a8057");
}

function queryOf(path: string): Record<string, string> {
  if (path.endsWith("/snapshot/targets")) return { kind: "entity" };
  if (path.endsWith("/calendar/explain")) return { authority: "533103", after: "2026-12-07", workdays: "5" };
  return path.endsWith("/by-codes") ? { codes: "I1" } : {};
}
