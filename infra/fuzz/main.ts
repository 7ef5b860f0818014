/** `npm run fuzz`: asks every service by its own document, as everybody who may call it, until so many requests are made of each. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { closeAll, closing, inPlace } from "../embedded/place.ts";
import { startStack, type Stack } from "../embedded/stack.ts";
import { pythonTools, type Python } from "../openapi/python-tools.ts";
import { callersOf, fuzzed, type Fuzzable } from "./callers.ts";
import { fuzzService } from "./fuzz.ts";
import { seedStack, type Words } from "./seed.ts";

const { values } = parseArgs({
  options: {
    cases: { type: "string", default: "20000" },
    /** Requests for each operation in one run of one caller. */
    examples: { type: "string", default: "20" },
    only: { type: "string", multiple: true, default: [...fuzzed] },
    seed: { type: "string" },
  },
});
const [cases, examples] = [Number(values.cases), Number(values.examples)];
const seed = Number(values.seed ?? Date.now() % 1_000_000);
const services = fuzzed.filter((service) => values.only.includes(service));
if (![cases, examples, seed].every((one) => Number.isInteger(one) && one > 0) || services.length === 0) {
  process.stderr.write(
    `fuzz: --cases, --examples and --seed are whole numbers, --only is one of ${fuzzed.join(", ")}\n`,
  );
  process.exit(64);
}
const began = performance.now();
const log = (line: string) => {
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  process.stdout.write(`[${seconds.padStart(7)} s] ${line}\n`);
};
for (const signal of ["SIGINT", "SIGTERM"] as const)
  process.once(signal, () => void closeAll().then(() => process.exit(130)));

const python = await pythonTools(join(import.meta.dirname, "requirements.txt"));
if (python === undefined) process.exit(1);
log(`seed ${seed}`);
const faults = await inPlace(log, async ({ folder }) => {
  const dataDir = join(folder, "data");
  mkdirSync(dataDir);
  const stack = await startStack({ dataDir, log });
  return closing(
    async () => {
      const place = { folder, words: await seedStack(stack) };
      const all: string[] = [];
      for (const service of services) all.push(...(await fuzz(python, stack, service, place)));
      return all;
    },
    () => stack.stop(),
  );
});
for (const fault of faults) process.stdout.write(`${fault}\n`);
log(`${faults.length} faults`);
process.exit(faults.length === 0 ? 0 : 1);

/** Asks one service as everybody, in turn, round after round with other requests, until enough were made. Gives what was wrong. */
async function fuzz(
  tools: Python,
  stack: Stack,
  service: Fuzzable,
  place: { folder: string; words: Words },
): Promise<string[]> {
  const found = new Set<string>();
  let [made, faulty] = [0, 0];
  for (let round = 0; made < cases && (round === 0 || made > 0); round += 1) {
    for (const { name, headers } of callersOf(stack, service)) {
      const asked = {
        service,
        url: stack.endpoints[service],
        caller: name,
        headers: await headers(),
        examples,
        // Each limit of a schema is tried once, by whom nothing is refused before it is read.
        limits: round === 0 && (name === "every-role" || service === "portal"),
        seed: seed + round,
      };
      const came = await fuzzService(tools, asked, place);
      made += came.cases;
      faulty += came.faults.length;
      for (const fault of came.faults) found.add(`${service} as ${name}: ${fault}`);
      log(`${service} as ${name}: ${came.cases} requests, ${came.faults.length} faults`);
      if (round > 0 && made >= cases) break;
    }
  }
  log(`${service}: ${made} requests in all, ${faulty} faults`);
  return [...found];
}
