import { shortened, type SupervisionSummary } from "@shuangsui/contracts";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Badge, Empty, Space, Table, Tag } from "antd";
import { asked } from "../calls/services.ts";
import { useAuthorityName } from "../parts/authority.tsx";
import { Failed } from "../parts/failed.tsx";
import { DueAt } from "../parts/left.tsx";
import { Paging } from "../parts/paging.tsx";
import { useTexts } from "../words/words.tsx";

export type SupervisionQuery = Readonly<Record<string, string | undefined>>;

/** A page of supervision orders, the newest first, each with what it waits for and until when. */
export function SupervisionTable({
  query,
  limit = 50,
  hasPages = false,
}: {
  query: SupervisionQuery;
  limit?: number;
  /** Leads to the pages after it; without them the first one is all. */
  hasPages?: boolean;
}) {
  const { words, console } = useTexts();
  const nameOf = useAuthorityName();
  const given = { query: { ...query, limit: String(limit) } };
  const { data, error, isPending, refetch } = useQuery({
    ...asked("inspection", "getSupervisionOrders", given as never),
    placeholderData: (before) => before,
  });
  const subject = {
    title: console.supervision.subject,
    dataIndex: "subject",
    width: 220,
    render: ({ kind, title }: SupervisionSummary["subject"]) => (
      <>
        {words.supervisionSubject[kind]}
        {kind === "authority" ? null : <div className="name">{title}</div>}
      </>
    ),
  };
  if (error !== null && data === undefined)
    return <Failed error={error} title={console.failed.loadTitle} retry={() => void refetch()} />;
  return (
    <>
      <Table<SupervisionSummary>
        rowKey="id"
        size="middle"
        loading={isPending}
        dataSource={[...(data?.items ?? [])]}
        pagination={false}
        scroll={data?.items.length === 0 ? {} : { x: 1_100 }}
        locale={{ emptyText: <Empty description={console.common.emptyFiltered} /> }}
        columns={[
          {
            title: console.supervision.asked,
            dataIndex: "text",
            render: (text: string, { id, stuck, escalatedTo }) => (
              <Space size={6} wrap>
                <Link to="/supervision/$id" params={{ id }} className="name">
                  {shortened(text, 60)}
                </Link>
                {escalatedTo === null ? null : <Tag color="error">{words.supervisionState.escalated}</Tag>}
                {stuck.length > 0 ? <Tag color="error">{words.left.stuck}</Tag> : null}
              </Space>
            ),
          },
          ...(query["subject"] === undefined ? [subject] : []),
          {
            title: console.supervision.mustAnswer,
            dataIndex: "authority",
            width: 110,
            render: (code: string) => nameOf(code),
          },
          {
            title: console.supervision.orderedBy,
            dataIndex: "orderedBy",
            width: 110,
            render: (code: string) => nameOf(code),
          },
          {
            title: words.label.state,
            dataIndex: "state",
            width: 150,
            render: (state: SupervisionSummary["state"], { overdue }) => (
              <Badge status={overdue ? "error" : "processing"} text={words.supervisionState[state]} />
            ),
          },
          {
            title: words.label.due,
            dataIndex: "dueAt",
            width: 270,
            render: (_due: unknown, order) => <DueAt {...order} />,
          },
        ]}
      />
      {hasPages ? <Paging next={data?.next} /> : null}
    </>
  );
}
