import { campaignState, type CampaignSummary } from "@shuangsui/contracts";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { Badge, Empty, Progress, Space, Table, Tag } from "antd";
import { asked } from "../calls/services.ts";
import { useAuthorityName, useVisibleAuthorities } from "../parts/authority.tsx";
import { Failed } from "../parts/failed.tsx";
import { Filters } from "../parts/filters.tsx";
import { DueAt } from "../parts/left.tsx";
import { Paging } from "../parts/paging.tsx";
import { Card, Page } from "../parts/page.tsx";
import { useTexts } from "../words/words.tsx";

/** The campaigns in sight, each with what it waits for and how far its checks are. */
export function Campaigns() {
  const { words, console } = useTexts();
  const search = useSearch({ from: "/campaigns" });
  const navigate = useNavigate({ from: "/campaigns" });
  const authorities = useVisibleAuthorities();
  const nameOf = useAuthorityName();
  const { data, error, isPending, refetch } = useQuery({
    ...asked("inspection", "getCampaigns", { query: search as never }),
    placeholderData: (before) => before,
  });
  return (
    <Page title={console.menu.campaigns}>
      <Card>
        <Filters
          filters={[
            { name: "authority", label: words.label.authority, options: authorities },
            {
              name: "state",
              label: words.label.state,
              options: campaignState.options.map((value) => ({ value, label: words.campaignState[value] })),
            },
            {
              name: "attention",
              label: words.label.attention,
              options: [{ value: "stuck", label: words.campaignAttention.stuck }],
            },
          ]}
          chosen={search}
          choose={(chosen) => void navigate({ search: { ...chosen, after: undefined } })}
        />
        {error !== null && data === undefined ? (
          <Failed error={error} title={console.failed.loadTitle} retry={() => void refetch()} />
        ) : (
          <Table<CampaignSummary>
            rowKey="id"
            loading={isPending}
            dataSource={[...(data?.items ?? [])]}
            pagination={false}
            scroll={{ x: 900 }}
            locale={{ emptyText: <Empty description={console.common.emptyFiltered} /> }}
            columns={[
              {
                title: words.label.title,
                dataIndex: "title",
                render: (title: string, { id, stuck }) => (
                  <Space>
                    <Link to="/campaigns/$id" params={{ id }} className="name">
                      {title}
                    </Link>
                    {stuck.length > 0 ? <Tag color="error">{words.left.stuck}</Tag> : null}
                  </Space>
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
                  <Badge
                    status={state === "void" ? "error" : "processing"}
                    text={words.campaignState[state]}
                  />
                ),
              },
              {
                title: words.label.window,
                width: 210,
                render: (_: unknown, { windowFrom, windowTo }) => (
                  <span className="number">
                    {windowFrom} — {windowTo}
                  </span>
                ),
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
                render: (_: unknown, { checked, inspections }) => (
                  <Progress
                    size="small"
                    aria-label={words.label.progress}
                    percent={inspections === 0 ? 0 : Math.round((checked / inspections) * 100)}
                    format={() => `${checked} / ${inspections}`}
                  />
                ),
              },
            ]}
          />
        )}
        <Paging
          after={search.after}
          next={data?.next}
          goOn={(after) => void navigate({ search: (before) => ({ ...before, after }) })}
        />
      </Card>
    </Page>
  );
}
