import type { Clock } from "@shuangsui/clock";
import type { Database } from "@shuangsui/service-kit";
import type { Client } from "@shuangsui/temporal-kit";
import { inspectionActivities } from "@shuangsui/workflows/inspection/activities";
import type { DisclosureClient } from "./disclosure-client.ts";
import { wakeThrough } from "./engine.ts";
import { decideInspectionCommand } from "./inspections/decide.ts";
import { lookAt } from "./inspections/look.ts";
import { performEffect, type Outside } from "./inspections/outside.ts";
import type { RegistryClient } from "./registry-client.ts";
import type { Tables } from "./tables.ts";

export type ActivityParts = { database: Database<Tables>; clock: Clock; registry: RegistryClient; disclosure: DisclosureClient; client: Client };

/** The activities of the task queue `inspection`, over this service's tables and the other services' APIs. */
export function createActivities(parts: ActivityParts) {
  const { database, clock, client } = parts;
  const outside: Outside = { ...parts, wakeInspection: wakeThrough(client, "inspection"), wakeCampaign: wakeThrough(client, "campaign") };
  return {
    ...inspectionActivities({
      look: (input) => lookAt(database, clock, input),
      decide: (input, commandId) => decideInspectionCommand(parts, input, commandId),
      perform: (input, effect) => performEffect(outside, input, effect),
    }),
  };
}
