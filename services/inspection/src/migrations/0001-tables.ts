import {
  createDataKeyTable,
  createFrameTables,
  createVisibility,
  createWebhookTables,
  protect,
} from "@shuangsui/service-kit/schema";
import { CompiledQuery, type Kysely } from "kysely";
import { approvals } from "./approvals.ts";
import { campaigns } from "./campaigns.ts";
import { inspections } from "./inspections.ts";
import { plans } from "./plans.ts";
import { supervision } from "./supervision.ts";

/** Never changed once written. */
const writtenOnce = [
  "inspection_tip",
  "setting",
  "draw_snapshot",
  "draw_member",
  "draw_place",
  "draw_change",
  "finding",
  "approval",
  "text_review",
];
/** Changed, never deleted. */
const kept = [
  "plan",
  "plan_revision",
  "campaign",
  "draw",
  "inspection",
  "finding_path",
  "access_code",
  "supervision",
  "text_review_request",
];
/** A team is put in the place of another, a witness may withdraw before the commitment, and what was shown of work that is done is gone. */
const replaced = ["inspection_member", "draw_witness", "campaign_progress"];

/** All tables of the inspection service. */
export async function up(database: Kysely<unknown>): Promise<void> {
  await createVisibility(database, "inspection");
  await createDataKeyTable(database, "inspection");
  await createFrameTables(database, "inspection");
  await createWebhookTables(database, "inspection");
  for (const statement of [...plans, ...campaigns, ...inspections, ...approvals, ...supervision])
    await database.executeQuery(CompiledQuery.raw(statement));
  for (const table of writtenOnce) await protect(database, "inspection", table, "written-once");
  for (const table of kept) await protect(database, "inspection", table, "kept");
  // Only sealed anew: by what was committed, another secret would show.
  for (const table of ["draw_secret", "draw_part"]) await protect(database, "inspection", table, "kept");
  for (const statement of [
    "revoke update on inspection.draw_secret from inspection",
    "grant update (keys) on inspection.draw_secret to inspection",
    "revoke update on inspection.draw_part from inspection",
    "grant update (codes) on inspection.draw_part to inspection",
  ])
    await database.executeQuery(CompiledQuery.raw(statement));
  for (const table of replaced) await protect(database, "inspection", table);
}
