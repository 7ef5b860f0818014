import type { Clock } from "@shuangsui/clock";
import type { Sealer } from "@shuangsui/sealing";
import { inRequestOf, type Database, type Logger } from "@shuangsui/service-kit";
import type { Client } from "@shuangsui/temporal-kit";
import { campaignActivities } from "@shuangsui/workflows/campaign/activities";
import { inspectionActivities } from "@shuangsui/workflows/inspection/activities";
import { planActivities } from "@shuangsui/workflows/plan/activities";
import { decideWithCommitments } from "./campaigns/commit.ts";
import { decideCampaignCommand } from "./campaigns/decide.ts";
import { lookAtCampaign } from "./campaigns/look.ts";
import { performForCampaign, startCampaign } from "./campaigns/outside.ts";
import type { DisclosureClient } from "./disclosure-client.ts";
import { wakeThrough } from "./engine.ts";
import { decideInspectionCommand, decideWithCertificates } from "./inspections/decide.ts";
import { lookAt } from "./inspections/look.ts";
import { performEffect, type Outside } from "./inspections/outside.ts";
import { decidePlanCommand } from "./plans/decide.ts";
import { lookAtPlan, performForPlan } from "./plans/look.ts";
import type { RegistryClient } from "./registry-client.ts";
import type { Tables } from "./tables.ts";

export type ActivityParts = {
  database: Database<Tables>;
  clock: Clock;
  registry: RegistryClient;
  disclosure: DisclosureClient;
  client: Client;
  logger: Logger;
  /** Under whose keys draws' secrets lie in the database. */
  sealer: Sealer;
};

/** The activities of the task queue `inspection`, over this service's tables and the other services' APIs. */
export function createActivities(parts: ActivityParts) {
  const { database, clock, client } = parts;
  const outside: Outside = {
    ...parts,
    wakeInspection: wakeThrough(client, "inspection"),
    wakeCampaign: wakeThrough(client, "campaign"),
  };
  return {
    ...planActivities({
      look: (input) => lookAtPlan(database, input),
      decide: (input, commandId) =>
        inRequestOf(database, commandId, () => decidePlanCommand(parts, input, commandId)),
      perform: (input, effect) => performForPlan(parts, input, effect),
    }),
    ...campaignActivities({
      look: (input) => lookAtCampaign(database, clock, input),
      decide: (input, commandId) => decideCampaignCommand(parts, input, commandId),
      decideSlowly: (input, commandId) =>
        inRequestOf(database, commandId, () => decideWithCommitments(parts, input, commandId)),
      perform: (input, effect) => performForCampaign(parts, input, effect),
      start: (input, started, limit) => startCampaign(parts, input, started, limit),
    }),
    ...inspectionActivities({
      look: (input) => lookAt(database, clock, input),
      decide: (input, commandId) => decideInspectionCommand(parts, input, commandId),
      decideSlowly: (input, commandId) => decideWithCertificates(parts, input, commandId),
      perform: (input, effect) => performEffect(outside, input, effect),
    }),
  };
}
