import type { FindDue } from "@shuangsui/service-kit";
import { campaignsDue } from "./campaigns/store.ts";
import { inspectionsDue } from "./inspections/store.ts";
import type { Work } from "./tables.ts";

/** What time should have moved, by the kind of matter. A plan's deadline its publication holds. */
export const dueFinders: Readonly<Record<string, FindDue<Work>>> = {
  inspection: inspectionsDue,
  campaign: campaignsDue,
};
