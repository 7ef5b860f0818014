import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { closing, inPlace } from "../embedded/place.ts";
import { startStack } from "../embedded/stack.ts";
import { pythonTools } from "../openapi/python-tools.ts";
import { callersOf, everyRole, fuzzed } from "./callers.ts";
import { fuzzService, type Fuzzed } from "./fuzz.ts";
import { seedStack } from "./seed.ts";

const python = await pythonTools(join(import.meta.dirname, "requirements.txt"));
const unlessPython = python === undefined ? " (SKIPPED: no Python with pip here, or no PyPI)" : "";

/** So many requests for each operation of a service make a hundred or some. */
const examples = { registry: 1, inspection: 1, disclosure: 6, portal: 18, identity: 12 } as const;
const seed = Date.now() % 1_000_000;

it.skipIf(python === undefined)(
  `no request that is made up by a service's document fails inside, or is answered by what the document does not tell of${unlessPython}`,
  () =>
    inPlace(
      () => undefined,
      async ({ folder }) => {
        if (python === undefined) throw new Error("there is no Python");
        const dataDir = join(folder, "data");
        mkdirSync(dataDir);
        const stack = await startStack({
          dataDir,
          log: () => undefined,
          databaseSettings: { fsync: "off", synchronous_commit: "off", full_page_writes: "off" },
        });
        await closing(
          async () => {
            process.stderr.write(`fuzz: seed ${seed}\n`);
            const words = await seedStack(stack);
            const came = await Promise.all(
              fuzzed.map(async (service): Promise<[string, Fuzzed]> => {
                const caller = callersOf(stack, service).length === 1 ? undefined : everyRole(stack);
                const asked = {
                  service,
                  url: stack.endpoints[service],
                  caller: caller?.name ?? "nobody",
                  headers: (await caller?.headers()) ?? {},
                  examples: examples[service],
                  limits: false,
                  seed,
                };
                return [service, await fuzzService(python, asked, { folder, words })];
              }),
            );
            for (const [service, { cases }] of came)
              process.stderr.write(`fuzz: ${cases} requests to ${service}\n`);
            expect(came.flatMap(([service, { faults }]) => faults.map((fault) => [service, fault]))).toEqual(
              [],
            );
            expect(came.filter(([, { cases }]) => cases < 100)).toEqual([]);
          },
          () => stack.stop(),
        );
      },
    ),
  300_000,
);
