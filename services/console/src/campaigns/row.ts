import type { CampaignSummary } from "@shuangsui/contracts";
import { kindWords } from "../inspections/words.ts";
import { linkTo } from "../site/links.ts";
import { portalLink } from "../site/portal.ts";
import { dueText, leftText, type Left } from "../site/time.ts";
import { shortName } from "../site/viewer.ts";
import { campaignWords } from "./words.ts";

/** One campaign as a line of a table. */
export type CampaignRow = {
  href: string;
  title: string;
  authority: string;
  kind: string;
  state: string;
  waits: string;
  window: string;
  due: string;
  left: Left | null;
  inspections: number;
  checksOver: number;
  inspectionsHref: string;
  /** The draw's page on the portal, once there is something to see. */
  drawHref: string | null;
};

/** Puts a campaign into the words of a table's line. */
export function campaignRowOf(campaign: CampaignSummary, viewer: string, disclosureUrl: string): CampaignRow {
  const words = campaignWords[campaign.state];
  const announced = campaign.state !== "draft" && campaign.state !== "scheme";
  return {
    href: linkTo(`/campaigns/${campaign.id}`, viewer),
    title: campaign.title,
    authority: shortName(campaign.authority),
    kind: kindWords[campaign.targetKind],
    state: words.name,
    waits: words.waits ?? "—",
    window: `${campaign.windowFrom} 至 ${campaign.windowTo}`,
    due: campaign.dueAt === null ? "—" : dueText(campaign.dueAt),
    left: leftText(campaign.workdaysLeft, false),
    inspections: campaign.inspections,
    checksOver: campaign.checksOver,
    inspectionsHref: linkTo("/inspections", viewer, { campaign: campaign.id }),
    drawHref: announced ? portalLink(disclosureUrl, "draws", campaign.drawId) : null,
  };
}
