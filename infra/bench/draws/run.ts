/** One draw in a process of its own: `prepare`, or one of the ways to draw. Says how long it took, milliseconds. */
import {
  draw,
  H,
  makeCommitment,
  numberRoster,
  openTickets,
  readCommitment,
  readTargets,
  selectTargets,
  selectTargetStream,
  writeRoster,
  writeTargets,
  type Target,
} from "@shuangsui/lottery";
import { createReadStream, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { answer } from "../child.ts";

const [way = "", folder = "", count = "0"] = process.argv.slice(2);
const fileOf = (name: string) => join(folder, name);
const textOf = (name: string) => readFileSync(fileOf(name), "utf8");
const seed = H("bench");

/** The files of a draw of 1 % of `count` targets in one stratum, dealt to 200 officers. */
function prepare(): void {
  const targets = writeTargets(
    Array.from({ length: Number(count) }, (_, i) => ({
      id: H(`target ${i}`).slice(0, 44),
      stratum: "A",
      profile: "p",
    })),
  );
  const roster = writeRoster(
    numberRoster(
      Array.from({ length: 200 }, (_, i) => ({
        kind: "officer" as const,
        types: ["market"],
        specialties: [],
        identityHash: H(`officer ${i}`),
      })),
    ),
  );
  const commitment = makeCommitment({
    drawId: "bench",
    campaignId: "bench",
    planVersion: H("plan"),
    authority: "533100",
    createdAt: "2026-11-23T02:00:00.000Z",
    targets,
    roster,
    exclusions: "",
    rounding: "down",
    strata: [{ name: "A", population: Number(count), ratio: "0.01", alternates: 0 }],
    profiles: [{ name: "p", officers: 2, types: ["market"], specialties: [] }],
    secret: H("secret"),
    beacon: {
      kind: "witness",
      witnesses: ["甲", "乙"].map((name) => ({ name, hash: H(name) })),
      revealBy: "2026-11-23T08:00:00.000Z",
    },
    previousDraw: null,
  });
  writeFileSync(fileOf("targets.csv"), targets);
  writeFileSync(fileOf("roster.ndjson"), roster);
  writeFileSync(fileOf("exclusions.csv"), "");
  writeFileSync(fileOf("commitment.json"), commitment);
}

/** The targets of the file, as its bytes arrive. */
async function* arriving(): AsyncGenerator<Target> {
  let rest = "";
  for await (const chunk of createReadStream(fileOf("targets.csv"), {
    encoding: "latin1",
    highWaterMark: 1 << 20,
  })) {
    const lines = (rest + String(chunk)).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) {
      const [id = "", stratum = "", profile = ""] = line.split(",");
      yield { id, stratum, profile };
    }
  }
}

async function timed(work: () => number | Promise<number>): Promise<{ ms: number; drawn: number }> {
  const began = performance.now();
  const drawn = await work();
  return { ms: performance.now() - began, drawn };
}

async function run() {
  if (way === "prepare") return timed(() => (prepare(), 0));
  const { strata } = readCommitment(textOf("commitment.json"));
  if (way === "select") {
    const targets = readTargets(textOf("targets.csv"));
    return timed(() => selectTargets(openTickets(seed), strata, targets).selected.length);
  }
  if (way === "stream")
    return timed(
      async () => (await selectTargetStream(openTickets(seed), strata, arriving())).selected.length,
    );
  const files = {
    commitment: textOf("commitment.json"),
    targets: textOf("targets.csv"),
    roster: textOf("roster.ndjson"),
    exclusions: textOf("exclusions.csv"),
  };
  return timed(() => draw({ ...files, seed }).lines.length);
}

answer({ ...(await run()), maxRssKiB: process.resourceUsage().maxRSS });
process.disconnect();
