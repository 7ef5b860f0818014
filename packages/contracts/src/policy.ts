import { z } from "zod";

/** What somebody does in an authority. One person may have several roles. */
export const roles = [
  "administrator",
  "registry-clerk",
  "planner",
  "drawer",
  "witness",
  "officer",
  "expert",
  "reviewer",
  "approver",
  "publisher",
  "supervisor",
  "auditor",
  "justice",
  /** One of the system's own services, on behalf of the authority that it names. */
  "service",
  /** Whoever is inspected, at its own inspection alone. Nothing is open to it yet. */
  "inspected",
] as const;
export const role = z.enum(roles);
export type Role = z.infer<typeof role>;

/** Whose a matter is, seen from the authority for which somebody acts. */
export const relations = ["own", "child", "sibling", "parent"] as const;
export type Relation = (typeof relations)[number];

/** What else must hold. `held` says where that is seen to, since roles alone do not tell it. */
const conditions = {
  /** Who has no other role that may: in the team as it stands (`services/inspection/src/inspections/sight.ts`). */
  "of-the-team": "inspections/sight.ts",
  /** Another person than who asked (`services/inspection/src/inspections/recusals.ts`, article 24). */
  "not-who-asked": "inspections/recusals.ts",
} as const;
export type Condition = keyof typeof conditions;

/** Who may do something at a matter, by whose it is. */
type Row = Readonly<Record<Relation, readonly Role[]>> & { readonly condition?: Condition };

const nobody: readonly Role[] = [];
/** Whoever looks over an authority's work from within or from outside (articles 4, 32; 行政执法监督条例). */
const overseers = ["supervisor", "auditor", "justice"] as const;
/** Those by whom an authority's plans, draws and checks go their way. */
const workers = ["planner", "drawer", "reviewer", "approver", "publisher"] as const;

/** An authority reads its own matters and its subordinates' (articles 3, 4); others are not there for it. */
const reading = (...who: readonly Role[]) => ({ own: who, child: who, sibling: nobody, parent: nobody });
/** Who inspects feeds back and publishes (article 3): nobody writes for another authority, a superior neither. */
const writing = (...who: readonly Role[]) => ({ own: who, child: nobody, sibling: nobody, parent: nobody });

/** What each role may do. An action is named by each route that does it. */
export const policy = {
  "registry.read": reading("registry-clerk", "administrator", ...workers, "officer", ...overseers),
  "registry.write": writing("registry-clerk"),

  "plan.read": reading("administrator", ...workers, "officer", ...overseers, "service"),
  "plan.write": writing("planner"),
  "plan.publish": writing("approver", "publisher"),

  "campaign.read": reading("administrator", ...workers, "officer", ...overseers, "service"),
  "campaign.trigger": writing("planner", "drawer"),
  "campaign.scheme": writing("planner"),
  "campaign.cancel": writing("planner", "approver"),

  "draw.witnesses": writing("drawer"),
  "draw.contribute": writing("witness"),
  "draw.commit": writing("drawer"),
  "draw.reveal": writing("drawer"),

  "inspection.read": {
    ...reading("administrator", ...workers, "officer", "expert", ...overseers, "service"),
    condition: "of-the-team",
  },
  "inspection.arrange": { ...writing("officer", "planner", "approver"), condition: "of-the-team" },
  "inspection.cancel": writing("planner", "approver"),
  "inspection.record": { ...writing("officer"), condition: "of-the-team" },
  "inspection.path": { ...writing("officer"), condition: "of-the-team" },
  "report.sign": { ...writing("officer"), condition: "of-the-team" },
  "feedback.give": { ...writing("officer", "publisher"), condition: "of-the-team" },
  "objection.enter": { ...writing("officer", "publisher"), condition: "of-the-team" },
  "objection.answer": writing("reviewer", "approver"),
  "recusal.ask": { ...writing("officer", "expert", "approver", "supervisor"), condition: "of-the-team" },
  "recusal.decide": { ...writing("approver"), condition: "not-who-asked" },
  "approval.read": {
    ...reading("administrator", ...workers, "officer", "expert", ...overseers),
    condition: "of-the-team",
  },
  "approval.record": writing("approver"),
  "publication.publish": writing("publisher", "service"),

  "calendar.write": writing("administrator", "service"),
  "settings.read": reading("administrator", "registry-clerk", ...workers, "officer", ...overseers),
  "settings.write": writing("administrator", "approver"),
  "stuck.read": reading("administrator", ...workers, ...overseers, "service"),
  /** What became of a command, which tells nothing that its own answer did not. */
  "command.read": reading(...roles.filter((one) => one !== "inspected")),
} as const satisfies Readonly<Record<string, Row>>;

export type Action = keyof typeof policy;
export const actions = Object.keys(policy) as Action[];

/** Whom a route lets in: anybody, the system's own services, or whoever may do its action. */
export type Access = "public" | "service" | Action;

/** Whether somebody of these roles may do it at a matter of such an authority. */
export function mayDo(held: readonly Role[], action: Action, relation: Relation): boolean {
  const who: readonly Role[] = policy[action][relation];
  return held.some((one) => who.includes(one));
}
