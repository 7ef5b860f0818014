import { deliveryOf, type Deliveries } from "@shuangsui/service-kit";
import type { PublicationDeed } from "@shuangsui/workflows/publication/contract";
import type { InspectionClient } from "../neighbours/inspection.ts";
import type { Work } from "../tables.ts";
import type { PublicationDecision } from "./lifecycle.ts";
import { findVersion } from "./store.ts";
import type { Publication } from "./tables.ts";

/** What a publication's deliveries need of the worker. */
export type PublicationReceivers = { inspection: InspectionClient };

/** What a publication owes: the subject's owner learns of each version, in their order (article 30). */
export const publicationDeliveries: Deliveries<
  Work,
  Publication,
  PublicationDecision,
  PublicationReceivers,
  PublicationDeed
> = {
  tellOwner: deliveryOf<Work, Publication, PublicationDecision, PublicationReceivers>()({
    each: true,
    // With these the owner has decided the notice, and answers so for ever. Whatever else it says may pass.
    final: ["command/key-reused", "inspection/wrong-state", "plan/wrong-state"],
    knows: (work, { id }, _receivers, { revision }) => findVersion(work, id, revision),
    async hand({ inspection }, { id, authority, kind, subject_id: subjectId }, { key }, version) {
      if (kind === "item-list") return;
      await inspection.tellPublished(authority, id, key, {
        kind,
        subjectId,
        version: version.version,
        publishedAt: version.published_at.toISOString(),
        by: version.by,
        breach: version.breach,
      });
    },
    refused: (_work, _publication, code) => ({
      patch: {},
      events: [{ type: "notice-refused", facts: { code } }],
    }),
  }),
};
