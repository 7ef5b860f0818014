import {
  dueSpan,
  noTownship,
  type CountedFigure,
  type DueSpan,
  type Figures,
  type FiguresBy,
  type FiguresByAuthority,
  type groupedFigures,
  type InspectionOutcome,
  type Trend,
} from "@shuangsui/contracts";
import { endOf, shanghaiDate } from "@shuangsui/workdays";
import { sql, type RawBuilder, type SqlBool } from "kysely";
import type { z } from "zod";
import type { Work } from "../tables.ts";
import { ofBreach } from "./lifecycle.ts";

/**
 * Which inspections a figure counts, wherever it is shown: `due` are those whose result is public or was to be by now; of
 * `breaches` those that have any, each of which may have several.
 */
export function isCounted(figure: CountedFigure, now: Date): RawBuilder<SqlBool> {
  switch (figure) {
    case "checked":
      return sql`inspection.check_ended_at is not null`;
    case "due":
      return sql`(inspection.published_at is not null or inspection.result_due <= ${now})`;
    case "published":
      return sql`inspection.published_at is not null`;
    case "done":
      return sql`inspection.state = 'closed'`;
    case "breaches":
      return sql`inspection.breaches > 0`;
  }
}

const number = (of: RawBuilder<SqlBool>) => sql<number>`(count(*) filter (where ${of}))::int`;

/**
 * What is counted of inspections, each by one expression, wherever it is shown: `overdue` is a deadline that has passed and is
 * still open, that of a step that was missed or of the one that is waited for; what has ended has none. `breaches` are all that
 * ever were.
 */
export function figureColumns(now: Date) {
  return [
    sql<number>`count(*)::int`.as("count"),
    number(isCounted("checked", now)).as("checked"),
    number(isCounted("due", now)).as("due"),
    number(isCounted("published", now)).as("published"),
    number(isCounted("done", now)).as("done"),
    number(sql`inspection.shown_due <= ${now}`).as("overdue"),
    sql<number>`coalesce(sum(inspection.breaches), 0)::int`.as("breaches"),
  ] as const;
}

/** Of those that are counted the ones that are due by `soon` and not overdue. */
export const dueSoonColumn = (now: Date, soon: Date) =>
  number(sql`inspection.shown_due > ${now} and inspection.shown_due <= ${soon}`).as("dueSoon");

/**
 * By when an inspection is due; what has no due time comes last. As the indexes have it: under row-level security none is used for
 * `coalesce`, which might leak what it is given.
 */
export const urgency = sql<Date>`(case when inspection.shown_due is null then 'infinity'::timestamptz else inspection.shown_due end)`;

/** The last day of each span of days that has one, by Asia/Shanghai; on a Sunday nothing is left of the week. */
export function lastDaysOf(now: Date): Record<Exclude<DueSpan, "later">, string> {
  const [monday = ""] = mondaysUntil(now, 1);
  const sunday = Date.parse(`${monday}T00:00:00Z`) + 6 * dayMs;
  const day = (ms: number) => new Date(ms).toISOString().slice(0, 10);
  return { today: shanghaiDate(now), week: day(sunday), "next-week": day(sunday + 7 * dayMs) };
}

/** Whether an inspection is due in those days, and not overdue; `due` is its due time, or infinity where it has none. */
export function isDueIn(span: DueSpan, now: Date, due: RawBuilder<unknown> = urgency): RawBuilder<SqlBool> {
  const ends = lastDaysOf(now);
  switch (span) {
    case "today":
      return sql`(${due} > ${now} and ${due} <= ${endOf(ends.today)})`;
    case "week":
      return sql`(${due} > ${endOf(ends.today)} and ${due} <= ${endOf(ends.week)})`;
    case "next-week":
      return sql`(${due} > ${endOf(ends.week)} and ${due} <= ${endOf(ends["next-week"])})`;
    case "later":
      return sql`(${due} > ${endOf(ends["next-week"])} and ${due} < 'infinity')`;
  }
}

/** Of those that are counted how many are due in which days. */
export function dueInColumn(now: Date) {
  const due = sql.ref("inspection.shown_due");
  const counted = dueSpan.options.map(
    (span) => sql`${sql.lit(span)}, count(*) filter (where ${isDueIn(span, now, due)})`,
  );
  return sql<Record<DueSpan, number>>`json_build_object(${sql.join(counted)})`.as("dueIn");
}

/** Of no inspection. */
const nothing: Figures = {
  count: 0,
  checked: 0,
  due: 0,
  published: 0,
  done: 0,
  overdue: 0,
  breaches: 0,
};

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

type Group = z.infer<typeof groupedFigures>["items"][number];
/** So many groups are told, those with most inspections first; of townships as many as a province has, for a map lacks none. */
const mostGroups = (by: FiguresBy) => (by === "township" ? 2_000 : 200);

/** The figures of each authority, township, campaign, leader of a team or item, of what `authorities` have, or of one campaign of theirs; one more group than are shown, where there is one. */
export async function figuresOfGroups(
  work: Work,
  {
    by,
    authorities,
    campaign,
    now,
    soon,
    most = mostGroups(by),
  }: {
    by: FiguresBy;
    authorities: readonly string[];
    campaign: string | undefined;
    now: Date;
    soon: Date;
    most?: number;
  },
): Promise<{ items: Group[]; isMore: boolean }> {
  const rows = await groupsBy(work, by)
    .select(figureColumns(now))
    .select(dueSoonColumn(now, soon))
    .where("inspection.authority", "in", authorities)
    .$if(campaign !== undefined, (all) => all.where("inspection.campaign_id", "=", campaign ?? ""))
    .orderBy("count", "desc")
    .orderBy("key")
    .limit(most + 1)
    .execute();
  return { items: rows.slice(0, most), isMore: rows.length > most };
}

