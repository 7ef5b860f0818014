import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import {
  FILE_NAMES,
  openingOf,
  opaqueId,
  readResult,
  Refusal,
  standingOf,
  watchDraw,
  type Moment,
} from "./index.ts";

const folder = new URL("../vectors/draw-60/", import.meta.url);
const read = (name: string) => readFileSync(new URL(name, folder), "utf8");
const files = Object.fromEntries(FILE_NAMES.map((name) => [name, read(name)])) as Record<
  (typeof FILE_NAMES)[number],
  string
>;
const keys = JSON.parse(readFileSync(new URL("../vectors/keys/draw-60.json", import.meta.url), "utf8")) as {
  saltKey: string;
  targets: string[];
};
const result = readResult(files["result.ndjson"]);
const drawn = result.flatMap((line) => ("rank" in line ? [line] : []));

describe("a draw before people's eyes (article 23)", () => {
  it("is the published one, ticket by ticket and team by team", async () => {
    const moments: Moment[] = await Array.fromAsync(watchDraw(files, { steps: 10, shown: 100 }));
    expect(moments[0]).toMatchObject({ kind: "seed", secret: expect.stringMatching(/^[0-9a-f]{64}$/) });
    const tickets = moments.flatMap((moment) => (moment.kind === "tickets" ? [moment] : []));
    expect(tickets.length).toBeLessThanOrEqual(10);
    expect(tickets.at(-1)?.done).toBe(tickets.at(-1)?.count);
    const leading = tickets.at(-1)?.leading ?? [];
    for (const { id, ticket, stratum } of drawn) expect(leading).toContainEqual({ id, ticket, stratum });
    expect(moments.flatMap((moment) => (moment.kind === "team" ? [moment.line] : []))).toEqual(drawn);
  });

  it("shows of each stratum no more than is asked for", async () => {
    const moments = await Array.fromAsync(watchDraw(files, { steps: 1, shown: 2 }));
    const [tickets] = moments.flatMap((moment) => (moment.kind === "tickets" ? [moment] : []));
    const strata = new Set(tickets?.leading.map(({ stratum }) => stratum));
    expect(tickets?.leading).toHaveLength(2 * strata.size);
  });
});

describe("how an enterprise stands in a draw", () => {
  it("is told by its own opening: its ticket, its place, and that those before the quota are drawn", () => {
    const places = keys.targets.map((target) => {
      const standing = standingOf(files, openingOf(keys.saltKey, target));
      const line = result.find(({ id }) => id === standing.id);
      expect(standing.id).toBe(opaqueId(keys.saltKey, target));
      if (line !== undefined) expect(line.ticket).toBe(standing.ticket);
      const isDrawn = line !== undefined && "rank" in line;
      expect(standing.place <= standing.quota).toBe(isDrawn);
      return `${standing.stratum} ${standing.place}`;
    });
    expect(new Set(places).size).toBe(keys.targets.length);
  });

  it("is not told by another's salt, nor of a line that was not committed to", () => {
    const [target = ""] = keys.targets;
    const opening = openingOf(keys.saltKey, target);
    expect(() => standingOf(files, { ...opening, salt: "0".repeat(64) })).toThrow(Refusal);
    const changed = files["targets.csv"].replace(/^(.{44}),A,/m, "$1,B,");
    expect(changed).not.toBe(files["targets.csv"]);
    expect(() => standingOf({ ...files, "targets.csv": changed }, opening)).toThrow(Refusal);
  });
});
