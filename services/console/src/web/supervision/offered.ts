import type { SupervisionCommandType, SupervisionSummary } from "@shuangsui/contracts";
import type { Session } from "../calls/session.tsx";

type May = (action: "supervision.answer" | "supervision.order", authority: string) => boolean;

/** What whoever is signed in is offered at an order; the first is the step that is waited for. The service has the last word. */
export function offeredAt(
  { state, waitingFor, authority, orderedBy, escalatedTo }: SupervisionSummary,
  own: Session["authority"],
  may: May,
): readonly SupervisionCommandType[] {
  if (state === "closed" || state === "withdrawn") return [];
  if (authority === own) {
    const next = { receipt: "receive", answer: "answer", closing: null, nothing: null } as const;
    const command = next[waitingFor];
    return command !== null && may("supervision.answer", authority) ? [command] : [];
  }
  if ((own !== orderedBy && own !== escalatedTo) || !may("supervision.order", authority)) return [];
  return state === "answered" ? ["close", "return", "withdraw"] : ["withdraw"];
}