function groupsBy(work: Work, by: FiguresBy) {
  const from = work.selectFrom("inspection");
  const named = (key: RawBuilder<string>) => [key.as("key"), sql<string | null>`null`.as("title")] as const;
  switch (by) {
    case "authority":
      return from.select(named(sql`inspection.authority`)).groupBy("key");
    case "township":
      return from.select(named(township)).groupBy("key");
    case "campaign":
      return from
        .innerJoin("campaign", "campaign.id", "inspection.campaign_id")
        .select(["campaign.id as key", "campaign.title as title"])
        .groupBy("campaign.id");
    case "lead":
      return from
        .innerJoin("inspection_member", "inspection_member.inspection_id", "inspection.id")
        .where(isLead)
        .select(named(sql`inspection_member.inspector_id::text`))
        .groupBy("key");
    case "item":
      return from
        .innerJoinLateral(
          sql<{ code: string }>`jsonb_array_elements_text(inspection.item_codes)`.as<"item">(
            sql`item (code)`,
          ),
          (join) => join.onTrue(),
        )
        .select(named(sql`item.code`))
        .groupBy("key");
  }
}

/** The township of an inspection's target, as far as one is known. */
const township = sql<string>`(case when length(inspection.territory) = 9 then inspection.territory else ${sql.lit(noTownship)} end)`;
/** What stands behind every code that begins so. */
const behindAll = ":";

/** Whose target lies in the division whose code begins so, or for `none`: of whose target no township is known. */
export function isIn(territory: string): RawBuilder<SqlBool> {
  if (territory === noTownship) return sql`${township} = ${noTownship}`;
  return sql`(inspection.territory >= ${territory} and inspection.territory < ${territory + behindAll})`;
}

/** Of the members of a team whoever leads it: its first officer. */
export const isLead = sql<SqlBool>`inspection_member.kind = 'officer' and not exists (
  select from inspection_member before
  where before.inspection_id = inspection_member.inspection_id and before.kind = 'officer'
    and before.position < inspection_member.position)`;

const dayMs = 86_400_000;
/** The Monday of the week in Asia/Shanghai in which `now` lies, and of so many before it, the oldest first. */
export function mondaysUntil(now: Date, weeks: number): string[] {
  const today = Date.parse(`${shanghaiDate(now)}T00:00:00Z`);
  const monday = today - ((new Date(today).getUTCDay() + 6) % 7) * dayMs;
  return Array.from({ length: weeks }, (_, index) =>
    new Date(monday - (weeks - 1 - index) * 7 * dayMs).toISOString().slice(0, 10),
  );
}

/** What happened in each of so many weeks, this one the last: one query a figure. */
export async function trendOf(
  work: Work,
  { authorities, now, weeks }: { authorities: readonly string[]; now: Date; weeks: number },
): Promise<Trend["weeks"]> {
  const mondays = mondaysUntil(now, weeks);
  const since = new Date(`${mondays[0] ?? ""}T00:00:00+08:00`);
  const counted = async (at: "created_at" | "check_ended_at" | "published_at") =>
    work
      .selectFrom("inspection")
      .select([weekOf(sql.ref(at)), sql<number>`count(*)::int`.as("count")])
      .where("authority", "in", authorities)
      .where(at, ">=", since)
      .groupBy("week")
      .execute();
  const breaches = work
    .selectFrom("event")
    .select([weekOf(sql.ref("at")), sql<number>`count(*)::int`.as("count")])
    .where("matter_type", "=", "inspection")
    .where("type", "in", ofBreach)
    .where("authority", "in", authorities)
    .where("at", ">=", since)
    .groupBy("week")
    .execute();
  const found = await Promise.all([
    counted("created_at"),
    counted("check_ended_at"),
    counted("published_at"),
    breaches,
  ]);
  const [opened, checked, published, breached] = found.map((rows) => {
    const of = new Map(rows.map(({ week, count }) => [week, count]));
    return (week: string) => of.get(week) ?? 0;
  });
  const none = () => 0;
  return mondays.map((week) => ({
    week,
    opened: (opened ?? none)(week),
    checked: (checked ?? none)(week),
    published: (published ?? none)(week),
    breaches: (breached ?? none)(week),
  }));
}

/** In the week of that day in Asia/Shanghai. */
export function isInWeek(at: RawBuilder<unknown>, of: string): RawBuilder<SqlBool> {
  const [monday = of] = mondaysUntil(new Date(`${of}T00:00:00+08:00`), 1);
  const from = Date.parse(`${monday}T00:00:00+08:00`);
  return sql<SqlBool>`(${at} >= ${new Date(from)} and ${at} < ${new Date(from + 7 * dayMs)})`;
}

/** Whose events say that they had a breach in the week of that day. */
export const breachedIn = (work: Work, of: string) =>
  work
    .selectFrom("event")
    .select("matter_id")
    .where("matter_type", "=", "inspection")
    .where("type", "in", ofBreach)
    .where(isInWeek(sql.ref("event.at"), of));

const weekOf = (at: RawBuilder<unknown>) =>
  sql<string>`to_char(date_trunc('week', ${at} at time zone 'Asia/Shanghai'), 'YYYY-MM-DD')`.as("week");
