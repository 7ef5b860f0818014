/** `npm run faults`: carries the main job while processes are killed at random, then counts what was lost or doubled. */
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";
import { closeAll, closing, inPlace } from "../embedded/place.ts";
import { seeded, type Random } from "../sample/random.ts";
import { carryThroughFaults, type Fault } from "./carry.ts";
import { checkNothingLostOrDoubled } from "./checks.ts";
import { repeatRequests } from "./control.ts";

const { values } = parseArgs({
  options: { rounds: { type: "string", default: "3" }, seed: { type: "string" } },
});
const [rounds, seed] = [Number(values.rounds), Number(values.seed ?? Date.now() % 1_000_000)];
if (!Number.isInteger(rounds) || rounds < 1 || !Number.isInteger(seed)) {
  process.stderr.write("faults: --rounds and --seed are whole numbers\n");
  process.exit(64);
}
const began = performance.now();
const log = (line: string) => {
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  process.stdout.write(`[${seconds.padStart(6)} s] ${line}\n`);
};
for (const signal of ["SIGINT", "SIGTERM"] as const)
  process.once(signal, () => void closeAll().then(() => process.exit(130)));

/** Mostly the workers and services of the campaign, now and then what lies under all, seldom everything. */
const faults: readonly Fault[] = [
  ...(["inspection-worker", "disclosure-worker", "inspection", "disclosure"] as const).flatMap((name) => [
    name,
    name,
    name,
  ]),
  ...(["registry", "registry-worker", "postgres", "temporal", "restart"] as const),
];

async function round(random: Random): Promise<string[]> {
  return inPlace(log, async ({ folder }) => {
    const options = {
      dataDir: join(folder, "data"),
      log,
      sample: { start: "2026-09-14T01:00:00Z", rate: 21_600 },
    };
    const stack = await carryThroughFaults(options, log, async (signal) => {
      await pause(random.between(1_500, 9_000), undefined, { signal }).catch(() => undefined);
      return signal.aborted ? undefined : random.pick(faults);
    });
    return closing(
      async () => {
        const wrong = await checkNothingLostOrDoubled(stack, log);
        const { keyed, naive } = await repeatRequests(stack);
        log(`control: asked again with its key ${keyed} plan, asked again without it ${naive}`);
        if (keyed !== 1) wrong.push("a request with its key was done twice");
        if (naive !== 2) wrong.push("the control was not done twice: what is counted says nothing");
        return wrong;
      },
      () => stack.stop(),
    );
  });
}

log(`${rounds} rounds, --seed ${seed}`);
let failed = 0;
for (let number = 1; number <= rounds; number += 1) {
  log(`round ${number} of ${rounds}`);
  const wrong = await round(seeded(seed + number)).catch((error: unknown) => [String(error)]);
  for (const line of wrong) log(`WRONG ${line}`);
  if (wrong.length > 0) failed += 1;
}
log(`${rounds - failed} rounds passed, ${failed} failed, --seed ${seed}`);
process.exit(failed === 0 ? 0 : 1);
