import { filledIn } from "@shuangsui/contracts";
import { useQuery } from "@tanstack/react-query";
import { Link, useSearch } from "@tanstack/react-router";
import { Empty, Skeleton } from "antd";
import { asked } from "../calls/services.ts";
import { useMay } from "../calls/session.tsx";
import { Card, Page } from "../parts/page.tsx";
import { useTexts } from "../words/words.tsx";

/** So many of each kind are shown; the list behind them has the rest. */
const most = 10;
const ofId = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** What was found by the search at the top: targets by name, initials or code, campaigns by title, an inspection by its number. */
export function Found() {
  const { console } = useTexts();
  const may = useMay();
  const { text = "" } = useSearch({ from: "/search" });
  const reads = may("registry.read") && text !== "";
  const query = { q: text, limit: String(most) };
  const entities = useQuery({ ...asked("registry", "getEntities", { query }), enabled: reads });
  const projects = useQuery({ ...asked("registry", "getProjects", { query }), enabled: reads });
  const inspection = useQuery({
    ...asked("inspection", "getInspectionsById", { params: { id: text } }),
    enabled: ofId.test(text) && may("inspection.read"),
    retry: false,
  });
  const campaigns = useQuery({
    ...asked("inspection", "getCampaigns", { query: { limit: "200" } }),
    enabled: may("campaign.read"),
  });
  const named = (campaigns.data?.items ?? []).filter(({ title, id }) => title.includes(text) || id === text);
  const groups = [
    {
      title: console.menu.inspections,
      rows:
        inspection.data === undefined
          ? []
          : [inspection.data].map(({ id, targetName }) => ({ id, name: targetName })),
      link: (id: string, name: string) => (
        <Link to="/inspections/$id" params={{ id }}>
          {name}
        </Link>
      ),
    },
    {
      title: console.menu.campaigns,
      rows: named.slice(0, most).map(({ id, title }) => ({ id, name: title })),
      link: (id: string, name: string) => (
        <Link to="/campaigns/$id" params={{ id }}>
          {name}
        </Link>
      ),
    },
    ...(["entities", "projects"] as const).map((tab) => ({
      title: console.register[tab],
      rows:
        tab === "entities"
          ? (entities.data?.items ?? []).map(({ creditCode, name }) => ({ id: creditCode, name }))
          : (projects.data?.items ?? []).map(({ code, name }) => ({ id: code, name })),
      link: (id: string, name: string) => (
        <Link to="/registry" search={{ tab, q: id }}>
          {name} <span className="number">{id}</span>
        </Link>
      ),
    })),
  ].filter(({ rows }) => rows.length > 0);
  const isAsking = [entities, projects, inspection, campaigns].some(
    ({ isFetching, isPending }) => isFetching && isPending,
  );
  return (
    <Page title={`${console.shell.searchAll}：${text}`}>
      {groups.map(({ title, rows, link }) => (
        <Card key={title} title={title}>
          <ul>
            {rows.map(({ id, name }) => (
              <li key={id}>{link(id, name)}</li>
            ))}
          </ul>
        </Card>
      ))}
      {isAsking ? <Skeleton active aria-label={console.common.loading} /> : null}
      {groups.length === 0 && !isAsking ? (
        <Card>
          <Empty description={filledIn(console.shell.nothingFound, { text })} />
        </Card>
      ) : null}
    </Page>
  );
}
