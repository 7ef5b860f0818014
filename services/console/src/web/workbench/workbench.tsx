import { inspectionState, type InspectionState } from "@shuangsui/contracts";
import { useQuery } from "@tanstack/react-query";
import { Badge, Empty, Skeleton, Tabs } from "antd";
import { asked } from "../calls/services.ts";
import { useMay, useSession } from "../calls/session.tsx";
import { offeredIn } from "../inspections/offered.ts";
import { InspectionTable } from "../inspections/table.tsx";
import { Card, Page } from "../parts/page.tsx";
import { SupervisionTodo } from "../supervision/todo.tsx";
import { useTexts } from "../words/words.tsx";

/** What waits for whoever is signed in, by the step that is theirs, and what was done (待办, 已办). */
export function Workbench() {
  const { words, console } = useTexts();
  const { authority } = useSession();
  const may = useMay();
  const counts = useQuery({
    ...asked("inspection", "getInspectionsCounts", {}),
    enabled: may("figures.read"),
  });
  const mine = inspectionState.options.filter((state) => isTodo(state) && offeredIn(state, may).length > 0);
  const countOf = (state: InspectionState) =>
    (counts.data?.items ?? [])
      .filter((item) => item.authority === authority && item.state === state)
      .reduce((total, { count }) => total + count, 0);
  if (counts.isLoading) return <Skeleton active aria-label={console.common.loading} />;
  const tabOf = (state: InspectionState) => ({
    key: state,
    label: (
      <span>
        {words.inspectionState[state]}{" "}
        {counts.data === undefined ? null : <Badge count={countOf(state)} showZero={false} color="#0958d9" />}
      </span>
    ),
    children: <InspectionTable query={{ authority, state }} limit={100} empty={console.workbench.nothing} />,
  });
  return (
    <Page title={console.menu.workbench}>
      <Card title={console.workbench.todo}>
        {mine.length === 0 ? (
          <Empty description={console.workbench.nothing} />
        ) : (
          <Tabs items={mine.map(tabOf)} defaultActiveKey={mine.find((state) => countOf(state) > 0) ?? ""} />
        )}
      </Card>
      <SupervisionTodo />
      <Card title={console.workbench.done}>
        <InspectionTable query={{ authority, state: "closed" }} limit={10} empty={console.common.empty} />
      </Card>
    </Page>
  );
}

const ended: readonly InspectionState[] = [
  "published",
  "credited",
  "closed",
  "gone",
  "no-team",
  "lapsed",
  "cancelled",
];
const isTodo = (state: InspectionState) => !ended.includes(state);
