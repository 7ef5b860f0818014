import {
  eventPrefix,
  inspectionState,
  type Action,
  type CampaignEventType,
  type CloudEvent,
  type InspectionEventType,
  type InspectionState,
  type PlanEventType,
  type SupervisionEventType,
  type WorkKind,
  workKind,
} from "@shuangsui/contracts";
import { offeredIn } from "../inspections/offered.ts";

/** Why something is told of: a step of it is one's own now, a deadline of it has passed, or its draw is void. */
type Why = "mine" | "late" | "void";
/** Of what an event tells; a `tip` is of the registry. */
type Told = WorkKind | "tip";
/** What is new at a matter, or a proposal that waits for one's answer, of which no event tells. */
export type News = {
  id: string;
  of: Told | "proposal";
  matter: string;
  at: string;
  type: string;
  why: Why;
};

/** Whoever the bell rings for. */
export type Hearer = { authority: string; may(action: Action): boolean };

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
/** What of a campaign hands it on, and to whom. */
const handsOnCampaign: Partial<Record<CampaignEventType, Action>> = {
  triggered: "campaign.scheme",
  "scheme-set": "draw.commit",
  announced: "draw.contribute",
  "checks-over": "draw.reveal",
};
/** What of a plan asks somebody else: to review it, to change it, to look at what will be public by itself (articles 16, 17). */
const handsOnPlan: Partial<Record<PlanEventType, Action>> = {
  submitted: "plan.publish",
  returned: "plan.write",
  adjusted: "plan.publish",
};

/** Who may not read it is not told of it. */
const reading: Readonly<Record<Told, Action>> = {
  inspection: "inspection.read",
  campaign: "campaign.read",
  plan: "plan.read",
  supervision: "supervision.read",
  tip: "registry.read",
  "text-review": "text.ask",
};

/** What an event tells a hearer: nothing, where it is neither theirs nor late. */
export function newsOf({ id, type, authority, time, data }: CloudEvent, hearer: Hearer): News | undefined {
  const of = data.kind === "tip" ? data.kind : workKind.safeParse(data.kind).data;
  if (of === undefined || !hearer.may(reading[of])) return undefined;
  const name = type.slice(`${eventPrefix}${data.kind}.`.length);
  const why = whyOf(of, name, { state: data.state, isOwn: authority === hearer.authority }, hearer);
  return why === undefined ? undefined : { id, of, matter: data.id, at: time, type: name, why };
}

type Matter = { state: string | null; isOwn: boolean };

function whyOf(of: Told, name: string, matter: Matter, { may }: Hearer): Why | undefined {
  const mine = (action: Action): Why | undefined => (may(action) ? "mine" : undefined);
  switch (of) {
    case "inspection":
      return whyOfInspection(name as InspectionEventType, matter, may);
    case "campaign": {
      // The superior repeats a void draw, and whoever drew hears of it (article 23).
      if (name === "voided") return "void";
      const action = handsOnCampaign[name as CampaignEventType];
      return matter.isOwn && action !== undefined ? mine(action) : undefined;
    }
    case "supervision":
      return whyOfOrder(name as SupervisionEventType, matter, mine);
    // What became of it is for who asked alone, which the feed does not say (`news.ts`).
    case "text-review":
      return matter.isOwn ? mine(name === "ask" ? "text.review" : "text.ask") : undefined;
    case "tip":
      return matter.isOwn && name === "registered" ? mine("inspection.order") : undefined;
    case "plan": {
      const action = handsOnPlan[name as PlanEventType];
      return matter.isOwn && action !== undefined ? mine(action) : undefined;
    }
    default:
      return of satisfies never;
  }
}

function whyOfInspection(
  name: InspectionEventType,
  { state, isOwn }: Matter,
  may: Hearer["may"],
): Why | undefined {
  if (ofLate.has(name)) return "late";
  if (!isOwn) return undefined;
  const asked = asks[name];
  if (asked !== undefined) return may(asked) ? "mine" : undefined;
  const stands = inspectionState.safeParse(state).data;
  return handsOn.has(name) && stands !== undefined && isNext(stands, may) ? "mine" : undefined;
}

/** An order is for who must receive and answer it, an answer for who ordered it (article 4). */
function whyOfOrder(
  name: SupervisionEventType,
  { isOwn }: Matter,
  mine: (action: Action) => Why | undefined,
): Why | undefined {
  if (name === "escalated" || name === "overdue") return "late";
  if (name === "opened" || name === "returned") return isOwn ? mine("supervision.answer") : undefined;
  return name === "answered" && !isOwn ? mine("supervision.order") : undefined;
}

/** Whether the step that is waited for there is one's own. */
const isNext = (state: InspectionState, may: (action: Action) => boolean) =>
  offeredIn(state, () => true)[0] === offeredIn(state, may)[0];
