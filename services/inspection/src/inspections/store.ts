import { inspectionCommands, Problem, type InspectionCommand } from "@shuangsui/contracts";
import {
  auditOf,
  calendarsAsOf,
  recordAudit,
  recordDecision,
  type Act,
  type FindBehind,
} from "@shuangsui/service-kit";
import { sql, type Selectable } from "kysely";
import { appendChanges, lockDraw } from "../draws/store.ts";
import type { Work } from "../tables.ts";
import { createInspections } from "./after-draw.ts";
import { afterChange, type Inspection, type InspectionDecision, type Member } from "./lifecycle.ts";
import { beforeCheck } from "./rules.ts";
import type { FindingPathTable, FindingTable, InspectionTable } from "./tables.ts";

export type FindingWithPaths = Selectable<FindingTable> & { paths: Selectable<FindingPathTable>[] };

/** The inspection as it is, or undefined where the scope sees none. */
export async function findInspection(work: Work, id: string): Promise<Inspection | undefined> {
  const [row] = await withCalendars(
    work,
    work.selectFrom("inspection").selectAll().where("id", "=", id).execute(),
  );
  return row;
}

/** Rows that are being read, each with its authority's calendar. */
export async function withCalendars(
  work: Work,
  reading: Promise<Selectable<InspectionTable>[]>,
): Promise<Inspection[]> {
  const [rows, calendars] = await Promise.all([reading, calendarsAsOf(work)]);
  return rows.map((row) => ({ ...row, calendars: calendars(row.authority) }));
}

/**
 * Which lock of its draw a command needs: who changes teams is alone, who needs them as they are shares it. It is taken
 * before the inspection's row, so that the order is one for all.
 */
const drawLocks: Readonly<Record<string, "share" | "update">> = {
  "decide-recusal": "update",
  replace: "update",
  gone: "update",
  begin: "share",
};

/** The inspection, locked for change with its draw as these commands need it; undefined where the scope may not change it. */
export async function lockInspection(
  work: Work,
  id: string,
  commands: readonly string[],
): Promise<Inspection | undefined> {
  const locks = commands.map((command) => drawLocks[command]);
  const mode = locks.find((lock) => lock === "update") ?? locks.find((lock) => lock === "share");
  if (mode !== undefined && !(await lockDrawOf(work, id, mode))) return undefined;
  const [row] = await withCalendars(
    work,
    work.selectFrom("inspection").selectAll().where("id", "=", id).forUpdate().execute(),
  );
  return row;
}

/** Locks an inspection's draw, where it has one. Gives whether the scope may. */
async function lockDrawOf(work: Work, id: string, mode: "share" | "update"): Promise<boolean> {
  const row = await work.selectFrom("inspection").select("draw_id").where("id", "=", id).executeTakeFirst();
  if (row === undefined) return false;
  if (row.draw_id === null) return true;
  return lockDraw(work, row.draw_id, mode).then(
    () => true,
    (error: unknown) => {
      if (error instanceof Problem && error.code === "not-found") return false;
      throw error;
    },
  );
}

/** The inspections of a draw's targets, locked in the order of their ids, by opaque id. The caller holds the draw's lock. */
export async function lockInspectionsOf(
  work: Work,
  drawId: string,
  opaqueIds: readonly string[],
): Promise<Map<string, Inspection>> {
  if (opaqueIds.length === 0) return new Map();
  const rows = await withCalendars(
    work,
    work
      .selectFrom("inspection")
      .selectAll()
      .where("draw_id", "=", drawId)
      .where("opaque_id", "in", opaqueIds)
      .orderBy("id")
      .forUpdate()
      .execute(),
  );
  return new Map(rows.map((row) => [row.opaque_id ?? "", row]));
}

/** The targets of a draw, by opaque id, on which no lot falls: their checks have begun, or will never be. While the draw is locked no check begins. */
export async function settledIn(work: Work, drawId: string): Promise<Set<string>> {
  const rows = await work
    .selectFrom("inspection")
    .select("opaque_id")
    .where("draw_id", "=", drawId)
    .where("state", "not in", beforeCheck)
    .execute();
  return new Set(rows.map((row) => row.opaque_id ?? ""));
}

/** The team, officers first, each in the order of position; the first officer leads. */
export function teamOf(work: Work, id: string): Promise<Member[]> {
  return work
    .selectFrom("inspection_member")
    .selectAll()
    .where("inspection_id", "=", id)
    .orderBy(sql`kind = 'expert'`)
    .orderBy("position")
    .execute();
}

/** The findings of an inspection with the paths each takes. */
export async function findingsOf(work: Work, id: string): Promise<FindingWithPaths[]> {
  const [findings, paths] = await Promise.all([
    work
      .selectFrom("finding")
      .selectAll()
      .where("inspection_id", "=", id)
      .orderBy("found_at")
      .orderBy("id")
      .execute(),
    work.selectFrom("finding_path").selectAll().where("inspection_id", "=", id).orderBy("at").execute(),
  ]);
  return findings.map((finding) => ({
    ...finding,
    paths: paths.filter((path) => path.finding_id === finding.id),
  }));
}

