/** One measurement in a process of its own, by its arguments: a way, a folder and how many targets. Says how long it took, milliseconds. */
import {
  checkQuotas,
  checkRoots,
  checkStrata,
  dealAll,
  FILE_NAMES,
  H,
  openTickets,
  readAndSelect,
  readCommitment,
  readReveal,
  seedOf,
  unservableIn,
  verifyDraw,
  type Member,
  type Ticketed,
} from "@shuangsui/lottery";
import { targetLanes } from "@shuangsui/lottery/lanes";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { answer } from "../child.ts";
import { oneTicket } from "./one-ticket.ts";
import { share, writeDraw, type Shape } from "./files.ts";

const [way = "", folder = "", count = "0", shape = "plain", drawn] = process.argv.slice(2);
const textOf = (name: string) => readFileSync(join(folder, name), "utf8");
const targets = targetLanes({ file: join(folder, "targets.csv") });

/** How long it took, and how much was done. */
type Measured = { ms: number; done: number };

async function timed(work: () => number | Promise<number>): Promise<Measured> {
  const began = performance.now();
  const done = await work();
  return { ms: performance.now() - began, done };
}

function seed(): string {
  const { secret, beacon } = readReveal(textOf("reveal.json"));
  return seedOf(textOf("commitment.json"), secret, beacon.value);
}

const ways: Record<string, () => Promise<Measured>> = {
  prepare: () =>
    timed(async () => {
      const some = drawn === undefined ? [] : [Number(drawn)];
      return (await writeDraw(folder, Number(count), shape as Shape, ...some)).length;
    }),
  /** Tickets and selection. */
  select: async () => {
    const { strata } = readCommitment(textOf("commitment.json"));
    const drawSeed = seed();
    return timed(async () => (await targets.select(drawSeed, strata)).selected.length);
  },
  /** Form, order, roots, strata, quotas, tickets and selection: all of a draw but the dealing. */
  whole: async () => {
    const files = {
      commitment: textOf("commitment.json"),
      targets,
      roster: textOf("roster.ndjson"),
      exclusions: "",
    };
    const drawSeed = seed();
    return timed(async () => {
      const snapshot = await readAndSelect(files, drawSeed);
      checkRoots(snapshot, files);
      checkStrata(snapshot);
      checkQuotas(snapshot.commitment);
      return snapshot.selection.selected.length;
    });
  },
  verify: async () => {
    const texts = FILE_NAMES.map((name) => [name, name === "targets.csv" ? "" : textOf(name)]);
    return timed(async () => {
      for await (const { ok, detail } of verifyDraw(Object.fromEntries(texts), {
        openTargets: () => targets,
      }))
        if (ok === false) throw new Error(detail);
      return Number(count) / share;
    });
  },
  /** So many targets to 5,000 officers, half as many exclusions, each of one officer from one target. */
  deal: async () => {
    const { snapshot, selection } = madeUp(Number(count));
    return timed(() => dealAll(snapshot, openTickets(H("bench")), selection).lines.length);
  },
  servable: async () => {
    const { snapshot, kinds } = madeUp(50_000 * 2);
    const survey = {
      root: { count: Number(count), root: "" },
      kinds: kinds(Number(count)),
      found: snapshot.found,
    };
    return timed(() => unservableIn({ ...snapshot, profiles: snapshot.commitment.profiles, survey }).count);
  },
  /** A million tickets on this thread alone. */
  ticket: () => oneTicket(),
  block: async () => {
    const bytes = Buffer.alloc(1 << 20, 7);
    const blocks = bytes.length / 64;
    for (let i = 0; i < 50; i += 1) createHash("sha256").update(bytes).digest();
    return timed(() => {
      for (let i = 0; i < 60; i += 1) createHash("sha256").update(bytes).digest();
      return 60 * blocks;
    });
  },
};

function madeUp(selected: number) {
  const roster = Array.from({ length: 5_000 }, (_, i): Member => ({
    number: i + 1,
    kind: "officer",
    types: i % 5 === 0 ? ["gas", "market"] : ["market"],
    specialties: [],
    identityHash: H(`officer ${i}`),
  }));
  const tickets = openTickets(H("bench"));
  const chosen = Array.from({ length: selected }, (_, i): Ticketed => {
    const id = H(`target ${i}`).slice(0, 44);
    const profile = i % 4 === 0 ? "gas" : "p";
    return { id, stratum: "A", profile, line: i + 1, ticket: tickets.of("target", id) };
  });
  const exclusions = new Map(
    chosen.filter((_, i) => i % 2 === 0).map(({ id }, i) => [id, new Set([1 + (i % roster.length)])]),
  );
  const profiles = [
    { name: "gas", officers: 2, types: ["gas", "market"], specialties: [] },
    { name: "p", officers: 2, types: ["market"], specialties: [] },
  ];
  const found = new Map(chosen.map((target) => [target.id, target]));
  return {
    selection: { selected: chosen, alternates: new Map() },
    kinds: (all: number) =>
      profiles.map(({ name }, i) => ({
        stratum: "A",
        profile: name,
        count: all / 2,
        first: { id: chosen[i]?.id ?? "", line: i + 1 },
      })),
    snapshot: {
      commitment: { ...readCommitment(textOf("commitment.json")), profiles },
      roster,
      pairs: [],
      exclusions,
      found,
    },
  };
}

const work = ways[way];
if (work === undefined) throw new Error(`there is no way "${way}"`);
const { user, system } = process.cpuUsage();
const measured = await work();
const cpu = process.cpuUsage({ user, system });
answer({ ...measured, cpuMs: (cpu.user + cpu.system) / 1000, maxRssKiB: process.resourceUsage().maxRSS });
process.disconnect();
