import { decideInOrder, deliver, passTime, stuckAttempts, type Frame } from "@shuangsui/service-kit";
import { matterActivities } from "@shuangsui/workflows/activities";
import {
  publicationKind,
  type PublicationDeed,
  type PublicationInput,
} from "@shuangsui/workflows/publication/contract";
import type { InspectionClient } from "./neighbours/inspection.ts";
import { publicationDeliveries } from "./publications/deliveries.ts";
import { publicationDomain } from "./publications/domain.ts";
import { findStuck } from "./publications/store.ts";
import type { Work } from "./tables.ts";

/** The activities of the task queue `disclosure`. `inspection` owns the subjects of publications. */
export function createDisclosureActivities(frame: Frame<Work>, inspection: InspectionClient) {
  const outside = { database: frame.database, inspection };
  const pass = (input: PublicationInput) => passTime(frame, publicationDomain, publicationDeliveries, input);
  return matterActivities(publicationKind, {
    passTime: pass,
    async decide(input, commandId) {
      await decideInOrder(frame, publicationDomain, {}, input, commandId);
      return pass(input);
    },
    async deliver(input, deed) {
      try {
        return await deliver(frame, publicationDomain, publicationDeliveries, outside, input, deed);
      } catch (error) {
        await warnWhereStuck(frame, input, deed);
        throw error;
      }
    },
  });
}

/** Says so in the log where something owed has failed several times. */
async function warnWhereStuck(
  { database, logger }: Frame<Work>,
  { id, authority }: PublicationInput,
  deed: PublicationDeed,
): Promise<void> {
  const owed = await database.as(authority, (work) => findStuck(work, id, deed, stuckAttempts));
  if (owed !== undefined)
    logger.warn({ subject: id, deed, code: owed.last_code, attempts: owed.attempts }, "a delivery is stuck");
}