/** The newest record that was written, signed by all or not; undefined where there is none. */
export async function recordedOf(work: Work, id: string): Promise<InspectionCommand<"record"> | undefined> {
  const row = await work
    .selectFrom("document")
    .select("content")
    .where("matter_id", "=", id)
    .where("kind", "=", "record")
    .orderBy("revision", "desc")
    .limit(1)
    .executeTakeFirst();
  return row === undefined ? undefined : inspectionCommands.record.parse(row.content);
}

/**
 * Writes a decision: the row once, its events, documents and what it owes, its team and findings; and where the draw was
 * changed, its lines, the alternate, and what becomes of the others. Gives the inspection as it is then.
 */
export async function writeInspection(
  work: Work,
  before: Inspection,
  decision: InspectionDecision,
  act: Act,
): Promise<Inspection> {
  const after = afterChange(before, decision.patch, act.at);
  await Promise.all([
    updateRow(work, before, after),
    recordDecision(work, "inspection", after, decision, act),
    writeTeam(work, after, decision, act),
    writeFindings(work, after, decision),
  ]);
  if (decision.draw !== undefined) await writeDrawChange(work, decision.draw, act);
  return after;
}

/** Sets what has changed. */
async function updateRow(work: Work, before: Inspection, after: Inspection): Promise<void> {
  const { item_codes: _never, calendars: _same, ...columns } = after;
  const changed = Object.fromEntries(
    Object.entries(columns).filter(([name, value]) => value !== before[name as keyof typeof columns]),
  );
  const recusals = after.recusals === before.recusals ? {} : { recusals: JSON.stringify(after.recusals) };
  const signatures =
    after.signatures === before.signatures ? {} : { signatures: JSON.stringify(after.signatures) };
  await work
    .updateTable("inspection")
    .set({ ...changed, ...recusals, ...signatures })
    .where("id", "=", before.id)
    .execute();
}

async function writeTeam(work: Work, row: Inspection, { team }: InspectionDecision, act: Act): Promise<void> {
  if (team === undefined) return;
  await work.deleteFrom("inspection_member").where("inspection_id", "=", row.id).execute();
  if (team.length > 0)
    await work
      .insertInto("inspection_member")
      .values(team.map((seat) => ({ ...seat, ...belongsTo(row), since: act.at })))
      .execute();
}

async function writeFindings(
  work: Work,
  row: Inspection,
  { findings = [], path }: InspectionDecision,
): Promise<void> {
  if (findings.length > 0)
    await work
      .insertInto("finding")
      .values(findings.map((finding) => ({ ...finding, ...belongsTo(row) })))
      .execute();
  if (path !== undefined)
    await work
      .insertInto("finding_path")
      .values({ ...path, ...belongsTo(row) })
      .onConflict((conflict) =>
        conflict.columns(["inspection_id", "finding_id", "path"]).doUpdateSet((set) => ({
          settled_at: set.fn.coalesce("finding_path.settled_at", "excluded.settled_at"),
        })),
      )
      .execute();
}

const belongsTo = ({ id, authority }: Inspection) => ({ inspection_id: id, authority });

async function writeDrawChange(
  work: Work,
  { id, lines, alternate, others }: NonNullable<InspectionDecision["draw"]>,
  act: Act,
): Promise<void> {
  await appendChanges(work, id, lines, act.at);
  if (alternate !== null) await createInspections(work, [alternate], act.at);
  for (const { inspection, decision } of others.toSorted((a, b) =>
    a.inspection.id < b.inspection.id ? -1 : 1,
  ))
    await Promise.all([
      writeInspection(work, inspection, decision, act),
      recordAudit(work, [
        auditOf("inspection", inspection, decision, act, {
          action: "change-with-draw",
          facts: { draw: id },
        }),
      ]),
    ]);
}

/** An authority's inspections that were reckoned by an older calendar, for the mover. */
export const inspectionsBehind: FindBehind<Work> = async (work, { authority, version, after, limit }) => {
  const rows = await work
    .selectFrom("inspection")
    .select("id")
    .where("authority", "=", authority)
    .where(
      sql<boolean>`(ended_at is null or (approval_due is not null and approved_at is null and approval_missed_at is null))`,
    )
    .where("calendar_version", "<", version)
    .where("id", ">", after)
    .orderBy("id")
    .limit(limit)
    .execute();
  return rows.map(({ id }) => id);
};

/** The tip that brought an inspection about, which is there. */
export async function tipOf(work: Work, inspectionId: string): Promise<string> {
  const { tip_id: tip } = await work
    .selectFrom("inspection_tip")
    .select("tip_id")
    .where("inspection_id", "=", inspectionId)
    .executeTakeFirstOrThrow();
  return tip;
}
