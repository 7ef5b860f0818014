import { Problem, type InspectionOrder } from "@shuangsui/contracts";
import type { NewDocument } from "@shuangsui/service-kit";
import { shanghaiDate } from "@shuangsui/workdays";
import type { ItemNow, RegistryClient, Target, Tip } from "../neighbours/registry.ts";
import { needsOf, requireItems } from "../items/rules.ts";
import { lotPaper } from "./commands/seat-change.ts";
import type { OrderedInspection } from "./lifecycle.ts";
import {
  candidatesFor,
  castLot,
  teamByLot,
  teamByName,
  type Candidate,
  type Candidates,
  type Lot,
} from "./lots.ts";
import { kindOf } from "../kinds.ts";

/** What the registry says of an order, and the lot that was cast for its team. */
export type OrderKnown = {
  /** What the order follows, where it names one. */
  tip?: Tip;
  target: Target;
  items: readonly ItemNow[];
  candidates: Candidates;
  lot: Lot;
};

/** An inspection that is ordered, and what is kept of the order and of its lot. */
export type Ordered = { inspection: OrderedInspection; documents: readonly NewDocument[] };

/** Asks the registry what an order must know, and casts the lot for its team (article 2). @throws Problem `target/not-active` where there is no such target */
export async function askForOrder(
  registry: Pick<RegistryClient, "target" | "items" | "inspectors" | "conflicts" | "tip">,
  authority: string,
  { target: { kind, code }, items: codes, team, window, tip: tipId }: InspectionOrder,
): Promise<OrderKnown> {
  const tip = tipId === undefined ? undefined : await registry.tip(authority, tipId);
  const target = await registry.target(authority, kind, code).catch((error: unknown) => {
    // What is nowhere and what is others' answers alike (article 5).
    if (error instanceof Problem && error.code === "not-found") throw new Problem("target/not-active");
    throw error;
  });
  const items = await registry.items(authority, codes);
  const candidates = await candidatesFor(registry, authority, code, {
    from: window.from,
    until: window.to,
  });
  const officers = team.by === "lot" ? team.officers : 2;
  const needs = needsOf({ inspectors: { officers, types: [], specialties: [] } }, items);
  return {
    ...(tip === undefined ? {} : { tip }),
    target,
    items,
    candidates,
    lot: castLot(candidates.free, needs),
  };
}

/**
 * Article 2: an inspection of another origin than a draw. What a draw demands holds of its target and its items; its team is the
 * lot's, or named with a reason. Article 25: only a check on a case can be an emergency.
 * @throws Problem `target/not-active`, `item/not-in-force`, `inspection/not-emergency`, `body/invalid`, and
 * as `teamByLot` and `teamByName` refuse
 */
export function decideOrder(
  id: string,
  authority: string,
  order: InspectionOrder,
  { tip, target, items, candidates, lot }: OrderKnown,
  at: Date,
): Ordered {
  if (tip !== undefined) requireOfTip(order, tip);
  const { origin, window, team, emergency } = order;
  const kind = kindOf(origin, false);
  if (target.status !== "active") throw new Problem("target/not-active");
  requireItems(order.items, items, target.kind, "");
  const twice = order.items.findIndex((code, index) => order.items.indexOf(code) < index);
  if (twice >= 0)
    throw new Problem("body/invalid", "an item is named twice", [
      { path: `/items/${twice}`, message: "is named twice" },
    ]);
  if (window.to < window.from || window.to < shanghaiDate(at))
    throw new Problem("body/invalid", "the window is no time to come", [
      { path: "/window/to", message: "is before the window begins, or over" },
    ]);
  if (emergency !== undefined && kind !== "case") throw new Problem("inspection/not-emergency");
  const members = team.by === "lot" ? teamByLot(lot) : teamByName(team.inspectors, candidates, lot.needs);
  const officers = members.filter((member) => member.kind === "officer").length;
  return {
    inspection: {
      id,
      authority,
      origin,
      kind,
      teamBy: team.by,
      emergency: emergency !== undefined,
      targetCode: target.code,
      targetKind: target.kind,
      targetName: target.name,
      territory: target.territory,
      riskClass: target.riskClass,
      officersNeeded: team.by === "lot" ? officers : 2,
      itemCodes: order.items,
      windowFrom: window.from,
      windowTo: window.to,
      members: seatsOf(members),
    },
    documents: [
      { kind: "order", content: { ...order, candidates: candidatesIn(lot) } },
      ...(team.by === "lot"
        ? [{ kind: "lot", content: { ...lotPaper(lot), team: members.map((member) => member.id) } }]
        : []),
    ],
  };
}

/** Article 2: an order says the same as the tip that it follows. @throws Problem `tip/dismissed`, `tip/differs` */
function requireOfTip({ origin, target }: InspectionOrder, tip: Tip): void {
  if (tip.status === "dismissed") throw new Problem("tip/dismissed");
  if (origin !== tip.origin || target.kind !== tip.target.kind || target.code !== tip.target.code)
    throw new Problem("tip/differs");
}

/** How many a lot's team was picked from: experts are none of them where no speciality is needed. */
function candidatesIn({ order, needs }: Lot): number {
  return order.filter(({ kind }) => kind === "officer" || needs.specialties.length > 0).length;
}

/** The seats of a team: numbers of its own, each kind in its positions. */
function seatsOf(members: readonly Candidate[]): OrderedInspection["members"] {
  return members.map(({ id, kind }, index) => ({
    kind,
    number: index + 1,
    position: members.slice(0, index + 1).filter((member) => member.kind === kind).length,
    inspectorId: id,
  }));
}
