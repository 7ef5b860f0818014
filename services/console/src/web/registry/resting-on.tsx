import type { itemView, legalBasisView } from "@shuangsui/contracts";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Button, Empty } from "antd";
import { useState } from "react";
import type { z } from "zod";
import { everyOne, pageLimit } from "../calls/every.ts";
import { call } from "../calls/services.ts";
import { useMay } from "../calls/session.tsx";
import { useAuthorityName } from "../parts/authority.tsx";
import { Loaded } from "../parts/loaded.tsx";
import { useTexts } from "../words/words.tsx";

type Basis = z.infer<typeof legalBasisView>;
type Item = z.infer<typeof itemView>;

/** All items in sight that rest on a basis: its list cannot be asked by it. */
const itemsOn = async (basis: string): Promise<Item[]> =>
  (await everyOne((after) => call.registry.getItems({ query: { limit: String(pageLimit), after } }))).filter(
    ({ bases }) => bases.some(({ id }) => id === basis),
  );

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
      {basis.validTo === null || !may("plan.read") || found.data === undefined ? null : isAsked ? (
        <Marked basis={basis.id} items={found.data ?? []} />
      ) : (
        <Button size="small" onClick={() => ask(true)}>
          {console.bases.seeMarked}
        </Button>
      )}
    </section>
  );
}

/** The plans and open campaigns whose items rest on a basis that is repealed. */
function Marked({ basis, items }: { basis: string; items: readonly Item[] }) {
  const { console } = useTexts();
  const codes = [...new Set(items.map(({ code }) => code))];
  const marked = useQuery({
    queryKey: ["inspection", "marked", basis, codes],
    queryFn: () => markedBy(basis, codes),
  });
  return (
    <Loaded of={marked}>
      {({ plans, campaigns }) =>
        plans.length + campaigns.length === 0 ? (
          <p>{console.bases.noneMarked}</p>
        ) : (
          <ul>
            {plans.map(({ id, title }) => (
              <li key={id}>
                {console.menu.plans}：
                <Link to="/plans/$id" params={{ id }}>
                  {title}
                </Link>
              </li>
            ))}
            {campaigns.map(({ id, title }) => (
              <li key={id}>
                {console.menu.campaigns}：
                <Link to="/campaigns/$id" params={{ id }}>
                  {title}
                </Link>
              </li>
            ))}
          </ul>
        )
      }
    </Loaded>
  );
}

/** So many codes an address may name. */
const codesAtOnce = 30;
type Named = { id: string; title: string };
type Marks = { items: readonly { repealed: readonly { id: string }[] }[] };

/** All plans and open campaigns with such items that bear the mark of that basis, however many there are. */
async function markedBy(basis: string, codes: readonly string[]) {
  const { inspection } = call;
  const [plans, campaigns] = [new Map<string, Named>(), new Map<string, Named>()];
  const isMarked = ({ items }: Marks) =>
    items.some(({ repealed }) => repealed.some(({ id }) => id === basis));
  for (let from = 0; from < codes.length; from += codesAtOnce) {
    const query = { items: codes.slice(from, from + codesAtOnce).join(","), limit: String(pageLimit) };
    for (const one of await everyOne((after) => inspection.getPlans({ query: { ...query, after } })))
      if (!plans.has(one.id) && isMarked(await inspection.getPlansByIdMarks({ params: { id: one.id } })))
        plans.set(one.id, one);
    for (const one of await everyOne((after) =>
      inspection.getCampaigns({ query: { ...query, attention: "open", after } }),
    ))
      if (
        !campaigns.has(one.id) &&
        isMarked(await inspection.getCampaignsByIdMarks({ params: { id: one.id } }))
      )
        campaigns.set(one.id, one);
  }
  return { plans: [...plans.values()], campaigns: [...campaigns.values()] };
}
