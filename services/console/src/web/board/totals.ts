import type { Figures, InspectionState } from "@shuangsui/contracts";

/** The figures of one authority's inspections in one state. */
export type Counted = Figures & { authority: string; state: InspectionState; dueSoon: number };

/** A figure of several of them together. */
export const totalOf = (items: readonly Counted[], of: keyof Figures | "dueSoon"): number =>
  items.reduce((total, item) => total + item[of], 0);
