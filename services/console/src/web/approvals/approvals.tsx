import type { Approval } from "@shuangsui/contracts";
import { useQuery } from "@tanstack/react-query";
import { Table } from "antd";
import { asked } from "../calls/services.ts";
import { useMay } from "../calls/session.tsx";
import { Loaded } from "../parts/loaded.tsx";
import { Card, Scrolled } from "../parts/page.tsx";
import { timeText } from "../parts/time.ts";
import { usePlannerWords } from "../words/planner.ts";
import { useTexts } from "../words/words.tsx";

const operations = {
  campaign: "getCampaignsByIdApprovals",
  inspection: "getInspectionsByIdApprovals",
} as const;

/** The approvals on record without which no check begins: of a campaign's checks together, or of one (article 25). */
export function Approvals({
  kind,
  id,
  authority,
}: {
  kind: keyof typeof operations;
  id: string;
  authority: string;
}) {
  const { console } = useTexts();
  const { approvals: says } = usePlannerWords();
  const may = useMay()("approval.read", authority);
  const found = useQuery({ ...asked("inspection", operations[kind], { params: { id } }), enabled: may });
  if (!may) return null;
  return (
    <Card title={says.title}>
      <Loaded of={found}>
        {({ items }) =>
          items.length === 0 ? (
            <p>{says.none}</p>
          ) : (
            <Scrolled label={says.title}>
              <Table<Approval>
                rowKey="id"
                size="small"
                pagination={false}
                style={{ minWidth: 480 }}
                dataSource={[...items]}
                columns={[
                  { title: console.field.number, dataIndex: "number" },
                  { title: console.field.approver, dataIndex: "approver" },
                  { title: console.field.approvedOn, dataIndex: "approvedOn", className: "number" },
                  {
                    title: says.recordedAt,
                    dataIndex: "recordedAt",
                    className: "number",
                    render: timeText,
                  },
                ]}
              />
            </Scrolled>
          )
        }
      </Loaded>
    </Card>
  );
}
