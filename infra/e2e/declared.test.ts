import { api, operationIdOf, type Operation } from "@shuangsui/contracts";
import { createApp, createLogger } from "@shuangsui/service-kit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { type Apps, openApps } from "./documents.ts";

const schema = z.looseObject({ schema: z.unknown() });
const media = z.record(z.string(), schema);
const described = z.looseObject({
  parameters: z
    .array(
      z.looseObject({
        name: z.string(),
        in: z.string(),
        required: z.boolean().optional(),
        schema: z.unknown(),
      }),
    )
    .default([]),
  requestBody: z.looseObject({ content: media }).optional(),
  responses: z.record(z.string(), z.looseObject({ content: media.optional() })),
});
const document = z.looseObject({
  paths: z.record(z.string(), z.record(z.string(), z.unknown())),
  components: z.looseObject({ schemas: z.record(z.string(), z.unknown()) }),
});

let apps: Apps;
beforeAll(async () => {
  apps = await openApps();
});
afterAll(() => apps.close());

/** What a document says of the form of an operation: what is asked, what is answered, with the schemas that it names. */
function formsOf(text: unknown): Map<string, unknown> {
  const { paths, components } = document.parse(text);
  const whole = (value: unknown, within: readonly string[] = []): unknown => {
    if (Array.isArray(value)) return value.map((one) => whole(one, within));
    if (typeof value !== "object" || value === null) return value;
    const named = "$ref" in value ? /([^/]+)$/.exec(String(value.$ref))?.[1] : undefined;
    if (named !== undefined)
      return within.includes(named) ? { again: named } : whole(components.schemas[named], [...within, named]);
    return Object.fromEntries(
      Object.entries(value)
        .filter(([name]) => !["description", "examples", "example", "title"].includes(name))
        .map(([name, one]) => [name, whole(one, within)]),
    );
  };
  return new Map(
    Object.entries(paths).flatMap(([path, item]) =>
      Object.entries(item).map(([method, said]): [string, unknown] => {
        const { parameters, requestBody, responses } = described.parse(said);
        const json = (content: z.infer<typeof media> | undefined) =>
          content?.["application/json"]?.schema ?? null;
        // What is taken alone, and carried through later, answers 202; of a command that is its other answer.
        const successes = Object.entries(responses).filter(([status]) => /^20[012]$/.test(status));
        const [, success] = successes.toSorted(([a], [b]) => Number(a) - Number(b))[0] ?? [];
        const id = operationIdOf(method, path.replaceAll(/\{(\w+)\}/g, ":$1"));
        return [
          id,
          whole({
            query: parameters
              .filter((one) => one.in === "query")
              .map(({ name, required = false, schema: of }) => ({ name, required, of }))
              .toSorted((a, b) => (a.name < b.name ? -1 : 1)),
            keyed: parameters.some(
              (one) => one.in === "header" && /^idempotency-key$/i.test(one.name) && one.required === true,
            ),
            body: json(requestBody?.content),
            answer: json(success?.content),
          }),
        ];
      }),
    ),
  );
}

/** A service with nothing but the routes that are declared of it. */
async function declaredApp(operations: Readonly<Record<string, Operation>>) {
  const app = await createApp({
    name: "declared",
    title: "declared",
    logger: createLogger("test", "silent"),
    ready: {},
  });
  for (const { method, path, query, body, answer, keyed } of Object.values(operations))
    app.route({
      method,
      url: path,
      config: { action: "public", idempotencyKey: keyed === true ? "required" : "none" },
      schema: {
        tags: ["declared"],
        ...(query === undefined ? {} : { querystring: query }),
        ...(body === undefined ? {} : { body }),
        response: { 200: answer ?? z.null() },
      },
      handler: async () => null,
    });
  await app.ready();
  return app;
}

describe.each(["registry", "inspection", "disclosure", "portal", "identity"] as const)(
  "the declared operations of %s",
  (service) => {
    const operations: Readonly<Record<string, Operation>> = api[service];
    const isInternal = ({ path }: Operation) => path.startsWith("/internal/");

    it("are named by their method and path", () => {
      for (const [id, { method, path }] of Object.entries(operations))
        expect(id).toBe(operationIdOf(method, path));
    });

    it("are those of its document, asked and answered alike", async () => {
      const said = formsOf(apps[service].swagger());
      const app = await declaredApp(operations);
      const declared = formsOf(app.swagger());
      await app.close();
      const open = Object.entries(operations).filter(([, one]) => !isInternal(one));
      expect(open.map(([id]) => id).toSorted()).toEqual([...said.keys()].toSorted());
      for (const [id, { sends, lines, bytes, answer }] of open) {
        const form = said.get(id);
        const own = declared.get(id);
        const isForeign = sends !== undefined || lines !== undefined || bytes !== undefined;
        if (isForeign)
          expect
            .soft(form, id)
            .toMatchObject({ query: z.looseObject({ query: z.unknown() }).parse(own).query });
        else if (answer === undefined) expect.soft(form, id).toMatchObject({ answer: null });
        else expect.soft(own, id).toEqual(form);
      }
    });

    it("are routed, those too that its document keeps to the services", () => {
      for (const [id, { method, path }] of Object.entries(operations))
        expect.soft(apps[service].hasRoute({ method, url: path }), id).toBe(true);
    });
  },
);
