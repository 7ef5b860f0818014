import { filledIn, shortened } from "@shuangsui/contracts";
import { useQuery } from "@tanstack/react-query";
import { Link, useSearch } from "@tanstack/react-router";
import { Empty, Skeleton } from "antd";
import type { ReactNode } from "react";
import { asked } from "../calls/services.ts";
import { useMay } from "../calls/session.tsx";
import { Failed } from "../parts/failed.tsx";
import { Card, Page } from "../parts/page.tsx";
import { useTexts } from "../words/words.tsx";
import { targetsOf, wholeId } from "./search-text.ts";

/** So many of each kind are shown; where there are more it is said. */
const most = 10;

type Hit = { id: string; link: ReactNode };

/** What was found by the search at the top, each kind by its own list at once: by names, initials, titles, codes and numbers. */
export function Found() {
  const { words, console } = useTexts();
  const may = useMay();
  const { text = "" } = useSearch({ from: "/search" });
  const some = text !== "";
  const q = { q: text, limit: String(most) };
  const reads = some && may("registry.read");
  const entities = useQuery({ ...asked("registry", "getEntities", { query: q }), enabled: reads });
  const projects = useQuery({ ...asked("registry", "getProjects", { query: q }), enabled: reads });
  const inspectors = useQuery({ ...asked("registry", "getInspectors", { query: q }), enabled: reads });
  const items = useQuery({ ...asked("registry", "getItems", { query: q }), enabled: reads });
  const tips = useQuery({
    ...asked("registry", "getTips", { query: { document: text, limit: most } }),
    enabled: reads,
  });
  const ofInspections = some && may("inspection.read");
  const number = useQuery({
    ...asked("inspection", "getInspectionsById", { params: { id: text } }),
    enabled: ofInspections && wholeId.test(text),
    retry: false,
  });
  // An inspection is found by its target: whatever the registers know of that is searched there.
  const isAskingTargets = [entities, projects].some(({ isFetching, isPending }) => isFetching && isPending);
  const targets = targetsOf(text, [
    ...(entities.data?.items ?? []).map(({ creditCode }) => creditCode),
    ...(projects.data?.items ?? []).map(({ code }) => code),
  ]);
  const inspections = useQuery({
    ...asked("inspection", "getInspections", {
      query: { targets: targets.join(","), order: "due", limit: String(most) },
    }),
    enabled: ofInspections && !isAskingTargets && targets.length > 0,
  });
  const campaigns = useQuery({
    ...asked("inspection", "getCampaigns", { query: q }),
    enabled: some && may("campaign.read"),
  });
  const plans = useQuery({
    ...asked("inspection", "getPlans", { query: q }),
    enabled: some && may("plan.read"),
  });
  const orders = useQuery({
    ...asked("inspection", "getSupervisionOrders", { query: q }),
    enabled: some && may("supervision.read"),
  });
  const entryLink = (
    kind: "entities" | "projects" | "inspectors" | "items",
    id: string,
    ...shown: string[]
  ) => ({
    id,
    link: (
      <Link to="/registry/$kind/$id" params={{ kind, id }}>
        {shown.map((one) => (
          <span key={one}>{one} </span>
        ))}
      </Link>
    ),
  });
  const seen = new Set<string>();
  const found = [...(number.data === undefined ? [] : [number.data]), ...(inspections.data?.items ?? [])];
  const groups: { title: string; hits: Hit[]; of: { data?: { next: string | null } | undefined } }[] = [
    {
      title: console.menu.inspections,
      of: inspections,
      hits: found
        .filter(({ id }) => !seen.has(id) && seen.add(id))
        .map(({ id, targetName, state }) => ({
          id,
          link: (
            <>
              <Link to="/inspections/$id" params={{ id }}>
                {targetName}
              </Link>{" "}
              {words.inspectionState[state]}
            </>
          ),
        })),
    },
    {
      title: console.menu.campaigns,
      of: campaigns,
      hits: (campaigns.data?.items ?? []).map(({ id, title }) => ({
        id,
        link: (
          <Link to="/campaigns/$id" params={{ id }}>
            {title}
          </Link>
        ),
      })),
    },
    {
      title: console.menu.plans,
      of: plans,
      hits: (plans.data?.items ?? []).map(({ id, title }) => ({
        id,
        link: (
          <Link to="/plans/$id" params={{ id }}>
            {title}
          </Link>
        ),
      })),
    },
    {
      title: console.menu.supervision,
      of: orders,
      hits: (orders.data?.items ?? []).map(({ id, text: wanted }) => ({
        id,
        link: (
          <Link to="/supervision/$id" params={{ id }}>
            {shortened(wanted, 80)}
          </Link>
        ),
      })),
    },
    {
      title: console.register.entities,
      of: entities,
      hits: (entities.data?.items ?? []).map(({ creditCode, name }) =>
        entryLink("entities", creditCode, name, creditCode),
      ),
    },
    {
      title: console.register.projects,
      of: projects,
      hits: (projects.data?.items ?? []).map(({ code, name }) => entryLink("projects", code, name, code)),
    },
    {
      title: console.register.inspectors,
      of: inspectors,
      hits: (inspectors.data?.items ?? []).map(({ id, name, unit }) =>
        entryLink("inspectors", id, name, unit),
      ),
    },
    {
      title: console.register.items,
      of: items,
      hits: (items.data?.items ?? []).map(({ code, name }) => entryLink("items", code, code, name)),
    },
    {
      title: console.menu.tips,
      of: tips,
      hits: (tips.data?.items ?? []).map(({ id, document }) => ({
        id,
        link: (
          <Link to="/tips" search={{ tip: id }}>
            {document}
          </Link>
        ),
      })),
    },
  ].filter(({ hits }) => hits.length > 0);
  const all = [
    ...[entities, projects, inspectors, items, tips, inspections, campaigns, plans, orders],
    number,
  ];
  const isAsking = all.some(({ isFetching, isPending }) => isFetching && isPending);
  const failed = all.find((one) => one !== number && one.isError && one.data === undefined);
  return (
    <Page title={`${console.shell.searchAll}：${text}`}>
      {groups.map(({ title, hits, of: { data } }) => (
        <Card key={title} title={title}>
          <ul>
            {hits.map(({ id, link }) => (
              <li key={id}>{link}</li>
            ))}
          </ul>
          {(data?.next ?? null) === null ? null : <p>{filledIn(console.shell.moreFound, { count: most })}</p>}
        </Card>
      ))}
      {isAsking ? <Skeleton active aria-label={console.common.loading} /> : null}
      {failed === undefined ? null : (
        <Failed
          error={failed.error}
          title={console.failed.loadTitle}
          retry={() => void Promise.all(all.filter(({ isError }) => isError).map((one) => one.refetch()))}
        />
      )}
      {groups.length === 0 && !isAsking && failed === undefined ? (
        <Card>
          <Empty description={filledIn(console.shell.nothingFound, { text })} />
        </Card>
      ) : null}
    </Page>
  );
}
