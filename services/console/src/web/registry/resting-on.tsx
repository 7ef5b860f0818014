import type { itemView, legalBasisView } from "@shuangsui/contracts";
import { useQueries, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Button, Empty, Skeleton } from "antd";
import { useState } from "react";
import type { z } from "zod";
import { asked, call } from "../calls/services.ts";
import { useMay } from "../calls/session.tsx";
import { useAuthorityName } from "../parts/authority.tsx";
import { Loaded } from "../parts/loaded.tsx";
import { useTexts } from "../words/words.tsx";

type Basis = z.infer<typeof legalBasisView>;
type Item = z.infer<typeof itemView>;

/** All items in sight that rest on a basis: its list cannot be asked by it. */
async function itemsOn(basis: string): Promise<Item[]> {
  const found: Item[] = [];
  for (let after: string | undefined; ;) {
    const { items, next } = await call.registry.getItems({ query: { limit: "500", after } });
    found.push(...items.filter(({ bases }) => bases.some(({ id }) => id === basis)));
    if (next === null) return found;
    after = next;
  }
}

/** Which items rest on a legal basis, and, once asked for, which plans and campaigns bear the mark of its repeal (article 8). */
export function RestingOn({ basis, title }: { basis: Basis; title?: string }) {
  const { console } = useTexts();
  const may = useMay();
  const nameOf = useAuthorityName();
  const [isAsked, ask] = useState(false);
  const found = useQuery({ queryKey: ["registry", "items-on", basis.id], queryFn: () => itemsOn(basis.id) });
  return (
    <section>
      <h3 style={{ fontSize: 15 }}>{title ?? console.bases.items}</h3>
      <Loaded of={found}>
        {(items) =>
          items.length === 0 ? (
            <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={console.bases.noItems} />
          ) : (
            <ul>
              {items.map(({ id, code, name, authority }) => (
                <li key={id}>
                  <Link to="/registry" search={{ tab: "items", q: name }}>
                    {code} {name}
                  </Link>{" "}
                  {nameOf(authority)}
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
      {basis.validTo === null || !may("plan.read") ? null : isAsked ? (
        <Marked basis={basis.id} />
      ) : (
        <Button size="small" onClick={() => ask(true)}>
          {console.bases.seeMarked}
        </Button>
      )}
    </section>
  );
}

/** The plans and open campaigns whose items rest on a basis that is repealed. */
function Marked({ basis }: { basis: string }) {
  const { console } = useTexts();
  const plans = useQuery(asked("inspection", "getPlans", { query: { limit: "100" } }));
  const campaigns = useQuery(
    asked("inspection", "getCampaigns", { query: { attention: "open", limit: "100" } }),
  );
  const isMarked = (one: {
    data?: { items: readonly { repealed: readonly { id: string }[] }[] } | undefined;
  }) => one.data?.items.some(({ repealed }) => repealed.some(({ id }) => id === basis)) === true;
  const marksOfPlans = useQueries({
    queries: (plans.data?.items ?? []).map(({ id }) =>
      asked("inspection", "getPlansByIdMarks", { params: { id } }),
    ),
  });
  const marksOfCampaigns = useQueries({
    queries: (campaigns.data?.items ?? []).map(({ id }) =>
      asked("inspection", "getCampaignsByIdMarks", { params: { id } }),
    ),
  });
  const isAsking = [plans, campaigns, ...marksOfPlans, ...marksOfCampaigns].some(
    ({ isLoading }) => isLoading,
  );
  if (isAsking) return <Skeleton active aria-label={console.common.loading} />;
  const marked = [
    ...(plans.data?.items ?? [])
      .filter((_, index) => isMarked(marksOfPlans[index] ?? {}))
      .map(({ id, title }) => (
        <li key={id}>
          {console.menu.plans}：
          <Link to="/plans/$id" params={{ id }}>
            {title}
          </Link>
        </li>
      )),
    ...(campaigns.data?.items ?? [])
      .filter((_, index) => isMarked(marksOfCampaigns[index] ?? {}))
      .map(({ id, title }) => (
        <li key={id}>
          {console.menu.campaigns}：
          <Link to="/campaigns/$id" params={{ id }}>
            {title}
          </Link>
        </li>
      )),
  ];
  return marked.length === 0 ? <p>{console.bases.noneMarked}</p> : <ul>{marked}</ul>;
}
