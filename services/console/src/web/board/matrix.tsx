import { inspectionState, type InspectionState } from "@shuangsui/contracts";
import { Link } from "@tanstack/react-router";
import { Grid, Table } from "antd";
import type { ReactNode } from "react";
import type { InspectionNarrowing } from "../inspections/search.ts";
import { useAuthorityName } from "../parts/authority.tsx";
import { Card } from "../parts/page.tsx";
import { useTexts } from "../words/words.tsx";
import { Count } from "./count.tsx";
import { phaseOf } from "./phases.ts";
import { totalOf, type Counted } from "./totals.ts";

/** A line of the matrix: its head, and what stands below an authority, or, without one, below all of them. */
type Line = { key: string; phase: string; head: ReactNode; cell(authority: string | undefined): ReactNode };

/** All inspections by state and authority, each number a link to its list (article 4). */
export function Matrix({
  items,
  shown,
  stuckOf,
}: {
  items: readonly Counted[];
  shown: readonly string[];
  stuckOf(authority: string | undefined): number;
}) {
  const { words, console } = useTexts();
  const nameOf = useAuthorityName();
  const narrow = Grid.useBreakpoint().md === false;
  const of = (authority: string | undefined, state?: InspectionState) =>
    items.filter(
      (one) => (authority ?? one.authority) === one.authority && (state ?? one.state) === one.state,
    );
  const line = (
    key: string,
    head: string,
    count: (authority: string | undefined) => number,
    chosen: InspectionNarrowing,
  ): Line => ({
    key,
    phase: "",
    head,
    cell: (authority) => <Count of={count(authority)} chosen={{ ...chosen, authority }} />,
  });
  const lines: Line[] = [
    ...inspectionState.options.map((state) => ({
      key: state,
      phase: words.phase[phaseOf[state] ?? "over"],
      head: (
        <Link to="/inspections" search={{ state }}>
          {words.inspectionState[state]}
        </Link>
      ),
      cell: (authority: string | undefined) => {
        const there = of(authority, state);
        const late = totalOf(there, "overdue");
        return <Count of={totalOf(there, "count")} late={late} chosen={{ state, authority }} />;
      },
    })),
    line("overdue", `▲ ${words.console.ofThemLate}`, (code) => totalOf(of(code), "overdue"), {
      attention: "overdue",
    }),
    line("stuck", `■ ${words.console.ofThemStuck}`, stuckOf, { attention: "stuck" }),
    line("soon", `● ${words.console.dueSoon}`, (code) => totalOf(of(code), "dueSoon"), {
      attention: "soon",
    }),
    line("breaches", words.console.breachesSoFar, (code) => totalOf(of(code), "breaches"), {
      counted: "breaches",
    }),
  ];
  const total = {
    title: words.label.total,
    key: "total",
    align: "end" as const,
    render: (_: unknown, { cell }: Line) => cell(undefined),
  };
  return (
    <Card title={console.board.byState}>
      <Table<Line>
        rowKey="key"
        size="small"
        pagination={false}
        scroll={narrow ? { x: "max-content" } : { x: 720 }}
        dataSource={lines}
        columns={[
          ...(narrow ? [] : [{ title: words.label.phase, dataIndex: "phase", width: 90 }]),
          { title: words.label.state, dataIndex: "head", rowScope: "row" },
          // On a phone the number of all is seen before one scrolls to each authority's.
          ...(narrow ? [total] : []),
          ...shown.map((authority) => ({
            title: nameOf(authority),
            key: authority,
            align: "end" as const,
            render: (_: unknown, { cell }: Line) => cell(authority),
          })),
          ...(narrow ? [] : [total]),
        ]}
      />
      <p>{words.console.boardNote}</p>
    </Card>
  );
}
