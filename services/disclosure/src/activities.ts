import { carrierOf, type Frame } from "@shuangsui/service-kit";
import { matterActivities } from "@shuangsui/workflows/activities";
import { publicationKind } from "@shuangsui/workflows/publication/contract";
import type { InspectionClient } from "./neighbours/inspection.ts";
import { publicationDeliveries } from "./publications/deliveries.ts";
import { publicationDomain } from "./publications/domain.ts";
import type { Work } from "./tables.ts";

/** The activities of the task queue `disclosure`. `inspection` owns the subjects of publications. */
export function createDisclosureActivities(frame: Frame<Work>, inspection: InspectionClient) {
  const receivers = { database: frame.database, inspection };
  return matterActivities(
    publicationKind,
    carrierOf(frame, publicationDomain, publicationDeliveries, receivers),
  );
}
