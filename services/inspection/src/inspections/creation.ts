import { calendar, dueAt } from "@shuangsui/workdays";
import type { Transaction } from "kysely";
import type { Tables } from "../tables.ts";
import { recusalWorkdays } from "./deadlines.ts";

/** A target that a draw selected, with the team dealt to it. */
export type DrawnInspection = {
  /** UUID v5 of drawId and opaqueId, so that creating twice is creating once. */
  id: string;
  authority: string;
  campaignId: string;
  drawId: string;
  opaqueId: string;
  targetCode: string;
  targetKind: "entity" | "project";
  riskClass: string;
  profile: string;
  officersNeeded: number;
  itemCodes: readonly string[];
  /** The rank in the draw; null for an alternate that took a place. */
  rank: number | null;
  members: readonly { number: number; inspectorId: string; kind: "officer" | "expert"; position: number }[];
  /** The campaign's window, days in Asia/Shanghai, both inclusive. */
  windowFrom: string;
  windowTo: string;
};

/** How many rows go into one statement: well below PostgreSQL's 65,535 parameters. */
const batch = 500;

/** Writes the inspections that a draw made, each in state `drawn` with its recusal window open (article 24). Idempotent by id. */
export async function createInspections(
  transaction: Transaction<Tables>,
  drawn: readonly DrawnInspection[],
  at: Date,
): Promise<void> {
  const recusal = dueAt(calendar, at, recusalWorkdays);
  for (let from = 0; from < drawn.length; from += batch) {
    const rows = drawn.slice(from, from + batch);
    const created = await transaction
      .insertInto("inspection")
      .values(
        rows.map((row) => ({
          id: row.id,
          authority: row.authority,
          campaign_id: row.campaignId,
          draw_id: row.drawId,
          origin: "draw" as const,
          opaque_id: row.opaqueId,
          target_code: row.targetCode,
          target_kind: row.targetKind,
          target_name: null,
          risk_class: row.riskClass,
          profile: row.profile,
          officers_needed: row.officersNeeded,
          item_codes: JSON.stringify(row.itemCodes),
          rank: row.rank,
          window_from: row.windowFrom,
          window_to: row.windowTo,
          state: "drawn" as const,
          revision: 1,
          created_at: at,
          recusal_due: recusal.due,
          calendar_version: recusal.calendarVersion,
          due_at: recusal.due,
          shown_due: recusal.due,
          breaches: 0,
          reminders: 0,
          content_revision: 0,
          disclosed_revision: 0,
          publish_asked: false,
          updated_at: at,
        })),
      )
      .onConflict((conflict) => conflict.column("id").doNothing())
      .returning("id")
      .execute();
    const fresh = new Set(created.map((row) => row.id));
    const freshRows = rows.filter((row) => fresh.has(row.id));
    const members = freshRows.flatMap((row) =>
      row.members.map((member) => ({
        inspection_id: row.id,
        authority: row.authority,
        kind: member.kind,
        position: member.position,
        number: member.number,
        inspector_id: member.inspectorId,
        since: at,
      })),
    );
    if (members.length > 0) await transaction.insertInto("inspection_member").values(members).execute();
    if (freshRows.length > 0)
      await transaction
        .insertInto("inspection_event")
        .values(
          freshRows.map((row) => ({
            inspection_id: row.id,
            authority: row.authority,
            seq: 1,
            type: row.rank === null ? "took-place-of-gone" : "drawn",
            at,
            actor: "system",
            state: "drawn" as const,
            request_id: null,
            facts: JSON.stringify({ drawId: row.drawId, rank: row.rank }),
          })),
        )
        .execute();
  }
}
