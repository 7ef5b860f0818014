import { Alert, Tabs } from "antd";
import { useState } from "react";
import { InspectionTable } from "../inspections/table.tsx";
import { Card } from "../parts/page.tsx";
import { useTexts } from "../words/words.tsx";

/** So many of each are shown. */
const most = 8;

/** What is to be urged: what stands still, what is overdue, and what is about to be, the most urgent first. */
export function Urgent({ overdue, soon, stuck }: { overdue: number; soon: number; stuck: number }) {
  const { words } = useTexts();
  // Until somebody chooses it is the most pressing one, whichever is known first.
  const [chosen, choose] = useState("");
  const parts = (
    [
      ["stuck", stuck],
      ["overdue", overdue],
      ["soon", soon],
    ] as const
  ).filter(([, count]) => count > 0);
  return (
    <Card title={words.console.urgent}>
      {overdue + stuck > 0 ? null : <Alert type="success" showIcon title={words.console.nothingUrgent} />}
      {parts.length === 0 ? null : (
        <Tabs
          activeKey={parts.some(([part]) => part === chosen) ? chosen : (parts[0]?.[0] ?? "")}
          onChange={choose}
          items={parts.map(([attention, count]) => ({
            key: attention,
            label: `${words.inspectionAttention[attention]} ${count}`,
            children: <InspectionTable query={{ attention }} limit={most} />,
          }))}
        />
      )}
      {stuck === 0 ? null : <p>{words.console.stuckNote}</p>}
    </Card>
  );
}
