import type { InspectionKind, InspectionOrigin } from "@shuangsui/contracts";

/**
 * Of which kind an inspection is (国办发〔2024〕54号): on a case where somebody or something pointed at that target, else by a plan:
 * the year's, or a special one.
 */
export function kindOf(origin: InspectionOrigin, isSpecial: boolean): InspectionKind {
  switch (origin) {
    case "draw":
    case "statutory":
      return isSpecial ? "special" : "daily";
    case "complaint":
    case "data-alert":
    case "referral":
    case "assignment":
    case "follow-up":
    case "review":
      return "case";
    default:
      return origin satisfies never;
  }
}
