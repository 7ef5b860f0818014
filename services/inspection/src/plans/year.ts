import { drawsOfPlans } from "../campaigns/of-plan.ts";
import { capsInForce } from "../settings/of-authority.ts";
import type { Work } from "../tables.ts";
import type { CheckFacts } from "./check.ts";
import type { Plan } from "./lifecycle.ts";
import { everInForce, otherPlans, plansOfYear, readEntries } from "./store.ts";

/** Which plan, or one that is not there yet, and of which year. */
export type PlanOfYear = Pick<Plan, "id" | "authority" | "year">;

/** What a plan is checked against of its own past and of its authority's year (article 20). */
export async function readYear(work: Work, plan: PlanOfYear): Promise<Omit<CheckFacts, "registry">> {
  const [inForce, others, draws, caps] = await Promise.all([
    everInForce(work, plan.id),
    otherPlans(work, plan),
    drawsOfYear(work, plan),
    capsInForce(work, plan.authority),
  ]);
  return { inForce, others, draws, caps };
}

/** What the plans of a year were drawn already: of which entry, and what its plan said then. */
async function drawsOfYear(work: Work, year: PlanOfYear): Promise<CheckFacts["draws"]> {
  const draws = await drawsOfPlans(work, plansOfYear(work, year));
  const entriesOf = await readEntries(work, draws);
  return draws.map((draw) => ({ ...draw, entries: entriesOf(draw) }));
}
