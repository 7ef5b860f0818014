import { campaignTrigger, filledIn, type PlanDetail, type PlannedEntry } from "@shuangsui/contracts";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { Alert, Space } from "antd";
import { useRef } from "react";
import { everyCampaignOf } from "../calls/lists.ts";
import { call } from "../calls/services.ts";
import { useMay } from "../calls/session.tsx";
import { BodyForm } from "../form/body-form.tsx";
import { FailedLine } from "../parts/failed-line.tsx";
import { Steps } from "../parts/steps.tsx";
import { usePlannerWords } from "../words/planner.ts";
import { useTexts } from "../words/words.tsx";
import { drawsLeft } from "./draws-left.ts";

/** The campaigns of a plan's entry, and the step that begins another one while the plan in force has draws of it left (article 20). */
export function Trigger({ plan, entry }: { plan: PlanDetail; entry: PlannedEntry }) {
  const { console } = useTexts();
  const { trigger: says } = usePlannerWords();
  const may = useMay();
  const navigate = useNavigate();
  const begun = useRef<string>(null);
  const reads = may("campaign.read", plan.authority) && plan.publishedRevision !== null;
  const { data, error, refetch } = useQuery({
    ...everyCampaignOf(plan.id),
    enabled: reads,
  });
  if (error !== null && data === undefined) return <FailedLine retry={() => void refetch()} />;
  const left = drawsLeft(plan, entry.id, data ?? []);
  if (data === undefined || left === undefined) return null;
  const { inForce, made, most } = left;
  const filled = { done: made.length, most };
  const step = {
    key: "trigger",
    title: console.plan.trigger,
    form: (done: () => void) => (
      <>
        <Alert
          type="info"
          showIcon
          style={{ marginBlockEnd: 12 }}
          title={filledIn(says.about, { title: inForce.title, ...filled })}
        />
        <BodyForm
          schema={campaignTrigger}
          known={{ personalDataReview: { hidden: true } }}
          subject={{ matter: "plan", id: plan.id, entry: entry.id }}
          draft={`${entry.id}/trigger/${made.length}`}
          submit={console.plan.trigger}
          send={async (body, idempotencyKey) => {
            const { id } = await call.inspection.postPlansByPlanIdEntriesByEntryIdCampaigns({
              params: { planId: plan.id, entryId: entry.id },
              body: campaignTrigger.parse(body),
              idempotencyKey,
            });
            begun.current = id;
          }}
          done={() => {
            done();
            if (begun.current !== null)
              void navigate({ to: "/campaigns/$id", params: { id: begun.current } });
          }}
        />
      </>
    ),
  };
  return (
    <Space orientation="vertical">
      <span>{filledIn(says.made, filled)}</span>
      {made.map(({ id, title }) => (
        <Link key={id} to="/campaigns/$id" params={{ id }} className="name">
          {title}
        </Link>
      ))}
      <Steps quiet steps={made.length < most && may("campaign.trigger", plan.authority) ? [step] : []} />
    </Space>
  );
}
