import {
  calendarChanges,
  figuresByAuthority,
  statistic,
  type FiguresByAuthority,
  type PublicationNotice,
  type Statistic,
} from "@shuangsui/contracts";
import { serviceClient, systemScope, type ServiceClientOptions } from "@shuangsui/service-kit";
import { z } from "zod";

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
  const { call } = serviceClient(options);
  return {
    async tellPublished(authority, publicationId, key, notice) {
      await call(`/internal/v1/publications/${publicationId}/published`, z.unknown(), {
        method: "POST",
        authority,
        actor: "disclosure",
        idempotencyKey: key,
        body: notice,
      });
    },
    figures: () => call("/internal/v1/figures", figuresByAuthority, { authority: systemScope }),
    campaignStatistics: (campaignId) =>
      call(`/internal/v1/campaigns/${campaignId}/statistics`, z.array(statistic), { authority: systemScope }),
    async calendarChanges(after) {
      const path = `/internal/v1/calendar/changes?after=${after}`;
      return (await call(path, calendarChanges, { authority: systemScope, actor: "disclosure" })).items;
    },
  };
}
