import type { FilteredRegister } from "@shuangsui/contracts";
import { call } from "./services.ts";
import { every, pageLimit } from "./every.ts";

const limit = String(pageLimit);

/** All legal bases. */
export const everyBasis = () =>
  every(["registry", "bases"], (after) => call.registry.getLegalBases({ query: { limit, after } }));

/** All filters that one may use, or those of one register. */
export const everyFilter = (register?: FilteredRegister) =>
  every(["registry", "filters", register ?? null], (after) =>
    call.registry.getFilters({ query: { register, limit, after } }),
  );

/** All proposals that are still open. */
export const everyOpenProposal = () =>
  every(["registry", "open proposals"], (after) =>
    call.registry.getProposals({ query: { status: "open", limit, after } }),
  );

/** All campaigns of a plan. */
export const everyCampaignOf = (plan: string) =>
  every(["inspection", "campaigns of", plan], (after) =>
    call.inspection.getCampaigns({ query: { plan, limit, after } }),
  );

/** All campaigns in sight, or of one authority, that are not over. */
export const everyOpenCampaign = (authority: string | undefined) =>
  every(["inspection", "open campaigns", authority ?? null], (after) =>
    call.inspection.getCampaigns({ query: { attention: "open", authority, limit, after } }),
  );

/** All plans of an authority's year. */
export const everyPlanOf = (authority: string, year: number) =>
  every(["inspection", "plans of", authority, year], (after) =>
    call.inspection.getPlans({ query: { authority, year: String(year), limit, after } }),
  );
