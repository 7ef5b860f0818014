import {
  inspectionState,
  notCheckedState,
  type Authority,
  type Figures,
  type inspectionCounts,
  type InspectionState,
  type stuckCounts,
} from "@shuangsui/contracts";
import type { z } from "zod";
import { phaseOf, phases } from "../inspections/phases.ts";
import { linkTo } from "../site/links.ts";
import type { Viewer } from "../site/viewer.ts";
import { words } from "../site/words.ts";

export type CountItem = z.infer<typeof inspectionCounts>["items"][number];
export type StuckItem = z.infer<typeof stuckCounts>["items"][number];

/** A number on the board and the list behind it; no link where there is nothing. */
type Cell = { count: number; late: number; href: string | null };

type BoardLine = { state: string; phase: string; cells: Cell[]; total: Cell };
type StatusStep = { title: string; count: number | null; late: number };

export type Board = {
  columns: string[];
  lines: BoardLine[];
  overdue: { cells: Cell[]; total: Cell };
  stuck: { cells: Cell[]; total: Cell };
  dueSoon: { counts: number[]; total: number };
  breaches: { counts: number[]; total: number };
  status: StatusStep[];
  inspections: number;
  checked: number;
  closed: number;
  ended: number;
};

const states = inspectionState.options;
const sum = (items: readonly CountItem[], of: keyof Figures | "dueSoon") =>
  items.reduce((total, item) => total + item[of], 0);

/** How many of a kind are stuck, of one authority's or of all. */
export function stuckCount(items: readonly StuckItem[], kind: StuckItem["kind"], authority?: string): number {
  return items
    .filter((item) => item.kind === kind && (authority ?? item.authority) === item.authority)
    .reduce((total, item) => total + item.count, 0);
}

/** Lays the counts out by state and authority, as `viewer` sees them, with the status line above. */
export function boardOf(
  items: readonly CountItem[],
  stuck: readonly StuckItem[],
  shown: readonly Authority[],
  viewer: Viewer,
): Board {
  const cell = (
    group: readonly CountItem[],
    query: { authority?: string; state?: InspectionState },
  ): Cell => {
    const count = sum(group, "count");
    return {
      count,
      late: sum(group, "overdue"),
      href: count === 0 ? null : linkTo("/inspections", viewer, query),
    };
  };
  const lateCell = (group: readonly CountItem[], authority?: string): Cell => {
    const count = sum(group, "overdue");
    return {
      count,
      late: count,
      href: count === 0 ? null : linkTo("/inspections", viewer, { authority, attention: "overdue" }),
    };
  };
  const stuckCell = (authority?: string): Cell => {
    const count = stuckCount(stuck, "inspection", authority);
    return {
      count,
      late: count,
      href: count === 0 ? null : linkTo("/inspections", viewer, { authority, attention: "stuck" }),
    };
  };
  const of = (code: string) => items.filter((item) => item.authority === code);
  const inState = (state: InspectionState) => items.filter((item) => item.state === state);
  const count = (state: InspectionState) => sum(inState(state), "count");
  return {
    columns: shown.map((authority) => authority.short),
    lines: states.map((state) => ({
      state: words.inspectionState[state],
      phase: words.phase[phaseOf[state] ?? "over"],
      cells: shown.map(({ code }) =>
        cell(
          of(code).filter((item) => item.state === state),
          { authority: code, state },
        ),
      ),
      total: cell(inState(state), { state }),
    })),
    overdue: { cells: shown.map(({ code }) => lateCell(of(code), code)), total: lateCell(items) },
    stuck: { cells: shown.map(({ code }) => stuckCell(code)), total: stuckCell() },
    dueSoon: { counts: shown.map(({ code }) => sum(of(code), "dueSoon")), total: sum(items, "dueSoon") },
    breaches: { counts: shown.map(({ code }) => sum(of(code), "breaches")), total: sum(items, "breaches") },
    status: phases.map((phase) => {
      const there = items.filter((item) => phaseOf[item.state] === phase);
      const counted = states.some((state) => phaseOf[state] === phase);
      return {
        title: words.phase[phase],
        count: counted ? sum(there, "count") : null,
        late: sum(there, "overdue"),
      };
    }),
    inspections: sum(items, "count"),
    checked: sum(items, "checked"),
    closed: sum(items, "done"),
    ended: notCheckedState.options.reduce((total, state) => total + count(state), 0),
  };
}
