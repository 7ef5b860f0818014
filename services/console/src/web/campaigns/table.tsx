import type { CampaignSummary } from "@shuangsui/contracts";
import { Link } from "@tanstack/react-router";
import { Badge, Empty, Progress, Table } from "antd";
import { useAuthorityName } from "../parts/authority.tsx";
import { DueAt } from "../parts/left.tsx";
import { Span } from "../parts/span.tsx";
import { StuckLine } from "../parts/stuck.tsx";
import { useTexts } from "../words/words.tsx";

/** Campaigns, each with what it waits for and how far its checks are. */
export function CampaignTable({
  campaigns,
  loading = false,
}: {
  campaigns: readonly CampaignSummary[];
  loading?: boolean;
}) {
  const { words, console } = useTexts();
  const nameOf = useAuthorityName();
  return (
    <Table<CampaignSummary>
      rowKey="id"
      loading={loading}
      dataSource={[...campaigns]}
      pagination={false}
      // Where nothing stands in it nothing is there to scroll to, nor by keys.
      {...(campaigns.length === 0 ? {} : { scroll: { x: 1_100 } })}
      locale={{ emptyText: <Empty description={console.common.emptyFiltered} /> }}
      columns={[
        {
          title: words.label.title,
          dataIndex: "title",
          width: 240,
          render: (title: string, { id, targetKind, stuck }) => (
            <>
              <Link to="/campaigns/$id" params={{ id }} className="name">
                {title}
              </Link>
              <div>{words.targetKind[targetKind]}</div>
              <StuckLine kind="campaign" causes={stuck} />
            </>
          ),
        },
        {
          title: words.label.authority,
          dataIndex: "authority",
          width: 110,
          render: (code: string) => nameOf(code),
        },
        {
          title: words.label.state,
          dataIndex: "state",
          width: 150,
          render: (state: CampaignSummary["state"]) => (
            <Badge status={state === "void" ? "error" : "processing"} text={words.campaignState[state]} />
          ),
        },
        {
          title: words.label.window,
          width: 210,
          render: (_: unknown, { windowFrom, windowTo }) => <Span from={windowFrom} to={windowTo} />,
        },
        {
          title: words.label.due,
          width: 260,
          render: (_: unknown, { dueAt, workdaysLeft, provisional }) => (
            <DueAt {...{ dueAt, workdaysLeft, provisional, overdue: (workdaysLeft ?? 0) < 0 }} />
          ),
        },
        {
          title: words.label.checkedOf,
          width: 170,
          render: (_: unknown, { id, checked, inspections }) =>
            inspections === 0 ? (
              words.label.none
            ) : (
              <Link to="/inspections" search={{ campaign: id }}>
                <Progress
                  size="small"
                  aria-label={words.label.progress}
                  percent={Math.round((checked / inspections) * 100)}
                  format={() => `${checked} / ${inspections}`}
                />
              </Link>
            ),
        },
      ]}
    />
  );
}
