import {
  planCommands,
  riskClass,
  type Action,
  type PlanDetail,
  type PlanEventType,
  type PlannedEntry,
} from "@shuangsui/contracts";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useParams } from "@tanstack/react-router";
import { Alert, Button, Descriptions, Space, Table } from "antd";
import { useState } from "react";
import { asked, call, changed } from "../calls/services.ts";
import { useMay, useSession } from "../calls/session.tsx";
import { useAuthorityName } from "../parts/authority.tsx";
import { BodyForm } from "../form/body-form.tsx";
import { History } from "../parts/history.tsx";
import { DueAt } from "../parts/left.tsx";
import { Loaded } from "../parts/loaded.tsx";
import { Marks } from "../parts/marks.tsx";
import { Card, Page, PrintButton } from "../parts/page.tsx";
import { Span } from "../parts/span.tsx";
import { Steps, type Step } from "../parts/steps.tsx";
import { Retry } from "../parts/retry.tsx";
import { StuckWarning } from "../parts/stuck.tsx";
import { explained, reasonOfWindow } from "../inspections/due-reasons.ts";
import { WhyThen } from "../inspections/why-then.tsx";
import { useItemNames } from "../registry/item-names.ts";
import { SupervisionOf } from "../supervision/of-subject.tsx";
import { useOrderStep } from "../supervision/order-step.tsx";
import { usePlannerWords } from "../words/planner.ts";
import { useTexts } from "../words/words.tsx";
import { Adjust } from "./adjust.tsx";
import { Adjusted } from "./adjusted.tsx";
import { scopeText } from "./entry-text.ts";
import { percentOf } from "./percent.ts";
import { Preview } from "./preview.tsx";
import { Redraft } from "./redraft.tsx";
import { Return, Review, Reviewing, Submit, Withdraw } from "./review.tsx";
import { Trigger } from "./trigger.tsx";

/** A year's plan: its entries, how many they would draw, and its way to the public (articles 16 to 20). */
export function Plan() {
  const { id } = useParams({ from: "/plans/$id" });
  const found = useQuery(asked("inspection", "getPlansById", { params: { id } }));
  return <Loaded of={found}>{(plan) => <Shown plan={plan} />}</Loaded>;
}

function Shown({ plan }: { plan: PlanDetail }) {
  const texts = useTexts();
  const { words, console } = texts;
  const { portalUrl } = useSession();
  const nameOf = useAuthorityName();
  const nameOfItem = useItemNames();
  const [previewing, preview] = useState(false);
  const steps = useSteps(plan);
  const [due] = plan.dueTimes;
  const overdue = (plan.workdaysLeft ?? 0) < 0;
  const supervise = useOrderStep({ kind: "plan", id: plan.id }, plan.authority);
  return (
    <Page
      title={plan.title}
      extra={
        <>
          <PrintButton />
          <Steps steps={[...steps, ...supervise]} />
        </>
      }
    >
      <StuckWarning kind="plan" causes={plan.stuck} action={<Retry kind="plan" of={plan} />} />
      <Reviewing plan={plan} />
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
              children: (
                <>
                  <DueAt {...plan} overdue={overdue} />
                  <WhyThen
                    of={due === undefined ? undefined : explained(due)}
                    authority={plan.authority}
                    left={{ ...plan, overdue }}
                  />
                </>
              ),
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
        extra={
          <Space>
            <Steps quiet steps={useRedraft(plan)} />
            <Button onClick={() => preview(!previewing)}>{console.plan.preview}</Button>
          </Space>
        }
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
              render: (items: string[]) => items.map((code) => <div key={code}>{nameOfItem(code)}</div>),
            },
            {
              title: console.field.scope,
              render: (_: unknown, { scope, filtered }) =>
                scope === undefined ? words.label.none : scopeText(scope, texts, () => filtered?.name),
            },
            {
              title: console.plan.ratios,
              render: (_: unknown, { ratios }) =>
                ratios === undefined
                  ? words.label.none
                  : riskClass.options.map((one) => (
                      <div key={one}>
                        {words.riskClass[one]} {percentOf(ratios[one])}
                      </div>
                    )),
            },
            { title: console.plan.frequency, dataIndex: "frequency", align: "end", width: 90 },
            {
              title: words.label.window,
              width: 210,
              render: (_: unknown, { window }) =>
                window === undefined ? (
                  words.label.none
                ) : (
                  <>
                    <Span {...window} />
                    <WhyThen of={reasonOfWindow(window)} authority={plan.authority} />
                  </>
                ),
            },
            {
              title: console.common.operate,
              width: 160,
              render: (_: unknown, entry) => <Trigger plan={plan} entry={entry} />,
            },
          ]}
        />
        {previewing ? <Preview id={plan.id} /> : null}
      </Card>
      <Adjusted plan={plan} />
      <SupervisionOf kind="plan" id={plan.id} />
      <History events={plan.events} names={words.planEvent} actions={actionOf} />
    </Page>
  );
}

