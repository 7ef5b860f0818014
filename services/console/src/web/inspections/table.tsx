import type { InspectionSummary } from "@shuangsui/contracts";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Badge, Empty, Grid, Skeleton, Space, Table, Tag } from "antd";
import { asked } from "../calls/services.ts";
import { useAuthorityName } from "../parts/authority.tsx";
import { Failed } from "../parts/failed.tsx";
import { DueAt } from "../parts/left.tsx";
import { Paging } from "../parts/paging.tsx";
import { useTexts } from "../words/words.tsx";

export type InspectionQuery = Readonly<Record<string, string | undefined>>;

/** One page of inspections, each with its state, what it waits for and until when. */
export function InspectionTable({
  query,
  goOn,
  limit = 50,
}: {
  query: InspectionQuery;
  /** Leads on to the page that begins there; without it the first page is all. */
  goOn?: (after: string | undefined) => void;
  limit?: number;
}) {
  const { words, console } = useTexts();
  const nameOf = useAuthorityName();
  const narrow = Grid.useBreakpoint().md === false;
  const given = { query: { order: "due" as const, ...query, limit: String(limit) } };
  const { data, error, isPending, refetch } = useQuery({
    ...asked("inspection", "getInspections", given as never),
    placeholderData: (before) => before,
  });
  if (error !== null && data === undefined)
    return <Failed error={error} title={console.failed.loadTitle} retry={() => void refetch()} />;
  if (narrow)
    return (
      <>
        <NarrowList inspections={data?.items} />
        {goOn === undefined ? null : <Paging after={query["after"]} next={data?.next} goOn={goOn} />}
      </>
    );
  return (
    <>
      <Table<InspectionSummary>
        rowKey="id"
        size="middle"
        loading={isPending}
        dataSource={[...(data?.items ?? [])]}
        pagination={false}
        scroll={data?.items.length === 0 ? {} : { x: 900 }}
        locale={{ emptyText: <Empty description={console.common.emptyFiltered} /> }}
        columns={[
          {
            title: words.label.target,
            dataIndex: "targetName",
            render: (name: string, { id, stuck }) => (
              <Space size={6}>
                <Link to="/inspections/$id" params={{ id }} className="name">
                  {name}
                </Link>
                {stuck.length > 0 ? <Tag color="error">{words.left.stuck}</Tag> : null}
              </Space>
            ),
          },
          {
            title: words.label.authority,
            dataIndex: "authority",
            width: 120,
            render: (code: string) => nameOf(code),
          },
          {
            title: words.label.state,
            dataIndex: "state",
            width: 140,
            render: (state: InspectionSummary["state"], { overdue }) => (
              <Badge status={overdue ? "error" : "processing"} text={words.inspectionState[state]} />
            ),
          },
          {
            title: words.label.waits,
            dataIndex: "waitingFor",
            render: (waiting: InspectionSummary["waitingFor"]) => words.inspectionWaiting[waiting],
          },
          {
            title: words.label.due,
            dataIndex: "dueAt",
            width: 280,
            render: (_due: unknown, inspection) => <DueAt {...inspection} />,
          },
          {
            title: words.label.inspectionKind,
            dataIndex: "origin",
            width: 110,
            render: (origin: InspectionSummary["origin"]) => words.inspectionOrigin[origin],
          },
        ]}
      />
      {goOn === undefined ? null : <Paging after={query["after"]} next={data?.next} goOn={goOn} />}
    </>
  );
}

/** The same on a phone: each with the step that is waited for, and how many days are left. */
function NarrowList({ inspections }: { inspections: readonly InspectionSummary[] | undefined }) {
  const { words, console } = useTexts();
  if (inspections === undefined) return <Skeleton active aria-label={console.common.loading} />;
  if (inspections.length === 0) return <Empty description={console.common.emptyFiltered} />;
  return (
    <ul className="narrow-list">
      {inspections.map((one) => (
        <li key={one.id}>
          <Link to="/inspections/$id" params={{ id: one.id }} className="name">
            {one.targetName}
          </Link>
          {one.stuck.length > 0 ? <Tag color="error">{words.left.stuck}</Tag> : null}
          <div>
            <Badge status={one.overdue ? "error" : "processing"} text={words.inspectionState[one.state]} />
          </div>
          <div>{words.inspectionWaiting[one.waitingFor]}</div>
          <DueAt {...one} />
        </li>
      ))}
    </ul>
  );
}
