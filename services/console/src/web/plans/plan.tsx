import {
  campaignTrigger,
  nameOf as nameOfCode,
  planCommands,
  type PlanDetail,
  type PlannedEntry,
} from "@shuangsui/contracts";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useParams } from "@tanstack/react-router";
import { Alert, Button, Descriptions, Space, Table } from "antd";
import { useState } from "react";
import { useDeed } from "../calls/deed.ts";
import { refusalOf } from "../calls/refused.ts";
import { asked, call, changed } from "../calls/services.ts";
import { useMay, useSession } from "../calls/session.tsx";
import { useAuthorityName } from "../parts/authority.tsx";
import { BodyForm } from "../form/body-form.tsx";
import { History } from "../parts/history.tsx";
import { DueAt } from "../parts/left.tsx";
import { Loaded } from "../parts/loaded.tsx";
import { Marks } from "../parts/marks.tsx";
import { Card, Page } from "../parts/page.tsx";
import { Span } from "../parts/span.tsx";
import { Steps, type Step } from "../parts/steps.tsx";
import { StuckWarning } from "../parts/stuck.tsx";
import { SupervisionOf } from "../supervision/of-subject.tsx";
import { useOrderStep } from "../supervision/order-step.tsx";
import { useTexts } from "../words/words.tsx";
import { Adjusted } from "./adjusted.tsx";
import { PlanForm } from "./plan-form.tsx";
import { Preview } from "./preview.tsx";
import { Redraft } from "./redraft.tsx";
import { written } from "./written.ts";

/** A year's plan: its entries, how many they would draw, and its way to the public (articles 16 to 20). */
export function Plan() {
  const { id } = useParams({ from: "/plans/$id" });
  const found = useQuery(asked("inspection", "getPlansById", { params: { id } }));
  return <Loaded of={found}>{(plan) => <Shown plan={plan} />}</Loaded>;
}

function Shown({ plan }: { plan: PlanDetail }) {
  const { words, console } = useTexts();
  const { portalUrl } = useSession();
  const nameOf = useAuthorityName();
  const [previewing, preview] = useState(false);
  const steps = useSteps(plan);
  const supervise = useOrderStep({ kind: "plan", id: plan.id }, plan.authority);
  return (
    <Page title={plan.title} extra={<Steps steps={[...steps, ...supervise]} />}>
      <StuckWarning kind="plan" causes={plan.stuck} />
      <Marks kind="plan" id={plan.id} />
      <Card>
        <Descriptions
          column={{ xs: 1, md: 2, xl: 3 }}
          items={[
            { key: "year", label: console.plan.year, children: plan.year },
            { key: "authority", label: words.label.authority, children: nameOf(plan.authority) },
            { key: "state", label: words.label.state, children: words.planState[plan.state] },
            {
              key: "due",
              label: words.label.due,
              children: <DueAt {...plan} overdue={(plan.workdaysLeft ?? 0) < 0} />,
            },
            { key: "revision", label: words.label.version, children: plan.revision },
            ...(plan.publicationId === null
              ? []
              : [
                  {
                    key: "publication",
                    label: words.label.publication,
                    children: (
                      <a
                        href={`${portalUrl}/publications/${plan.publicationId}`}
                        target="_blank"
                        rel="noreferrer"
                      >
                        {console.inspection.seePublication}
                      </a>
                    ),
                  },
                ]),
          ]}
        />
      </Card>
      <Card
        title={console.plan.entries}
        extra={<Button onClick={() => preview(!previewing)}>{console.plan.preview}</Button>}
      >
        <Table<PlannedEntry>
          rowKey="id"
          pagination={false}
          scroll={{ x: 900 }}
          dataSource={[...plan.entries]}
          columns={[
            { title: words.label.title, dataIndex: "title" },
            {
              title: words.label.items,
              dataIndex: "items",
              render: (items: string[]) => items.join(words.comma),
            },
            {
              title: console.field.scope,
              render: (_: unknown, { scope, filtered }) =>
                scope === undefined
                  ? words.label.none
                  : [
                      words.targetKind[scope.targetKind],
                      ...scope.categories.map((one) => nameOfCode(words.category, one)),
                      ...(scope.filter === undefined ? [] : [filtered?.name ?? console.filters.ofScope]),
                    ].join(words.comma),
            },
            {
              title: console.plan.ratios,
              render: (_: unknown, { ratios }) =>
                ratios === undefined
                  ? words.label.none
                  : (["A", "B", "C", "D"] as const).map((one) => `${one} ${ratios[one]}`).join("，"),
            },
            { title: console.plan.frequency, dataIndex: "frequency", align: "end", width: 90 },
            {
              title: words.label.window,
              width: 210,
              render: (_: unknown, { window }) =>
                window === undefined ? words.label.none : <Span {...window} />,
            },
            {
              title: console.common.operate,
              width: 120,
              render: (_: unknown, entry) => <Trigger plan={plan} entry={entry} />,
            },
          ]}
        />
        {previewing ? <Preview id={plan.id} /> : null}
      </Card>
      <Adjusted plan={plan} />
      <SupervisionOf kind="plan" id={plan.id} />
      <History events={plan.events} names={words.planEvent} />
    </Page>
  );
}

