import { H, openState, targetText, type Decision as DrawDecision } from "@shuangsui/lottery";
import { readFileSync } from "node:fs";
import { alternateOf, type DrawChange, type OpenDraw } from "../inspections/commands/draw-change.ts";
import { newInspection } from "../inspections/creation.ts";
import { mangshiCalendars } from "./calendars.ts";
import type { Inspection, Member } from "../inspections/lifecycle.ts";
import { idOf } from "../ids.ts";
import { drawn } from "./inspection-model.ts";

const file = (name: string) =>
  readFileSync(new URL(`../../../../packages/lottery/vectors/draw-40/${name}`, import.meta.url), "utf8");

/** The draw of 40 targets that `packages/lottery/vectors` publishes, by another seed: four teams, three alternates a stratum. */
export const vectorDraw: OpenDraw = {
  id: "533103-vector",
  state: await openState({
    commitment: file("commitment.json"),
    targets: targetText(file("targets.csv")),
    roster: file("roster.ndjson"),
    exclusions: file("exclusions.csv"),
    seed: H("seed"),
  }),
  omitted: { begun: new Set(), out: new Map() },
};

const roster = new Map(
  vectorDraw.state.roster.map(({ number }) => [number, { inspectorId: idOf("inspector", number) }]),
);

/** The inspections that the draw made, by opaque id. */
export function vectorInspections(at: Date): Map<string, Inspection> {
  return new Map(
    [...vectorDraw.state.teams.keys()].map((opaqueId, index) => {
      const id = idOf(vectorDraw.id, opaqueId);
      const target = {
        ...drawn,
        id,
        drawId: vectorDraw.id,
        opaqueId,
        targetCode: `T${index}`,
        rank: index + 1,
      };
      return [opaqueId, newInspection(target, at, mangshiCalendars)];
    }),
  );
}

/** The team that the draw dealt to a target. */
export function vectorTeam(opaqueId: string): Pick<Member, "number" | "kind">[] {
  const { officers = [], experts = [] } = vectorDraw.state.teams.get(opaqueId) ?? {};
  return [
    ...officers.map((number) => ({ number, kind: "officer" as const })),
    ...experts.map((number) => ({ number, kind: "expert" as const })),
  ];
}

/** What is known when a change of the draw was decided by lot. */
export function vectorChange(decision: DrawDecision, others: ReadonlyMap<string, Inspection>): DrawChange {
  const alternate = alternateOf(decision);
  return {
    drawId: vectorDraw.id,
    decision,
    others,
    roster,
    targetCodes: new Map(alternate === null ? [] : [[alternate, "T900001"]]),
  };
}
