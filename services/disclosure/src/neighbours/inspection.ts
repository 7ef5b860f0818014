import {
  api,
  type calendarChanges,
  type FiguresByAuthority,
  type PublicationNotice,
  type Statistic,
} from "@shuangsui/contracts";
import { serviceClient, systemScope, type ServiceClientOptions } from "@shuangsui/service-kit";
import type { z } from "zod";

/** What disclosure asks of the inspection service. */
export type InspectionClient = {
  /**
   * Tells of a version that was published, once a key however often it is sent.
   * @throws Problem as it refused; ServiceUnavailable also where it has taken the notice but not decided it
   */
  tellPublished(
    authority: string,
    publicationId: string,
    key: string,
    notice: PublicationNotice,
  ): Promise<void>;
  /** What is counted of all inspections now, by authority. */
  figures(): Promise<FiguresByAuthority>;
  /** What is counted of a campaign's inspections now. */
  campaignStatistics(campaignId: string): Promise<Statistic[]>;
  /** The changes of the calendar after a version, the first of them in order; none where all are known. */
  calendarChanges(after: number): Promise<z.infer<typeof calendarChanges>["items"]>;
};

/** A client of the inspection service. */
export function inspectionClient(options: ServiceClientOptions): InspectionClient {
  const inspection = serviceClient(api.inspection, options);
  const everywhere = { authority: systemScope };
  return {
    tellPublished: (authority, id, idempotencyKey, body) =>
      inspection.done("postInternalPublicationsByIdPublished", {
        ...{ authority, actor: "disclosure", idempotencyKey, body },
        params: { id },
      }),
    figures: () => inspection.getInternalFigures(everywhere),
    campaignStatistics: (id) =>
      inspection.getInternalCampaignsByIdStatistics({ ...everywhere, params: { id } }),
    async calendarChanges(after) {
      const asked = { ...everywhere, actor: "disclosure", query: { after } };
      return (await inspection.getInternalCalendarChanges(asked)).items;
    },
  };
}
