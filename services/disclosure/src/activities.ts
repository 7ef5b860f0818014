import type { Clock } from "@shuangsui/clock";
import type { Database, Logger, ServiceClientOptions } from "@shuangsui/service-kit";
import { publicationActivities } from "@shuangsui/workflows/publication/activities";
import { decidePublicationCommand } from "./publications/decide.ts";
import { lookAt } from "./publications/look.ts";
import { tellInspection, tellOwner } from "./publications/tell.ts";
import type { Tables } from "./tables.ts";

/** The activities of the task queue `disclosure`. `inspection` is where that service is, which owns the subjects. */
export function createDisclosureActivities({
  database,
  clock,
  logger,
  inspection,
}: {
  database: Database<Tables>;
  clock: Clock;
  logger: Logger;
  inspection: ServiceClientOptions;
}) {
  const tell = tellInspection(inspection);
  return publicationActivities({
    look: (input) => lookAt(database, clock, input),
    decide: (input, commandId) => decidePublicationCommand({ database, clock, logger }, input, commandId),
    perform: (input, effect) => {
      switch (effect) {
        case "tell":
          return tellOwner({ database, clock, tell }, input);
        default:
          return effect satisfies never;
      }
    },
  });
}
