import {
  filledIn,
  type CampaignState,
  type CampaignSummary,
  type CampaignWaiting,
} from "@shuangsui/contracts";
import { linkTo } from "../site/links.ts";
import { portalLink } from "../site/portal.ts";
import { stuckTexts } from "../site/stuck.ts";
import { dueText, leftText, type Left } from "../site/time.ts";
import { shortName, type Viewer } from "../site/viewer.ts";
import { words } from "../site/words.ts";

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
  /** Why it is stuck, a sentence each. */
  stuck: string[];
  inspections: number;
  checked: number;
  inspectionsHref: string;
  /** The draw's page on the portal, once there is something to see. */
  drawHref: string | null;
};

/** What a campaign in each state waits for; a list does not tell one whose commitment is not public yet. */
const waitsIn: Record<CampaignState, CampaignWaiting> = {
  draft: "scheme",
  scheme: "commit",
  committed: "witnesses",
  void: "redraw",
  drawn: "start",
  running: "checks",
  ended: "reveal",
  revealed: "announcement",
  closed: "nothing",
  cancelled: "nothing",
};

/** Puts a campaign into the words of a table's line. */
export function campaignRowOf(campaign: CampaignSummary, viewer: Viewer, portalUrl: string): CampaignRow {
  const announced = campaign.state !== "draft" && campaign.state !== "scheme";
  return {
    href: linkTo(`/campaigns/${campaign.id}`, viewer),
    title: campaign.title,
    authority: shortName(campaign.authority),
    kind: words.targetKind[campaign.targetKind],
    state: words.campaignState[campaign.state],
    waits: words.campaignWaiting[waitsIn[campaign.state]],
    window: filledIn(words.console.window, { from: campaign.windowFrom, to: campaign.windowTo }),
    due: campaign.dueAt === null ? words.label.none : dueText(campaign.dueAt, campaign.provisional),
    left: leftText(campaign.workdaysLeft, false),
    stuck: stuckTexts("campaign", campaign.stuck),
    inspections: campaign.inspections,
    checked: campaign.checked,
    inspectionsHref: linkTo("/inspections", viewer, { campaign: campaign.id }),
    drawHref: announced ? portalLink(portalUrl, "draws", campaign.drawId) : null,
  };
}
