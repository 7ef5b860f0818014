/** `npm run bench`: measures against rivals, prints a table, and with `-- --json FILE` writes the results. */
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { groups, runGroup, sizes } from "./groups.ts";
import { closeAll } from "../embedded/place.ts";
import { machine, tableOf, type Result } from "./result.ts";

const { values } = parseArgs({
  options: { json: { type: "string" }, short: { type: "boolean", default: false }, only: { type: "string" } },
});
const began = performance.now();
const log = (line: string) => {
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  process.stderr.write(`[${seconds.padStart(6)} s] ${line}\n`);
};
const chosen = groups.filter(({ name }) => values.only === undefined || values.only === name);
if (chosen.length === 0) {
  log(`there is no "${values.only}"; there are: ${groups.map(({ name }) => name).join(", ")}`);
  process.exit(64);
}
// An interrupt may come more than once, from the terminal and from npm; what runs is put away once, to its end.
let ending: Promise<never> | undefined;
for (const signal of ["SIGINT", "SIGTERM"] as const)
  process.on(signal, () => {
    if (ending === undefined) log("interrupted: putting everything away");
    ending ??= closeAll().then(() => process.exit(130));
  });

log(machine());
try {
  const results: Result[] = [];
  for (const group of chosen) {
    log(`${group.name}: starting what it needs`);
    results.push(...(await runGroup(group, values.short ? sizes.short : sizes.full, log)));
  }
  process.stdout.write(`${tableOf(results)}\n`);
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(results, null, 2)}\n`);
} catch (error) {
  // What was interrupted fails, since its servers are gone: that is no news.
  await ending;
  log(error instanceof Error ? (error.stack ?? error.message) : String(error));
  // Requests that are tried again for a minute are not waited for.
  process.exit(1);
}
