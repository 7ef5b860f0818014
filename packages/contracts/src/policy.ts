import { z } from "zod";
import { accountRoles } from "./accounts.ts";

/** What somebody is in an authority. One person may be several. */
export const roles = [
  ...accountRoles,
  /** One of the system's own services, on behalf of the authority that it names. */
  "service",
  /** Whoever is inspected, at its own inspection alone. */
  "inspected",
] as const;
export const role = z.enum(roles);
export type Role = z.infer<typeof role>;

/** Whose a matter is, seen from the authority for which somebody acts: its own, its subordinate's, … */
export const relations = ["own", "child", "sibling", "parent"] as const;
export type Relation = (typeof relations)[number];

/** What must hold besides, as the domain sees to it. */
export type Condition =
  /** Officers and experts with no other role: the inspections alone whose team they are of, as it stands (article 24). */
  | "of-the-team"
  /** The inspected: the inspection alone that its code is of; all others are not there. */
  | "own-inspection"
  /** Nobody who inspected: what is objected to is looked at by others. */
  | "not-of-the-team"
  /** Of another unit than the authority that draws, and no drawer there (article 23). */
  | "of-another-unit"
  /** Never whoever asked for it (articles 16, 24). */
  | "not-who-asked"
  /** The superior: not before it is escalated (article 24). */
  | "once-escalated"
  /** The authority above alone; the prefecture, for its own, names the document of those above it (article 23). */
  | "by-the-superior"
  /** Who ordered it, or to whom it was escalated (article 4). */
  | "who-ordered";

/** Who may do something at a matter, by whose it is. */
type Row = Readonly<Record<Relation, readonly Role[]>> & { readonly when?: readonly Condition[] };

const nobody: readonly Role[] = [];
/** Whoever looks over an authority's work, from within or from outside (articles 4, 32; 行政执法监督条例). */
const overseers = ["supervisor", "auditor", "justice"] as const;
/** Those by whom plans, draws and results go their way. */
const office = ["administrator", "planner", "drawer", "reviewer", "approver", "publisher"] as const;

/** An authority reads its own matters and its subordinates' (articles 3, 4); all others are not there for it. */
const reading = (...who: readonly Role[]) => ({ own: who, child: who, sibling: nobody, parent: nobody });
/** Who inspects feeds back and publishes (article 3): nobody writes for another authority, a superior neither. */
const writing = (...who: readonly Role[]) => ({ own: who, child: nobody, sibling: nobody, parent: nobody });
/** What the superior does as well, or in the place of its subordinate, as a condition says. */
const also = (...who: readonly Role[]) => ({ own: who, child: who, sibling: nobody, parent: nobody });
/** What is the same for all, whosever it is. */
const everywhere = (...who: readonly Role[]) => ({ own: who, child: who, sibling: who, parent: who });
/** Whoever is signed in, but for the inspected. */
const anyone = roles.filter((one) => one !== "inspected");
const ofTheTeam = { when: ["of-the-team"] } as const;
const ofItsOwn = { when: ["of-the-team", "own-inspection"] } as const;

