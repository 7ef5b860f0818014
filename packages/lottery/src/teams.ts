import type { Team } from "./dealing.ts";
import { integer, listOf, object, opaque, readJson, type Form } from "./json-form.ts";
import { at, Refusal } from "./refusal.ts";
import { byBytes, fileOf, linesOf } from "./text.ts";

/** A line of `teams.ndjson`: a team after all changes. */
export interface TeamLine extends Team {
  readonly id: string;
}

const FILE = "teams.ndjson";

const teamForm: Form<TeamLine> = object({
  id: opaque,
  officers: listOf(integer(1)),
  experts: listOf(integer(1)),
});

/** Reads `teams.ndjson`. @throws Refusal with file and line */
export function readTeams(text: string): TeamLine[] {
  let before = "";
  return linesOf(FILE, text).map((line, i) =>
    at(FILE, i + 1, () => {
      const team = readJson(line, teamForm);
      if (team.id <= before) throw new Refusal("order", "not sorted by id and unique");
      before = team.id;
      return team;
    }),
  );
}

/** Writes `teams.ndjson` of teams by target id. */
export function writeTeams(teams: ReadonlyMap<string, Team>): string {
  return fileOf(
    [...teams]
      .toSorted(([a], [b]) => byBytes(a, b))
      .map(([id, { officers, experts }]) => JSON.stringify({ id, officers, experts } satisfies TeamLine)),
  );
}
