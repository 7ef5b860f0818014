import type { Action, InspectionCommandType, InspectionDetail, InspectionState } from "@shuangsui/contracts";

/** What is offered at an inspection: its command, who may, and where it stands then. The service has the last word. */
type Offer = { command: InspectionCommandType; action: Action; states: readonly InspectionState[] };

const beforeCheck = ["drawn", "confirmed", "notified"] as const;
const told = ["fed-back", "published", "credited", "closed"] as const;

/** The commands in the order of the law's way. `decide-recusal` stands beside each recusal, `sign` beside each paper. */
const offers: readonly Offer[] = [
  { command: "confirm", action: "inspection.prepare", states: ["drawn"] },
  { command: "notify", action: "inspection.prepare", states: ["confirmed"] },
  { command: "begin", action: "inspection.record", states: ["notified"] },
  { command: "record", action: "inspection.record", states: ["checking"] },
  { command: "report", action: "paper.sign", states: ["handled"] },
  { command: "feedback", action: "feedback.give", states: ["signed"] },
  { command: "publish", action: "publication.publish", states: ["fed-back"] },
  { command: "object", action: "objection.enter", states: ["fed-back", "published"] },
  { command: "answer", action: "objection.answer", states: told },
  { command: "path", action: "inspection.record", states: ["recorded", "handled", "signed", ...told] },
  { command: "supplement", action: "inspection.record", states: ["recorded", "handled", "signed", ...told] },
  { command: "recuse", action: "recusal.ask", states: beforeCheck },
  { command: "replace", action: "inspection.prepare", states: beforeCheck },
  { command: "gone", action: "inspection.prepare", states: beforeCheck },
  { command: "cancel", action: "inspection.cancel", states: beforeCheck },
  { command: "repair", action: "credit.repair", states: ["published", "credited", "closed"] },
];

/** What whoever `may` is offered at an inspection of that state; the first is the step that is waited for, if any is. */
export function offeredIn(
  state: InspectionState,
  may: (action: Action) => boolean,
): readonly InspectionCommandType[] {
  return offers
    .filter(({ action, states }) => states.includes(state) && may(action))
    .map(({ command }) => command);
}

/** The same at an inspection of which it is known what happened: an objection is answered where one stands, and raised where none was (article 30). */
export function offeredAt(
  {
    state,
    events,
  }: Pick<InspectionDetail, "state"> & {
    events: readonly Pick<InspectionDetail["events"][number], "type">[];
  },
  may: (action: Action) => boolean,
): readonly InspectionCommandType[] {
  const happened = (type: InspectionDetail["events"][number]["type"]) =>
    events.some((one) => one.type === type);
  const stands = happened("objected") && !happened("answered");
  return offeredIn(state, may).filter(
    (command) => (command !== "answer" || stands) && (command !== "object" || !happened("objected")),
  );
}
