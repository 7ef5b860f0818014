import {
  campaignState,
  inspectionState,
  planState,
  supervisionState,
  type CampaignState,
} from "@shuangsui/contracts";
import { createLogger, openDatabase, type Database, type Lifecycle } from "@shuangsui/service-kit";
import { newest } from "@shuangsui/workdays";
import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { migratedDatabase } from "../../../infra/embedded/test-database.ts";
import { campaignLifecycle } from "./campaigns/lifecycle.ts";
import { campaignsBehind } from "./campaigns/store.ts";
import { openFinders } from "./due.ts";
import { newInspection } from "./inspections/creation.ts";
import { afterChange, inspectionLifecycle } from "./inspections/lifecycle.ts";
import { inspectionsBehind } from "./inspections/store.ts";
import { migrations } from "./migrations/index.ts";
import { planLifecycle } from "./plans/lifecycle.ts";
import { plansBehind } from "./plans/store.ts";
import { supervisionLifecycle } from "./supervision/lifecycle.ts";
import { supervisionsBehind } from "./supervision/store.ts";
import type { Tables, Work } from "./tables.ts";
import { daysOff, mangshiCalendarsWith } from "./testing/calendars.ts";
import { campaignIn, lastCheckOver } from "./testing/campaign-matters.ts";
import { drawn } from "./testing/inspection-model.ts";
import { handedInAt, planIn } from "./testing/plans.ts";
import { orderedAt, orderIn } from "./testing/supervision.ts";

const authority = "533103";
const hour = 3_600_000;
const later = (at: Date) => new Date(at.getTime() + hour);
/** The calendar with a notice that came an hour after that, when nothing else was due yet. */
const calendarsChanged = (at: Date) =>
  mangshiCalendarsWith({ at: later(at), by: daysOff("1号", "2026-09-16", "2026-09-16") });
const newestVersion = newest(calendarsChanged(orderedAt)).version;

/** A row in every state, and of some states one more that differs in what the law asks of it. */
const plans = planState.options.map((state) => ({
  ...planIn(state),
  id: uuidv7(),
  calendars: calendarsChanged(handedInAt),
}));
const campaigns = [
  ...campaignState.options.map((state): [CampaignState, Date | null] => [state, null]),
  ["ended", lastCheckOver] as [CampaignState, Date | null],
].map(([state, owedAt]) => ({
  ...campaignIn(state),
  id: uuidv7(),
  plan_id: plans[0]?.id ?? "",
  reveal_owed_at: owedAt,
  calendars: calendarsChanged(lastCheckOver),
}));
const orders = supervisionState.options.flatMap((state) =>
  [null, orderedAt].map((missedAt) =>
    orderIn({ id: uuidv7(), state, missed_at: missedAt, calendars: calendarsChanged(orderedAt) }),
  ),
);
const approvals = [
  {},
  { approval_due: new Date("2026-09-17T16:00:00Z") },
  { approval_due: new Date("2026-09-17T16:00:00Z"), approved_at: orderedAt },
  { approval_due: new Date("2026-09-17T16:00:00Z"), approval_missed_at: orderedAt },
];
const inspections = inspectionState.options.flatMap((state) =>
  approvals.map((approval) => {
    const made = { ...drawn, id: uuidv7(), opaqueId: uuidv7() };
    const created = newInspection(made, orderedAt, mangshiCalendarsWith());
    const row = afterChange(created, { state, ...approval }, orderedAt);
    return { ...row, calendars: calendarsChanged(orderedAt) };
  }),
);

let database: Database<Tables>;
let drop: () => Promise<void>;
beforeAll(async () => {
  const fresh = await migratedDatabase({ inspection: migrations });
  const logger = createLogger("inspection", "silent");
  database = openDatabase<Tables>(fresh.urls.inspection.app, { logger, connections: 2 });
  drop = fresh.drop;
  await database.as(authority, insertAll);
}, 60_000);
afterAll(async () => {
  await database.close();
  await drop();
});

async function insertAll(work: Work): Promise<void> {
  await work
    .insertInto("plan")
    .values(plans.map(({ written: _written, calendars: _calendars, ...row }) => row))
    .execute();
  await work
    .insertInto("campaign")
    .values(
      campaigns.map(
        ({ calendars: _calendars, draw: _draw, witnesses: _witnesses, checks: _checks, ...row }) => ({
          ...row,
          item_codes: JSON.stringify(row.item_codes),
          scheme: JSON.stringify(row.scheme),
          statistics: "[]",
        }),
      ),
    )
    .execute();
  await work
    .insertInto("supervision")
    .values(orders.map(({ calendars: _calendars, above: _above, ...row }) => row))
    .execute();
  await work
    .insertInto("inspection")
    .values(
      inspections.map(({ calendars: _calendars, ...row }) => ({
        ...row,
        item_codes: JSON.stringify(row.item_codes),
        recusals: "[]",
        signatures: "[]",
      })),
    )
    .execute();
}

const first = "00000000-0000-0000-0000-000000000000";
type Row = { id: string; state: string };
const idsOf = (rows: readonly { id: string }[]) => rows.map(({ id }) => id);
/** Which rows, told so that a failure names their states. */
const told = (rows: readonly Row[], ids: readonly string[]) =>
  rows.flatMap(({ id, state }, index) => (ids.includes(id) ? [`${index} ${state}`] : []));

/** The rows that a change of the calendar, an hour after `at`, is written down on. */
function movedOf<M extends Row>(
  rows: readonly M[],
  { elapsed }: Lifecycle<M, { patch: { calendar_version?: number | null } }>,
  at: Date,
): string[] {
  return rows
    .filter((row) => elapsed(row, later(at))?.patch.calendar_version === newestVersion)
    .map(({ id }) => id);
}

describe("what the mover finds is what a lifecycle says that a changed calendar moves", () => {
  const query = { authority, version: newestVersion, after: first, limit: 1_000 };
  it.each([
    ["plans", plans, movedOf(plans, planLifecycle, handedInAt), plansBehind],
    ["campaigns", campaigns, movedOf(campaigns, campaignLifecycle, lastCheckOver), campaignsBehind],
    ["supervision orders", orders, movedOf(orders, supervisionLifecycle, orderedAt), supervisionsBehind],
    ["inspections", inspections, movedOf(inspections, inspectionLifecycle, orderedAt), inspectionsBehind],
  ])("of %s in every state", async (_, rows, moved, behind) => {
    const found = await database.as(authority, (work) => behind(work, query));
    expect(told(rows, found)).toEqual(told(rows, moved));
    expect(moved).not.toEqual([]);
  });
});

/** What a campaign waits for that was not committed to, or is over. */
const needless: readonly string[] = ["scheme", "commit", "nothing"];
describe("what the reconciler finds is what a lifecycle says waits for something by time or from outside", () => {
  it.each([
    [
      "plans: those that wait for their publication (articles 16, 17)",
      plans,
      plans.filter((plan) => planLifecycle.waiting(plan).for === "publication"),
      openFinders.plan,
    ],
    [
      "campaigns: those that were committed to and are not over (articles 22, 23)",
      campaigns,
      campaigns.filter((one) => !needless.includes(campaignLifecycle.waiting(one).for)),
      openFinders.campaign,
    ],
    [
      "inspections: those that are not over",
      inspections,
      inspections.filter((row) => !inspectionLifecycle.isOver(row)),
      openFinders.inspection,
    ],
  ])("of %s", async (_, rows, waiting, find) => {
    const found = await database.as(authority, (work) => find(work, first, 1_000));
    expect(told(rows, idsOf(found))).toEqual(told(rows, idsOf(waiting)));
  });
});
