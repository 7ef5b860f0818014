import { filledIn, knownAuthorities, wordsOf, type ReplacementReason } from "@shuangsui/contracts";
import { readOnly, startRounds, submit, type Frame, type Rounds } from "@shuangsui/service-kit";
import { sql } from "kysely";
import { idOf } from "../ids.ts";
import type { RegistryClient } from "../neighbours/registry.ts";
import type { Work } from "../tables.ts";
import { inspectionDomain } from "./domain.ts";
import { beforeCheck } from "./rules.ts";

const words = wordsOf("zh");
const everyMs = 5_000;
/** How many inspectors the registry is asked about at once, as many as its route takes. */
const asked = 500;
const together = 4;
const beforeAll = "00000000-0000-0000-0000-000000000000";

/** By which version of the registry somebody may not inspect now, and why. */
type Unavailable = ReadonlyMap<string, { reason: ReplacementReason; version: number }>;
/** A place in a team that somebody has who may not inspect. */
type Seat = { drawId: string | null; inspectionId: string; inspectorId: string; number: number };
type Replacement = Seat & { reason: ReplacementReason; key: string };

/**
 * Article 15: whom the registry has as on leave, suspended, without a valid certificate or gone leaves the teams whose checks
 * have not begun. Each round asks about everybody in the rosters of running draws and in other teams, and commands what the lots then decide. What
 * was commanded is found by its key, so that of several who watch, or after a kill, it is commanded once.
 */
export function startTeamWatch(frame: Frame<Work>, registry: Pick<RegistryClient, "unavailable">): Rounds {
  const { database, logger } = frame;
  const warn = (error: unknown, message: string, subject: string) =>
    logger.warn({ subject, error: error instanceof Error ? error.name : "unknown" }, message);

  const replace = async (authority: string, { number, reason, key, inspectionId }: Replacement) => {
    const statement = filledIn(words.asRegistered, { reason: words.recusalReason[reason] });
    try {
      await submit(frame, inspectionDomain, {
        key,
        matterId: inspectionId,
        type: "replace",
        payload: { number, reason, statement },
        caller: { authority, actor: "system", service: true },
        requestId: key,
      });
    } catch (error) {
      warn(error, "a member who may not inspect was not replaced", inspectionId);
    }
  };

  const watch = async (authority: string): Promise<number> => {
    let commanded = 0;
    for (let after = beforeAll; ;) {
      const ids = await database.as(authority, (work) => inRosters(work, authority, after), readOnly);
      if (ids.length > 0) {
        const unavailable = await registry.unavailable(authority, ids);
        const due =
          unavailable.size === 0
            ? []
            : await database.as(authority, (work) => replacementsDue(work, authority, unavailable), readOnly);
        for (let from = 0; from < due.length; from += together)
          await Promise.all(due.slice(from, from + together).map((one) => replace(authority, one)));
        commanded += due.length;
      }
      after = ids.at(-1) ?? after;
      if (ids.length < asked) return commanded;
    }
  };

  const once = async () => {
    let commanded = 0;
    for (const { code } of knownAuthorities())
      commanded += await watch(code).catch((error: unknown) => {
        warn(error, "the teams of an authority were not watched", code);
        return 0;
      });
    return commanded;
  };

  return startRounds({ logger, everyMs, failing: "teams were not watched" }, once);
}

/** Who is in the roster of a draw of the authority that runs, or in a team that no draw dealt, after an id, in the order of ids. */
async function inRosters(work: Work, authority: string, after: string): Promise<string[]> {
  const ordered = work
    .selectFrom("inspection")
    .innerJoin("inspection_member", "inspection_member.inspection_id", "inspection.id")
    .select("inspection_member.inspector_id as id")
    .where("inspection.authority", "=", authority)
    .where("inspection.draw_id", "is", null)
    .where(isBeforeCheck)
    .where("inspection_member.inspector_id", ">", after);
  const rows = await work
    .selectFrom("draw")
    .innerJoin("draw_member", "draw_member.draw_id", "draw.id")
    .select("draw_member.inspector_id as id")
    .where("draw.authority", "=", authority)
    .where("draw.state", "=", "drawn")
    .where("draw_member.inspector_id", ">", after)
    .union(ordered)
    .orderBy("id")
    .limit(asked)
    .execute();
  return rows.map(({ id }) => id);
}

/**
 * What is still to be commanded: of each draw and inspector one seat, for that command takes the inspector out of all teams
 * of the draw; of teams that no draw dealt each seat. While one is undecided its draw is left alone; where one was refused another seat is tried.
 */
async function replacementsDue(
  work: Work,
  authority: string,
  unavailable: Unavailable,
): Promise<Replacement[]> {
  const seats = (await seatsOf(work, authority, [...unavailable.keys()])).flatMap((seat) => {
    const { inspectionId, inspectorId } = seat;
    const known = unavailable.get(inspectorId);
    if (known === undefined) return [];
    const { reason, version } = known;
    return [{ ...seat, reason, key: idOf("replace", inspectionId, inspectorId, reason, version) }];
  });
  const before = await commandedBefore(
    work,
    seats.map(({ key }) => key),
  );
  const due = new Map<string, Replacement | null>();
  for (const seat of seats) {
    const place = `${seat.drawId ?? seat.inspectionId}/${seat.inspectorId}`;
    const outcome = before.get(seat.key);
    if (outcome === null) due.set(place, null);
    else if (outcome === undefined && !due.has(place)) due.set(place, seat);
  }
  return [...due.values()].filter((seat) => seat !== null);
}

/** Written out as the index has it, so that the database can tell that it will do. */
const isBeforeCheck = sql<boolean>`inspection.state in (${sql.join(beforeCheck.map((state) => sql.lit(state)))})`;

/** The seats that these inspectors have in teams whose checks have not begun. */
function seatsOf(work: Work, authority: string, inspectors: readonly string[]): Promise<Seat[]> {
  return work
    .selectFrom("inspection_member")
    .innerJoin("inspection", "inspection.id", "inspection_member.inspection_id")
    .select([
      "inspection.draw_id as drawId",
      "inspection.id as inspectionId",
      "inspection_member.inspector_id as inspectorId",
      "inspection_member.number",
    ])
    .where("inspection.authority", "=", authority)
    .where(isBeforeCheck)
    .where(sql<boolean>`inspection_member.inspector_id = any(${[...inspectors]}::uuid[])`)
    .orderBy("inspection.id")
    .execute();
}

/** What became of the commands that were given under these keys: null while that is undecided. */
async function commandedBefore(
  work: Work,
  keys: readonly string[],
): Promise<ReadonlyMap<string, string | null>> {
  if (keys.length === 0) return new Map();
  const rows = await work
    .selectFrom("command")
    .select(["key", "outcome"])
    .where("caller", "=", "service")
    .where(sql<boolean>`key = any(${[...keys]}::uuid[])`)
    .execute();
  return new Map(rows.map(({ key, outcome }) => [key, outcome]));
}
