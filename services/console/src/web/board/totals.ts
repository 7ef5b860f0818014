import type { DueSpan, Figures, InspectionState } from "@shuangsui/contracts";

/** The figures of one authority's inspections in one state. */
export type Counted = Figures & {
  authority: string;
  state: InspectionState;
  dueSoon: number;
  dueIn: Readonly<Record<DueSpan, number>>;
};

/** A figure of several of them together. */
export const totalOf = (items: readonly Counted[], of: keyof Figures | "dueSoon"): number =>
  items.reduce((total, item) => total + item[of], 0);

/** How many of several are due in those days. */
export const dueInOf = (items: readonly Counted[], span: DueSpan): number =>
  items.reduce((total, { dueIn }) => total + dueIn[span], 0);