/** What each role may do. Each route names one action. */
export const policy = {
  "registry.read": reading(...office, "registry-clerk", "officer", ...overseers),
  "registry.write": writing("registry-clerk"),
  /** What townships are called, how many targets each has, and where they lie on a map. */
  "township.read": reading(...office, "registry-clerk", "officer", "expert", ...overseers, "service"),
  /** Filters of the registers' lists, kept for oneself or for all in the authority. */
  "filter.write": writing(...office, "registry-clerk", "officer", ...overseers),
  /** What else is masked in a register's entries: the ID numbers of inspectors, which the register alone needs (article 14). */
  "id-number.read": writing("registry-clerk"),
  /** Phones of inspectors, entities and projects: whoever calls them up (articles 24, 25), besides. */
  "phone.read": writing("registry-clerk", "planner", "officer"),
  /** Of what kind an inspector's interest is, since when and by what evidence: who keeps it, and who decides on recusals (article 24). */
  "conflict.read": writing("registry-clerk", "approver"),
  /** What was complained of and by whom: whoever takes it in and answers, and who decides on inspections (article 2). */
  "complaint.read": writing("registry-clerk", "approver"),
  /** Of whom a credit record is that is of a person in charge (article 31). */
  "credit-person.read": writing("registry-clerk", "approver"),
  /** By a decision with a number (信用修复管理办法): of a record entered by hand, or of what an inspection entered; and what came of an objection. */
  "credit.repair": writing("approver"),
  /** The rules by which classes follow from records: a prefecture's, for itself and all below it (article 21). */
  "risk-table.write": writing("approver"),

  "plan.read": reading(...office, "officer", ...overseers, "service"),
  "plan.write": writing("planner"),
  /** What somebody else submitted is published, or returned (articles 9, 16). */
  "plan.publish": { ...writing("approver", "publisher"), when: ["not-who-asked"] },

  /** Which items of its list nobody is inspected by: whoever keeps the list, and who plans by it (article 8). */
  "item-use.read": reading(...office, "registry-clerk", "officer", ...overseers),

  "campaign.read": reading(...office, "witness", "officer", ...overseers, "service"),
  "campaign.trigger": writing("planner", "drawer"),
  "campaign.scheme": writing("planner"),
  "campaign.cancel": writing("planner", "approver"),

  /** Before the commitment a drawer may take a witness off; nobody binds another. */
  "draw.witnesses": writing("drawer"),
  /** A superior's witness as well: those of other units are not all of the drawing authority. */
  "draw.contribute": { ...also("witness"), when: ["of-another-unit"] },
  "draw.commit": writing("drawer"),
  "draw.reveal": writing("drawer"),
  /** After a void. */
  "draw.repeat": { ...also("approver", "supervisor"), when: ["by-the-superior"] },

  "approval.read": reading(...office, "officer", ...overseers),
  "approval.record": writing("approver"),

  "inspection.read": { ...reading(...office, "officer", "expert", ...overseers, "service"), ...ofTheTeam },
  /** Figures over all of an authority's inspections, and all visits to a target (article 5). */
  "figures.read": reading(...office, ...overseers, "service"),
  /** Before the check: interests declared, the notice given, a member or the target gone. */
  "inspection.prepare": { ...writing("officer", "planner", "approver"), ...ofTheTeam },
  /** One of another origin than a draw (article 2). */
  "inspection.order": writing("planner", "approver"),
  "inspection.cancel": writing("planner", "approver"),
  /** On the spot, and what comes of it: the check's beginning, its record, the paths of findings. */
  "inspection.record": { ...writing("officer"), ...ofTheTeam },
  /** Each as themself, and none for another (articles 26, 29). */
  "paper.sign": { ...writing("officer"), ...ofTheTeam },
  /** A review of what one is about to publish; a reviewer reads all that wait in the authority, everybody else their own. */
  "text.ask": writing("planner", "drawer", "officer", "reviewer", "approver", "publisher", "supervisor"),
  /** That a text which looks like personal data may be published: never by who publishes it, nor by one of the team. */
  "text.review": { ...writing("reviewer"), when: ["not-who-asked", "not-of-the-team"] },
  "feedback.give": { ...writing("officer", "publisher"), ...ofTheTeam },
  "feedback.receive": { ...writing("inspected"), when: ["own-inspection"] },
  "objection.enter": { ...writing("officer", "publisher", "inspected"), ...ofItsOwn },
  "objection.answer": { ...writing("reviewer", "approver"), when: ["not-of-the-team"] },
  "recusal.ask": { ...writing("officer", "expert", "approver", "supervisor", "inspected"), ...ofItsOwn },
  /** With the notice: by it the inspected reaches its own inspection (article 25). */
  "access-code.give": { ...writing("officer", "planner", "approver"), ...ofTheTeam },
  "notice.read": { ...writing("inspected"), when: ["own-inspection"] },
  "recusal.decide": { ...also("approver"), when: ["not-who-asked", "once-escalated"] },
  "publication.publish": writing("publisher", "service"),

  "supervision.read": reading(...office, ...overseers, "service"),
  /** A superior orders it at a subordinate's matter, and closes it, gives it back or withdraws it (article 4). */
  "supervision.order": { ...also("supervisor", "approver"), when: ["who-ordered"] },
  /** Whose subject it is confirms receipt, and answers. */
  "supervision.answer": writing("planner", "approver", "supervisor"),

  /** Notices are public by their nature, and a due time is explained by those of any authority. */
  "calendar.read": everywhere(...anyone),
  "calendar.write": writing("administrator", "service"),
  "settings.read": reading(...office, "registry-clerk", "officer", ...overseers),
  "settings.write": writing("administrator", "approver"),
  "stuck.read": reading(...office, ...overseers, "service"),
  /** What is stuck is tried again at once; the superior, who sees it, as well (article 4). */
  "stuck.retry": also("administrator", "approver", "supervisor"),
  /** What happened, by ids and states: the feed and its stream. */
  "events.read": reading(...office, "registry-clerk", "officer", ...overseers, "service"),
  /** Where what happened is told to. */
  "webhook.read": reading("administrator", "planner", ...overseers),
  "webhook.write": writing("administrator", "planner"),
  /** Who did what (articles 32, 33). */
  "audit.read": reading(...overseers),
  /** What the engine was told, unsealed for its own page: of all authorities at once, so the highest's alone. */
  "payload.read": reading("administrator", "auditor"),
  /** What waits for oneself, and what one has done: of a clerk's, the registers know. */
  "workbench.read": writing(...anyone.filter((one) => one !== "service" && one !== "registry-clerk")),
  /** What became of a command: nothing that its own answer did not tell. */
  "command.read": reading(...anyone),
} as const satisfies Readonly<Record<string, Row>>;

export type Action = keyof typeof policy;
export const actions = Object.keys(policy) as Action[];

/** The roles that may do it at some matter, whosever that is. */
export function rolesOf(action: Action): readonly Role[] {
  return [...new Set(relations.flatMap((relation): readonly Role[] => policy[action][relation]))];
}

/** Whom a route lets in: anybody, the system's own services, or whoever may do its action. */
export type Access = "public" | "service" | Action;

/** Whether somebody of these roles may do it at a matter of such an authority. */
export function mayDo(held: readonly Role[], action: Action, relation: Relation): boolean {
  const who: readonly Role[] = policy[action][relation];
  return held.some((one) => who.includes(one));
}
