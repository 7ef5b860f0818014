import { campaignAttention, campaignState } from "@shuangsui/contracts";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Space } from "antd";
import { asked } from "../calls/services.ts";
import { useVisibleAuthorities } from "../parts/authority.tsx";
import { ExportButtons } from "../parts/export-buttons.tsx";
import { Failed } from "../parts/failed.tsx";
import { Filters } from "../parts/filters.tsx";
import { useNarrowed } from "../parts/in-view.ts";
import { Paging } from "../parts/paging.tsx";
import { Card, Page } from "../parts/page.tsx";
import { useTexts } from "../words/words.tsx";
import { CampaignTable } from "./table.tsx";

/** The campaigns in sight, each with what it waits for and how far its checks are. */
export function Campaigns() {
  const { words, console } = useTexts();
  const search = useSearch({ from: "/campaigns" });
  const narrowed = useNarrowed(search);
  const navigate = useNavigate({ from: "/campaigns" });
  const authorities = useVisibleAuthorities();
  const { data, error, isPending, refetch } = useQuery({
    ...asked("inspection", "getCampaigns", { query: narrowed as never }),
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
              options: campaignAttention.options.map((value) => ({
                value,
                label: words.campaignAttention[value],
              })),
            },
          ]}
          chosen={search}
          choose={(chosen) => void navigate({ search: { ...chosen, after: undefined } })}
        />
        <Space style={{ marginBlockEnd: 12 }}>
          <ExportButtons list="campaigns" query={narrowed} />
        </Space>
        {error !== null && data === undefined ? (
          <Failed error={error} title={console.failed.loadTitle} retry={() => void refetch()} />
        ) : (
          <CampaignTable campaigns={data?.items ?? []} loading={isPending} />
        )}
        <Paging next={data?.next} />
      </Card>
    </Page>
  );
}
