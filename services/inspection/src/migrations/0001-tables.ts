import {
  createDataKeyTable,
  createFrameTables,
  createVisibility,
  createWebhookTables,
  protect,
} from "@shuangsui/service-kit";
import { CompiledQuery, type Kysely } from "kysely";
import { approvals } from "./approvals.ts";
import { campaigns } from "./campaigns.ts";
import { inspections } from "./inspections.ts";
import { plans } from "./plans.ts";

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
const kept = ["plan", "plan_revision", "campaign", "draw", "inspection", "finding_path", "access_code"];
/** A team is put in the place of another, and a witness may withdraw before the commitment. */
const replaced = ["inspection_member", "draw_witness"];

/** All tables of the inspection service. */
export async function up(database: Kysely<unknown>): Promise<void> {
  await createVisibility(database, "inspection");
  await createDataKeyTable(database, "inspection");
  await createFrameTables(database, "inspection");
  await createWebhookTables(database, "inspection");
  for (const statement of [...plans, ...campaigns, ...inspections, ...approvals])
    await database.executeQuery(CompiledQuery.raw(statement));
  for (const table of writtenOnce) await protect(database, "inspection", table, "written-once");
  for (const table of kept) await protect(database, "inspection", table, "kept");
  // Only sealed anew: by what was committed, another secret would show.
  await protect(database, "inspection", "draw_secret", "kept");
  for (const statement of [
    "revoke update on inspection.draw_secret from inspection",
    "grant update (keys, codes) on inspection.draw_secret to inspection",
  ])
    await database.executeQuery(CompiledQuery.raw(statement));
  for (const table of replaced) await protect(database, "inspection", table);
}
