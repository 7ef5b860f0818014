import { filledIn, type InspectionDetail } from "@shuangsui/contracts";
import { shanghaiDate } from "@shuangsui/workdays";
import { useQuery } from "@tanstack/react-query";
import { Modal, Skeleton, Table, Tag } from "antd";
import { asked } from "../calls/services.ts";
import { useMay } from "../calls/session.tsx";
import { Failed } from "../parts/failed.tsx";
import { dueText } from "../parts/time.ts";
import { useTexts } from "../words/words.tsx";

const colors = {
  counted: "processing",
  "worked-in-exchange": "processing",
  weekend: "default",
  holiday: "warning",
} as const;

/** Why a date is what it is: each day from today on, counted or not, and by which notice. */
export function DueExplained({
  due,
  inspection: { authority, workdaysLeft },
  close,
}: {
  due: string | null;
  inspection: Pick<InspectionDetail, "authority" | "workdaysLeft">;
  close(): void;
}) {
  const { console } = useTexts();
  const may = useMay();
  const counts = useQuery({
    ...asked("inspection", "getInspectionsCounts", {}),
    enabled: may("figures.read"),
  });
  const after = shanghaiDate(new Date(counts.data?.clock.now ?? Date.now()));
  const workdays = workdaysLeft ?? 0;
  const { data, error } = useQuery({
    ...asked("inspection", "getCalendarExplain", {
      query: { authority, after, workdays: String(workdays) },
    }),
    enabled: due !== null && workdays > 0,
  });
  return (
    <Modal open={due !== null} title={console.inspection.whyThen} onCancel={close} footer={null} width={640}>
      {due === null ? null : (
        <p>
          {filledIn(console.inspection.whyThenText, {
            due: dueText(due),
            days: Math.max(0, workdays),
            today: after,
          })}
        </p>
      )}
      {error === null ? null : <Failed error={error} />}
      {workdays <= 0 ? null : data === undefined ? (
        <Skeleton active />
      ) : (
        <Table
          rowKey="day"
          size="small"
          pagination={{ pageSize: 15, hideOnSinglePage: true }}
          dataSource={[...data.days]}
          columns={[
            { title: console.inspection.day, dataIndex: "day" },
            {
              title: console.inspection.counts,
              dataIndex: "kind",
              render: (kind: keyof typeof colors) => <Tag color={colors[kind]}>{console.dayKind[kind]}</Tag>,
            },
            { title: console.inspection.nth, dataIndex: "number" },
            {
              title: console.inspection.byNotice,
              render: (_: unknown, { notice }) => (notice === null ? "" : `${notice.name} ${notice.number}`),
            },
          ]}
        />
      )}
    </Modal>
  );
}