/** What may be done with a plan as it stands. */
function useSteps(plan: PlanDetail): readonly Step[] {
  const { words, console } = useTexts();
  const may = useMay();
  const queries = useQueryClient();
  const { id, state, version, title, entries, authority } = plan;
  const params = { id };
  const ending = (done: () => void) => () => {
    done();
    void changed(queries, "inspection");
  };
  const publish: Step = {
    key: "publish",
    title: words.planCommand.publish,
    form: (done) => (
      <BodyForm
        schema={planCommands.publish}
        draft={`${id}/publish`}
        done={ending(done)}
        send={(_body, idempotencyKey) =>
          call.inspection.postPlansByIdCommandsPublish({ params, body: {}, idempotencyKey })
        }
      />
    ),
  };
  const redraft: Step = {
    key: "redraft",
    title: console.plan.redraft,
    form: (done) => <Redraft plan={plan} done={ending(done)} />,
  };
  const adjust: Step = {
    key: "adjust",
    title: words.planCommand.adjust,
    form: (done) => (
      <PlanForm
        adjusts
        draft={`${id}/adjust/${version}`}
        first={{ title, entries: written(entries) }}
        done={ending(done)}
        send={(body, idempotencyKey) =>
          call.inspection.postPlansByIdCommandsAdjust({
            params,
            body: planCommands.adjust.parse(body),
            idempotencyKey,
          })
        }
      />
    ),
  };
  const [mayWrite, mayPublish] = [may("plan.write", authority), may("plan.publish", authority)];
  return [
    ...(mayPublish && (state === "draft" || state === "adjusting") ? [publish] : []),
    ...(mayWrite && state === "draft" ? [redraft] : []),
    ...(mayWrite && state === "published" ? [adjust] : []),
  ];
}

/** Begins a campaign of a published plan's entry. */
function Trigger({ plan, entry }: { plan: PlanDetail; entry: PlannedEntry }) {
  const texts = useTexts();
  const { console, language } = texts;
  const may = useMay();
  const navigate = useNavigate();
  const trigger = useDeed({
    send: (_: null, idempotencyKey) =>
      call.inspection.postPlansByPlanIdEntriesByEntryIdCampaigns({
        params: { planId: plan.id, entryId: entry.id },
        body: campaignTrigger.parse({}),
        idempotencyKey,
      }),
    onSuccess: ({ id }) => navigate({ to: "/campaigns/$id", params: { id } }),
  });
  if (!may("campaign.trigger", plan.authority) || plan.publishedRevision === null) return null;
  return (
    <Space orientation="vertical">
      <Button size="small" loading={trigger.isPending} onClick={() => trigger.run(null)}>
        {console.plan.trigger}
      </Button>
      {trigger.error === null ? null : (
        <Alert type="error" title={refusalOf(trigger.error, texts, language).title} />
      )}
    </Space>
  );
}
