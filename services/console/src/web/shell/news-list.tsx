import { shortened, type stuckCounts } from "@shuangsui/contracts";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Tag } from "antd";
import type { z } from "zod";
import type { News } from "../calls/news-of.ts";
import { asked } from "../calls/services.ts";
import { TargetName } from "../registry/names.tsx";
import { timeText } from "../parts/time.ts";
import { useTexts } from "../words/words.tsx";

type StuckItems = z.infer<typeof stuckCounts>["items"];

/** So many are shown; the workbench has the rest. */
const most = 12;

/** What is new, each with where it leads, under what stands still (article 4). */
export function NewsList({
  items,
  stuck,
  close,
}: {
  items: readonly News[];
  stuck: StuckItems;
  close(): void;
}) {
  const { words, console } = useTexts();
  const of = (kind: StuckItems[number]["kind"]) =>
    stuck.filter((one) => one.kind === kind).reduce((sum, { count }) => sum + count, 0);
  const lists = {
    inspection: "/inspections",
    campaign: "/campaigns",
    plan: "/plans",
    supervision: "/supervision",
  } as const;
  const standing = (["inspection", "campaign", "plan", "supervision"] as const).filter(
    (kind) => of(kind) > 0,
  );
  return (
    <ul className="news">
      {standing.map((kind) => (
        <li key={kind}>
          <Tag color="error">{words.left.stuck}</Tag>
          <Link to={lists[kind]} search={{ attention: "stuck" }} onClick={close}>
            {words.auditKind[kind]} <span className="number">{of(kind)}</span>
          </Link>
        </li>
      ))}
      {items.slice(0, most).map((one) => (
        <li key={one.id}>
          <Tag color={one.why === "mine" ? "processing" : "error"}>{console.news.why[one.why]}</Tag>
          <What {...one} close={close} />
          <div>
            {happened(one)} <span className="number">{timeText(one.at)}</span>
          </div>
        </li>
      ))}
      {items.length <= most ? null : (
        <li>
          <Link to="/workbench" onClick={close}>
            {console.board.allOfThem}
          </Link>
        </li>
      )}
      {standing.length + items.length === 0 ? <li>{console.news.none}</li> : null}
    </ul>
  );

  function happened({ of, type }: News): string {
    const names: Readonly<Record<News["of"], Readonly<Record<string, string>>>> = {
      inspection: words.inspectionEvent,
      campaign: words.campaignEvent,
      plan: words.planEvent,
      supervision: words.supervisionEvent,
      "text-review": words.auditAct,
      proposal: { proposed: words.auditAct.proposed },
      tip: { registered: words.auditAct.registered },
    };
    return names[of][type] ?? "";
  }
}

const kept = { staleTime: 60_000 } as const;

/** What it is about, by its name, and the way there. */
function What({ of, matter: id, close }: News & { close(): void }) {
  const { words } = useTexts();
  const params = { id };
  const inspection = useQuery({
    ...asked("inspection", "getInspectionsById", { params }),
    ...kept,
    enabled: of === "inspection",
  });
  const campaign = useQuery({
    ...asked("inspection", "getCampaignsById", { params }),
    ...kept,
    enabled: of === "campaign",
  });
  const order = useQuery({
    ...asked("inspection", "getSupervisionOrdersById", { params }),
    ...kept,
    enabled: of === "supervision",
  });
  const plan = useQuery({
    ...asked("inspection", "getPlansById", { params }),
    ...kept,
    enabled: of === "plan",
  });
  const proposal = useQuery({
    ...asked("registry", "getProposalsById", { params }),
    ...kept,
    enabled: of === "proposal",
  });
  switch (of) {
    case "inspection":
      return (
        <Link to="/inspections/$id" params={params} onClick={close}>
          {inspection.data?.targetName ?? words.label.target}
        </Link>
      );
    case "campaign":
      return (
        <Link to="/campaigns/$id" params={params} onClick={close}>
          {campaign.data?.title ?? words.auditKind.campaign}
        </Link>
      );
    case "supervision":
      return (
        <Link to="/supervision/$id" params={params} onClick={close}>
          {words.auditKind.supervision}：{shortened(order.data?.text ?? "", 40)}
        </Link>
      );
    case "plan":
      return (
        <Link to="/plans/$id" params={params} onClick={close}>
          {plan.data?.title ?? words.auditKind.plan}
        </Link>
      );
    case "text-review":
      return (
        <Link to="/reviews/$id" params={params} onClick={close}>
          {words.auditKind["text-review"]}
        </Link>
      );
    case "proposal":
      return (
        <Link to="/registry" search={{ tab: "proposals", entry: id }} onClick={close}>
          {proposal.data === undefined ? (
            words.auditKind.entities
          ) : (
            <TargetName code={proposal.data.creditCode} kind="entity" />
          )}
        </Link>
      );
    case "tip":
      return (
        <Link to="/tips" search={{ tip: id }} onClick={close}>
          {words.auditKind.tips}
        </Link>
      );
    default:
      return of satisfies never;
  }
}
