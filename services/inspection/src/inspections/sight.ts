import { Problem, type Role } from "@shuangsui/contracts";
import type { Caller, ScopedDatabase } from "@shuangsui/service-kit";
import type { Work } from "../tables.ts";

const teamRoles: readonly Role[] = ["officer", "expert"];
/** An inspector whom no team has. */
const noInspector = "00000000-0000-0000-0000-000000000000";

/**
 * The inspector of whose teams alone a caller sees inspections: an officer or expert with no other role. Null for others, who
 * see all of their authority's. Whoever is not known to be an inspector sees none.
 */
export function onlyOfTeams({ roles, inspector }: Pick<Caller, "roles" | "inspector">): string | null {
  return roles.every((role) => teamRoles.includes(role)) ? (inspector ?? noInspector) : null;
}

/**
 * An inspection is there for an officer while it is of its team: one that is recused, or dealt to others, has lost sight of
 * it at once (article 24). @throws Problem `not-found`
 */
export async function requireSight(work: Work, caller: Caller, inspectionId: string): Promise<void> {
  requireOwn(caller, inspectionId);
  const inspector = onlyOfTeams(caller);
  if (inspector === null) return;
  if (!(await isOfTeam(work, inspector, inspectionId))) throw new Problem("not-found");
}

/** To the inspected any inspection but its own is not there (articles 24, 30). @throws Problem `not-found` */
function requireOwn({ roles, inspection }: Caller, inspectionId: string): void {
  if (roles.includes("inspected") && inspection !== inspectionId) throw new Problem("not-found");
}

async function isOfTeam(work: Work, inspector: string, inspectionId: string): Promise<boolean> {
  const member = await work
    .selectFrom("inspection_member")
    .select("number")
    .where("inspector_id", "=", inspector)
    .where("inspection_id", "=", inspectionId)
    .executeTakeFirst();
  return member !== undefined;
}

/** The same, before a command is taken. */
export function sightBefore(database: ScopedDatabase<Work>) {
  return async (caller: Caller, inspectionId: string): Promise<void> => {
    requireOwn(caller, inspectionId);
    if (onlyOfTeams(caller) !== null)
      await database.as(caller.authority, (work) => requireSight(work, caller, inspectionId));
  };
}

/** Before an objection is answered: who is of the team does not answer it (article 30). @throws Problem `inspection/own-work` */
export function othersThanTeam(database: ScopedDatabase<Work>) {
  return async ({ authority, inspector }: Caller, inspectionId: string): Promise<void> => {
    if (inspector === undefined) return;
    if (await database.as(authority, (work) => isOfTeam(work, inspector, inspectionId)))
      throw new Problem("inspection/own-work");
  };
}
