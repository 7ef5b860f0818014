export * from "./accounts.ts";
export * from "./api/index.ts";
export * from "./approvals.ts";
export * from "./audit.ts";
export * from "./authorities.ts";
export * from "./basics.ts";
export * from "./calendar.ts";
export * from "./completeness.ts";
export * from "./draws.ts";
export * from "./duplicates.ts";
export * from "./events.ts";
export * from "./examples.ts";
export * from "./problems.ts";
export {
  newTextReview,
  newTextReviewRequest,
  personalDataAt,
  personalTextsAt,
  textReview,
  textReviewDecision,
  textReviewRequest,
  textReviewRequestList,
  textReviewRequestQuery,
  textReviewState,
  textsOf,
  type NewTextReview,
  type NewTextReviewRequest,
  type TextReview,
  type TextReviewDecision,
  type TextReviewRequest,
  type TextReviewState,
} from "./personal-data.ts";
export * from "./inspected.ts";
export * from "./inspections.ts";
export * from "./faults.ts";
export * from "./filters.ts";
export * from "./named.ts";
export * from "./names.ts";
export * from "./operations.ts";
export * from "./phones.ts";
export * from "./publications.ts";
export * from "./refusals.ts";
export * from "./register-versions.ts";
export * from "./imports.ts";
export * from "./registry.ts";
export * from "./risk-tables.ts";
export type * from "./standing.ts";
export * from "./stuck.ts";
export * from "./settings.ts";
export * from "./supervision.ts";
export * from "./plans.ts";
export * from "./policy.ts";
export * from "./campaigns.ts";
export * from "./visits.ts";
export * from "./webhooks.ts";
export * from "./workbench.ts";
export * from "./words.ts";
export * from "./words-of.ts";
