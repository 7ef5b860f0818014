import type { z } from "zod";
import type { campaignCommands, campaignTrigger, witness } from "./campaigns.ts";
import type { planCommands, planDraft } from "./plans.ts";
import type { newWebhook } from "./webhooks.ts";

/** A body of each operation by which a plan and its campaign are run, as the documents show it. */
export const examples = {
  postPlans: {
    year: 2026,
    title: "芒市2026年度“双随机”执法检查计划",
    entries: [
      {
        title: "建筑施工企业资质条件抽查",
        items: ["533103-01"],
        scope: { targetKind: "entity", categories: ["builder"] },
        inspectors: { officers: 2 },
        ratios: { A: "0.03", B: "0.06", C: "0.12", D: "0.2" },
        frequency: 1,
        window: { from: "2026-09-15", to: "2026-11-30" },
      },
    ],
  } satisfies z.input<typeof planDraft>,
  postPlansByIdCommandsPublish: {} satisfies z.input<typeof planCommands.publish>,
  postPlansByPlanIdEntriesByEntryIdCampaigns: {} satisfies z.input<typeof campaignTrigger>,
  putCampaignsByIdScheme: {
    procedure: "出示执法证件，告知权利义务，逐项检查并当场记录",
    content: "资质条件",
    window: { from: "2026-09-15", to: "2026-10-30" },
    beacon: { kind: "witness", revealWithinHours: 48 },
  } satisfies z.input<typeof campaignCommands.scheme>,
  postCampaignsByIdWitnesses: {
    hash: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
  } satisfies z.input<typeof witness>,
  postCampaignsByIdCommandsCommit: {} satisfies z.input<typeof campaignCommands.commit>,
  postCampaignsByIdContributions: {
    contribution: "60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752",
  } satisfies z.input<typeof campaignCommands.contribution>,
  postWebhooks: {
    url: "https://hooks.example.cn/in",
    types: ["cn.shuangsui.inspection"],
  } satisfies z.input<typeof newWebhook>,
} as const;
