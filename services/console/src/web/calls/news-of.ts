import {
  eventPrefix,
  inspectionState,
  type Action,
  type CloudEvent,
  type InspectionEventType,
  type InspectionState,
} from "@shuangsui/contracts";
import { offeredIn } from "../inspections/offered.ts";

/** Why an inspection is told of: a step of it is one's own now, or a deadline of it has passed. */
type Why = "mine" | "late";
export type News = { id: string; inspection: string; at: string; type: InspectionEventType; why: Why };

/** What says that a deadline has passed, or that it is a breach of the authority. */
const ofLate: ReadonlySet<InspectionEventType> = new Set([
  "record-missed",
  "report-missed",
  "feedback-missed",
  "approval-missed",
  "recusal-escalated",
]);
/** What hands an inspection on to whoever may do the step after it. */
const handsOn: ReadonlySet<InspectionEventType> = new Set([
  "drawn",
  "ordered",
  "confirmed",
  "notified",
  "begun",
  "recorded",
  "findings-handled",
  "signed",
  "fed-back",
]);
/** What asks somebody else of the authority, beside the way. */
const asks: Partial<Record<InspectionEventType, Action>> = {
  "recusal-declared": "recusal.decide",
  "paper-offered": "paper.sign",
  objected: "objection.answer",
};

/** What an event tells whoever is of `authority` and `may`: nothing, where it is neither theirs nor late. */
export function newsOf(
  { id, type, authority, time, data }: CloudEvent,
  own: string,
  may: (action: Action) => boolean,
): News | undefined {
  if (data.kind !== "inspection") return undefined;
  const name = type.slice(`${eventPrefix}inspection.`.length) as InspectionEventType;
  const state = inspectionState.safeParse(data.state).data;
  const told = (why: Why): News => ({ id, inspection: data.id, at: time, type: name, why });
  if (ofLate.has(name)) return told("late");
  if (authority !== own) return undefined;
  const asked = asks[name];
  if (asked !== undefined) return may(asked) ? told("mine") : undefined;
  return handsOn.has(name) && state !== undefined && isNext(state, may) ? told("mine") : undefined;
}

/** Whether the step that is waited for there is one's own. */
const isNext = (state: InspectionState, may: (action: Action) => boolean) =>
  offeredIn(state, () => true)[0] === offeredIn(state, may)[0];
