import { withCodes } from "@shuangsui/temporal-kit";
import type { Decided, InspectionEffect, InspectionInput, InspectionView } from "./contract.ts";

/** What the inspection's activities need of the service that owns its tables. */
export type InspectionParts = {
  /** Writes down what time alone has done, and tells how the inspection stands. */
  look(input: InspectionInput): Promise<InspectionView>;
  /** Decides one command, once; one for which the registry is asked is left to `decideSlowly`. */
  decide(input: InspectionInput, commandId: string): Promise<Decided>;
  /** Decides a command for which the registry is asked. */
  decideSlowly(input: InspectionInput, commandId: string): Promise<InspectionView>;
  /** Does one thing outside, once, and tells how the inspection stands then. */
  perform(input: InspectionInput, effect: InspectionEffect): Promise<InspectionView>;
};

/** The activities of the inspection workflow. Each is idempotent under the inspection's id and its step. */
export function inspectionActivities(parts: InspectionParts) {
  return withCodes({
    lookAtInspection: (input: InspectionInput) => parts.look(input),
    decideInspection: (input: InspectionInput, commandId: string) => parts.decide(input, commandId),
    decideInspectionSlowly: (input: InspectionInput, commandId: string) =>
      parts.decideSlowly(input, commandId),
    performForInspection: (input: InspectionInput, effect: InspectionEffect) => parts.perform(input, effect),
  });
}
export type InspectionActivities = ReturnType<typeof inspectionActivities>;
