import { filledIn, inspectionState, notCheckedState } from "@shuangsui/contracts";
import { Link } from "@tanstack/react-router";
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
          <Link to="/inspections" search={{ states: notCheckedState.options.join(",") }}>
            {filledIn(says.ended, { count: totalOf(ended, "count") })}
          </Link>
        </Space>
      }
    >
      <ol className="way">
        {phases.map((phase) => {
          const there = items.filter(({ state }) => phaseOf[state] === phase);
          const states = inspectionState.options.filter((state) => phaseOf[state] === phase).join(",");
          const hasAny = states !== "";
          const late = totalOf(there, "overdue");
          return (
            <li key={phase} style={{ borderColor: token.colorBorderSecondary }}>
              {words.phase[phase]}
              <strong className="number">
                {hasAny ? <Count of={totalOf(there, "count")} chosen={{ states }} /> : words.label.none}
              </strong>
              <small style={{ color: late > 0 ? token.colorError : token.colorTextDescription }}>
                {!hasAny ? (
                  says.noneBeforeDraw
                ) : late === 0 ? (
                  says.inHand
                ) : (
                  <Link
                    to="/inspections"
                    search={{ states, attention: "overdue" }}
                    style={{ color: token.colorError }}
                  >
                    ▲ {filledIn(says.late, { count: late })}
                  </Link>
                )}
              </small>
            </li>
          );
        })}
      </ol>
    </Card>
  );
}
