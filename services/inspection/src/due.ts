import { dueIn, reckoned, webhooksDue, type FindDue, type Reckoned } from "@shuangsui/service-kit";
import { campaignDomain } from "./campaigns/domain.ts";
import { beforeCommitment, campaignEnds } from "./campaigns/lifecycle.ts";
import { campaignsBehind, campaignsDue } from "./campaigns/store.ts";
import { inspectionDomain } from "./inspections/domain.ts";
import { inspectionsBehind } from "./inspections/store.ts";
import { planDomain } from "./plans/domain.ts";
import { handedIn } from "./plans/lifecycle.ts";
import { plansBehind } from "./plans/store.ts";
import { supervisionDomain } from "./supervision/domain.ts";
import { supervisionsBehind } from "./supervision/store.ts";
import type { Work } from "./tables.ts";

/** Finds what time should have moved, by the kind of matter. */
export const dueFinders: Readonly<Record<string, FindDue<Work>>> = {
  inspection: dueIn("inspection"),
  campaign: campaignsDue,
  plan: dueIn("plan"),
  supervision: dueIn("supervision"),
  webhook: webhooksDue,
};

/** What a changed calendar moves. */
export const reckonedKinds: readonly Reckoned<Work>[] = [
  reckoned(planDomain, plansBehind),
  reckoned(campaignDomain, campaignsBehind),
  reckoned(inspectionDomain, inspectionsBehind),
  reckoned(supervisionDomain, supervisionsBehind),
];

/** Finds what is not over and should have a workflow, after an id, in the order of ids, at most `limit`. */
type FindOpen = (
  work: Work,
  after: string,
  limit: number,
) => Promise<readonly { id: string; authority: string }[]>;

/** What the engine should be running, by the kind of matter. */
export const openFinders = {
  plan: (work, after, limit) =>
    work
      .selectFrom("plan")
      .select(["id", "authority"])
      .where("state", "in", handedIn)
      .where("id", ">", after)
      .orderBy("id")
      .limit(limit)
      .execute(),
  campaign: (work, after, limit) =>
    work
      .selectFrom("campaign")
      .select(["id", "authority"])
      .where("state", "not in", [...beforeCommitment, ...campaignEnds])
      .where("id", ">", after)
      .orderBy("id")
      .limit(limit)
      .execute(),
  inspection: (work, after, limit) =>
    work
      .selectFrom("inspection")
      .select(["id", "authority"])
      .where("ended_at", "is", null)
      .where("id", ">", after)
      .orderBy("id")
      .limit(limit)
      .execute(),
  supervision: (work, after, limit) =>
    work
      .selectFrom("supervision")
      .select(["id", "authority"])
      .where("ended_at", "is", null)
      .where("id", ">", after)
      .orderBy("id")
      .limit(limit)
      .execute(),
} satisfies Record<string, FindOpen>;
