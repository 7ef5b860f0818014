import { filledIn } from "@shuangsui/contracts";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Alert } from "antd";
import { asked } from "../calls/services.ts";
import { useMay } from "../calls/session.tsx";
import { useAuthorityName } from "../parts/authority.tsx";
import { useInView } from "../parts/in-view.ts";
import { StuckLine } from "../parts/stuck.tsx";
import { useTexts } from "../words/words.tsx";

/** So many plans are named with what hinders them. */
const most = 8;

type Stuck = Readonly<Record<"campaigns" | "plans" | "orders", number>>;

/** Campaigns, supervision orders and plans that are stuck in the engine: each leads to its list, and plans are named with the cause. */
export function StuckOthers({ campaigns, plans, orders }: Stuck) {
  const { words } = useTexts();
  const nameOf = useAuthorityName();
  const may = useMay();
  const inView = useInView();
  const query = { attention: "stuck", authority: inView, limit: String(most) } as const;
  const stuck = useQuery({
    ...asked("inspection", "getPlans", { query }),
    enabled: plans > 0 && may("plan.read"),
  });
  if (campaigns + plans + orders === 0) return null;
  return (
    <Alert
      type="error"
      showIcon
      style={{ marginBlockEnd: 16 }}
      title={
        <>
          {campaigns === 0 ? null : (
            <Link to="/campaigns" search={{ attention: "stuck" }}>
              {filledIn(words.console.stuckCampaigns, { count: campaigns })}
            </Link>
          )}{" "}
          {orders === 0 ? null : (
            <Link to="/supervision" search={{ attention: "stuck" }}>
              {filledIn(words.console.stuckOrders, { count: orders })}
            </Link>
          )}{" "}
          {plans === 0 ? null : (
            <Link to="/plans" search={{ attention: "stuck" }}>
              {filledIn(words.console.stuckPlans, { count: plans })}
            </Link>
          )}
        </>
      }
      description={
        <>
          {stuck.data?.items.map(({ id, authority, title, stuck: causes }) => (
            <div key={id}>
              <Link to="/plans/$id" params={{ id }}>
                {nameOf(authority)} · {title}
              </Link>
              <StuckLine kind="plan" causes={causes} />
            </div>
          ))}
          {words.console.stuckNote}
        </>
      }
    />
  );
}