/** What whoever brings an event about must be allowed to do. */
const actionOf: Partial<Record<PlanEventType, Action>> = {
  drafted: "plan.write",
  redrafted: "plan.write",
  deleted: "plan.write",
  submitted: "plan.write",
  withdrawn: "plan.write",
  adjusted: "plan.write",
  returned: "plan.publish",
  "handed-in": "plan.publish",
  "publishing-asked": "plan.publish",
};

/** Closes a step's form once it is done, and has all shown anew. */
function useEnding(): (done: () => void) => () => void {
  const queries = useQueryClient();
  return (done) => () => {
    done();
    void changed(queries, "inspection");
  };
}

/** How a draft is written anew, by whoever may. */
function useRedraft(plan: PlanDetail): readonly Step[] {
  const { console } = useTexts();
  const may = useMay();
  const ending = useEnding();
  if (plan.state !== "draft" || !may("plan.write", plan.authority)) return [];
  return [
    {
      key: "redraft",
      title: console.plan.redraft,
      form: (done) => <Redraft plan={plan} done={ending(done)} />,
    },
  ];
}

/** What else may be done with a plan as it stands. */
function useSteps(plan: PlanDetail): readonly Step[] {
  const { words } = useTexts();
  const { actor } = useSession();
  const may = useMay();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const ending = useEnding();
  const { remove: says } = usePlannerWords();
  const { id, state, version, authority, submittedBy } = plan;
  const params = { id };
  const submit: Step = {
    key: "submit",
    title: words.planCommand.submit,
    form: (done) => <Submit plan={plan} done={ending(done)} />,
  };
  const publish: Step = {
    key: "publish",
    title: words.planCommand.publish,
    article: 16,
    form: (done) => <Review plan={plan} done={ending(done)} />,
  };
  const giveBack: Step = {
    key: "return",
    title: words.planCommand.return,
    article: 16,
    form: (done) => <Return plan={plan} done={ending(done)} />,
  };
  const withdraw: Step = {
    key: "withdraw",
    title: words.planCommand.withdraw,
    form: (done) => <Withdraw plan={plan} done={ending(done)} />,
  };
  const remove: Step = {
    key: "delete",
    title: says.title,
    form: (done) => (
      <>
        <Alert type="warning" showIcon title={says.about} style={{ marginBlockEnd: 12 }} />
        <BodyForm
          schema={planCommands.publish}
          draft={`${id}/delete`}
          submit={says.title}
          send={() => call.inspection.deletePlansById({ params, ifMatch: version })}
          done={() => {
            done();
            void navigate({ to: "/plans" }).then(() => changed(queries, "inspection"));
          }}
        />
      </>
    ),
  };
  const adjust: Step = {
    key: "adjust",
    title: words.planCommand.adjust,
    form: (done) => <Adjust plan={plan} done={ending(done)} />,
  };
  const [mayWrite, mayPublish] = [may("plan.write", authority), may("plan.publish", authority)];
  const mayReview = mayPublish && submittedBy !== actor;
  return [
    ...(mayReview && state === "submitted" ? [publish, giveBack] : []),
    ...(mayWrite && state === "submitted" && submittedBy === actor ? [withdraw] : []),
    ...(mayPublish && state === "adjusting" ? [publish] : []),
    ...(mayWrite && state === "draft" ? [submit, remove] : []),
    ...(mayWrite && state === "published" ? [adjust] : []),
  ];
}
