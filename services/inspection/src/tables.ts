import type { DataKeyTables, FrameTables, WebhookTables } from "@shuangsui/service-kit";
import type { Transaction } from "kysely";
import type { ApprovalTables } from "./approvals/tables.ts";
import type { CampaignTables } from "./campaigns/tables.ts";
import type { DrawTables } from "./draws/tables.ts";
import type { AccessCodeTables } from "./inspected/tables.ts";
import type { InspectionTables, MergedTargetTables } from "./inspections/tables.ts";
import type { PlanTables } from "./plans/tables.ts";
import type { SettingTables } from "./settings/tables.ts";
import type { SupervisionTables } from "./supervision/tables.ts";
import type { TextReviewTables } from "./text-reviews/tables.ts";

/** All tables of the inspection service's schema. */
export type Tables = FrameTables &
  DataKeyTables &
  WebhookTables &
  SettingTables &
  PlanTables &
  CampaignTables &
  DrawTables &
  InspectionTables &
  MergedTargetTables &
  ApprovalTables &
  SupervisionTables &
  TextReviewTables &
  AccessCodeTables;

/** A transaction on them. */
export type Work = Transaction<Tables>;
