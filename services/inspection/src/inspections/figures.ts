import type { Figures, FiguresByAuthority, InspectionOutcome } from "@shuangsui/contracts";
import { sql } from "kysely";
import type { Work } from "../tables.ts";

/**
 * What is counted of inspections, each by one expression, wherever it is shown: `overdue` is a deadline that has passed and is
 * still open, that of a step that was missed or of the one that is waited for; what has ended has none. `breaches` are all that
 * ever were.
 */
export function figureColumns(now: Date) {
  return [
    sql<number>`count(*)::int`.as("count"),
    sql<number>`(count(*) filter (where inspection.check_ended_at is not null))::int`.as("checked"),
    sql<number>`(count(*) filter (where inspection.state = 'closed'))::int`.as("done"),
    sql<number>`(count(*) filter (where inspection.shown_due <= ${now}))::int`.as("overdue"),
    sql<number>`coalesce(sum(inspection.breaches), 0)::int`.as("breaches"),
  ] as const;
}

/** Of no inspection. */
const nothing: Figures = { count: 0, checked: 0, done: 0, overdue: 0, breaches: 0 };

/** The figures of each authority that the scope sees; of other origins than a draw how many, and how many teams were named (article 2). */
export function figuresOfAuthorities(work: Work, now: Date): Promise<FiguresByAuthority["items"]> {
  return work
    .selectFrom("inspection")
    .select("authority")
    .select(figureColumns(now))
    .select([
      sql<number>`(count(*) filter (where inspection.origin <> 'draw'))::int`.as("ordered"),
      sql<number>`(count(*) filter (where inspection.team_by = 'named'))::int`.as("named"),
    ])
    .groupBy("authority")
    .orderBy("authority")
    .execute();
}

/** The figures of campaigns, by id. */
export async function figuresOfCampaigns(
  work: Work,
  campaignIds: readonly string[],
  now: Date,
): Promise<(campaignId: string) => Figures> {
  if (campaignIds.length === 0) return () => nothing;
  const rows = await work
    .selectFrom("inspection")
    .select("campaign_id")
    .select(figureColumns(now))
    .where("campaign_id", "in", campaignIds)
    .groupBy("campaign_id")
    .execute();
  const of = new Map(rows.map(({ campaign_id: id, ...figures }) => [id, figures]));
  return (campaignId) => of.get(campaignId) ?? nothing;
}

/** What became of a campaign's inspections: how many of each outcome there is, and how many findings stand. */
export async function outcomesOfCampaign(
  work: Work,
  campaignId: string,
): Promise<{ outcomes: { outcome: InspectionOutcome; count: number }[]; findings: number }> {
  const [outcomes, { findings }] = await Promise.all([
    work
      .selectFrom("inspection")
      .select(["outcome", sql<number>`count(*)::int`.as("count")])
      .where("campaign_id", "=", campaignId)
      .where("outcome", "is not", null)
      .$narrowType<{ outcome: InspectionOutcome }>()
      .groupBy("outcome")
      .orderBy("outcome")
      .execute(),
    work
      .selectFrom("finding")
      .innerJoin("inspection", "inspection.id", "finding.inspection_id")
      .select(sql<number>`count(*)::int`.as("findings"))
      .where("campaign_id", "=", campaignId)
      .where(sql<boolean>`not finding.id::text = any(inspection.taken_back)`)
      .executeTakeFirstOrThrow(),
  ]);
  return { outcomes, findings };
}
