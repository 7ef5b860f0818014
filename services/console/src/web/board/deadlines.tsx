import { dueSpan, filledIn, inspectionState, type InspectionState } from "@shuangsui/contracts";
import { Table } from "antd";
import type { InspectionNarrowing } from "../inspections/search.ts";
import { Card } from "../parts/page.tsx";
import { useTexts } from "../words/words.tsx";
import { Count } from "./count.tsx";
import { dueInOf, totalOf, type Counted } from "./totals.ts";

/** A line of the table: what a state has, or below them all what all states have. */
type Line = { key: string; head: string; of: readonly Counted[]; chosen: InspectionNarrowing };

/** All inspections that are waited for by state and by the days in which they are due, each number a link to its list (article 4). */
export function Deadlines({
  items,
  workdays,
}: {
  items: readonly Counted[];
  workdays: Readonly<Record<"today" | "week" | "next-week", number>>;
}) {
  const { words, console } = useTexts();
  const hasDue = (of: readonly Counted[]) =>
    totalOf(of, "overdue") + dueSpan.options.reduce((sum, span) => sum + dueInOf(of, span), 0) > 0;
  const ofState = (state: InspectionState) => items.filter((one) => one.state === state);
  const shown = inspectionState.options.filter((state) => hasDue(ofState(state)));
  const lines: Line[] = [
    ...shown.map((state) => ({
      ...{ key: state, head: words.inspectionState[state] },
      ...{ of: ofState(state), chosen: { state } },
    })),
    {
      ...{ key: "total", head: words.label.total },
      ...{ of: shown.flatMap(ofState), chosen: { states: shown.join(",") } },
    },
  ];
  const column = (
    key: string,
    title: string,
    count: (of: readonly Counted[]) => number,
    chosen: InspectionNarrowing,
    days?: number,
  ) => ({
    key,
    title: (
      <>
        {title}
        {days === undefined ? null : (
          <>
            <br />
            <small>{filledIn(console.board.workdays, { days })}</small>
          </>
        )}
      </>
    ),
    align: "end" as const,
    render: (_: unknown, line: Line) => <Count of={count(line.of)} chosen={{ ...line.chosen, ...chosen }} />,
  });
  return (
    <Card title={console.board.byDue}>
      <Table<Line>
        rowKey="key"
        size="small"
        pagination={false}
        scroll={{ x: "max-content" }}
        dataSource={lines}
        columns={[
          { title: words.label.state, dataIndex: "head", rowScope: "row" },
          column("overdue", console.board.overdue, (of) => totalOf(of, "overdue"), { attention: "overdue" }),
          ...dueSpan.options.map((span) =>
            column(
              span,
              console.dueSpan[span],
              (of) => dueInOf(of, span),
              { dueIn: span },
              span === "later" ? undefined : workdays[span],
            ),
          ),
          column("count", words.label.total, (of) => totalOf(of, "count"), {}),
        ]}
      />
      <p>{console.board.dueNote}</p>
    </Card>
  );
}
