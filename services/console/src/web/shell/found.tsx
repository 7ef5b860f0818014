import { useQuery } from "@tanstack/react-query";
import { Link, useSearch } from "@tanstack/react-router";
import { Empty } from "antd";
import { filledIn } from "@shuangsui/contracts";
import { asked } from "../calls/services.ts";
import { useMay } from "../calls/session.tsx";
import { Card, Page } from "../parts/page.tsx";
import { useTexts } from "../words/words.tsx";

/** What was found by the search at the top. */
export function Found() {
  const { console } = useTexts();
  const may = useMay();
  const { text = "" } = useSearch({ from: "/search" });
  const isId = /^[0-9a-f-]{36}$/.test(text);
  const inspection = useQuery({
    ...asked("inspection", "getInspectionsById", { params: { id: text } }),
    enabled: isId && may("inspection.read"),
    retry: false,
  });
  const campaigns = useQuery({
    ...asked("inspection", "getCampaigns", { query: { limit: "100" } }),
    enabled: may("campaign.read"),
  });
  const named = (campaigns.data?.items ?? []).filter(({ title, id }) => title.includes(text) || id === text);
  const found = [
    ...(inspection.data === undefined
      ? []
      : [
          {
            key: inspection.data.id,
            to: `/inspections/${inspection.data.id}`,
            name: inspection.data.targetName,
          },
        ]),
    ...named.map(({ id, title }) => ({ key: id, to: `/campaigns/${id}`, name: title })),
  ];
  return (
    <Page title={`${console.shell.searchAll}：${text}`}>
      <Card>
        {found.length === 0 ? (
          <Empty description={filledIn(console.shell.nothingFound, { text })} />
        ) : (
          <ul>
            {found.map(({ key, to, name }) => (
              <li key={key}>
                <Link to={to}>{name}</Link>
              </li>
            ))}
          </ul>
        )}
      </Card>
    </Page>
  );
}
