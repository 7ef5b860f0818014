import { filledIn, inspectionState, notCheckedState } from "@shuangsui/contracts";
import { Space, theme } from "antd";
import { Card } from "../parts/page.tsx";
import { useTexts } from "../words/words.tsx";
import { Count } from "./count.tsx";
import { phaseOf, phases } from "./phases.ts";
import { totalOf, type Counted } from "./totals.ts";

/** The one status line, from the item list to the credit record: how many are in each phase, and late there. */
export function Way({ items }: { items: readonly Counted[] }) {
  const { words } = useTexts();
  const { token } = theme.useToken();
  const says = words.console;
  const ended = items.filter(({ state }) => notCheckedState.safeParse(state).success);
  return (
    <Card
      title={says.wholeWay}
      extra={
        <Space wrap>
          <Count of={totalOf(items, "checked")} chosen={{ counted: "checked" }} />
          {words.countedFigure.checked}
          <Count of={totalOf(items, "done")} chosen={{ counted: "done" }} />
          {words.countedFigure.done}
          <span>{filledIn(says.ended, { count: totalOf(ended, "count") })}</span>
        </Space>
      }
    >
      <ol className="way">
        {phases.map((phase) => {
          const there = items.filter(({ state }) => phaseOf[state] === phase);
          const hasAny = inspectionState.options.some((state) => phaseOf[state] === phase);
          const late = totalOf(there, "overdue");
          return (
            <li key={phase} style={{ borderColor: token.colorBorderSecondary }}>
              {words.phase[phase]}
              <strong className="number">{hasAny ? totalOf(there, "count") : words.label.none}</strong>
              <small style={{ color: late > 0 ? token.colorError : token.colorTextDescription }}>
                {hasAny
                  ? late > 0
                    ? `▲ ${filledIn(says.late, { count: late })}`
                    : says.inHand
                  : says.noneBeforeDraw}
              </small>
            </li>
          );
        })}
      </ol>
    </Card>
  );
}
