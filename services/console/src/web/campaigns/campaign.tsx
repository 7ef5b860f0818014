import {
  approvalForm,
  campaignCommands,
  type Action,
  type CampaignDetail,
  type CampaignState,
} from "@shuangsui/contracts";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { Alert, Descriptions, Space, Statistic, Table, Tag } from "antd";
import { asked, call, changed } from "../calls/services.ts";
import { useMay, useSession } from "../calls/session.tsx";
import { BodyForm } from "../form/body-form.tsx";
import { stuckText } from "../inspections/facts.ts";
import { useAuthorityName } from "../parts/authority.tsx";
import { History } from "../parts/history.tsx";
import { DueAt } from "../parts/left.tsx";
import { Loaded } from "../parts/loaded.tsx";
import { Card, Page } from "../parts/page.tsx";
import { Steps, type Step } from "../parts/steps.tsx";
import { dueText } from "../parts/time.ts";
import { SupervisionOf } from "../supervision/of-subject.tsx";
import { useOrderStep } from "../supervision/order-step.tsx";
import { useTexts } from "../words/words.tsx";
import { OwnWitness } from "./own-witness.tsx";

type Command = "scheme" | "commit" | "reveal" | "redraw" | "cancel" | "withdrawWitness";

/** What is offered at a campaign: who may, and where it stands then. The service has the last word. */
const offers: readonly { command: Command | "approve"; action: Action; states: readonly CampaignState[] }[] =
  [
    { command: "scheme", action: "campaign.scheme", states: ["draft", "scheme"] },
    {
      command: "approve",
      action: "approval.record",
      states: ["draft", "scheme", "committed", "drawn", "running"],
    },
    { command: "commit", action: "draw.commit", states: ["scheme"] },
    { command: "withdrawWitness", action: "draw.witnesses", states: ["draft", "scheme"] },
    { command: "redraw", action: "draw.repeat", states: ["void"] },
    { command: "reveal", action: "draw.reveal", states: ["ended"] },
    { command: "cancel", action: "campaign.cancel", states: ["draft", "scheme", "drawn", "running"] },
  ];

/** A campaign: its scheme, its witnesses, its draw and how its checks stand. */
export function Campaign() {
  const { id } = useParams({ from: "/campaigns/$id" });
  const found = useQuery(asked("inspection", "getCampaignsById", { params: { id } }));
  return <Loaded of={found}>{(campaign) => <Shown campaign={campaign} />}</Loaded>;
}

function Shown({ campaign }: { campaign: CampaignDetail }) {
  const texts = useTexts();
  const { words, console, language } = texts;
  const { portalUrl } = useSession();
  const nameOf = useAuthorityName();
  const may = useMay();
  const queries = useQueryClient();
  const { draw } = campaign;
  const supervise = useOrderStep({ kind: "campaign", id: campaign.id }, campaign.authority);
  const steps = offers
    .filter(({ action, states }) => states.includes(campaign.state) && may(action, campaign.authority))
    .map(({ command }): Step => ({
      key: command,
      title: command === "approve" ? console.inspection.approve : words.campaignCommand[command],
      form: (done) => (
        <CommandForm
          campaign={campaign}
          command={command}
          done={() => {
            done();
            void changed(queries, "inspection");
          }}
        />
      ),
    }));
  return (
    <Page title={campaign.title} extra={<Steps steps={[...steps, ...supervise]} />}>
      {campaign.stuck.length === 0 ? null : (
        <Alert
          type="error"
          showIcon
          title={words.left.stuck}
          description={campaign.stuck
            .map((cause) => stuckText("campaign", cause, texts, language))
            .join("；")}
          style={{ marginBlockEnd: 12 }}
        />
      )}
      <Card>
        <Descriptions
          column={{ xs: 1, md: 2, xl: 3 }}
          items={[
            { key: "state", label: words.label.state, children: words.campaignState[campaign.state] },
            { key: "waits", label: words.label.waits, children: words.campaignWaiting[campaign.waitingFor] },
            {
              key: "due",
              label: words.label.due,
              children: <DueAt {...campaign} overdue={(campaign.workdaysLeft ?? 0) < 0} />,
            },
            { key: "authority", label: words.label.authority, children: nameOf(campaign.authority) },
            {
              key: "window",
              label: words.label.window,
              children: `${campaign.windowFrom} — ${campaign.windowTo}`,
            },
            { key: "items", label: words.label.items, children: campaign.itemCodes.join(words.comma) },
            {
              key: "draw",
              label: words.label.draw,
              children: (
                <Space wrap>
                  <a href={`${portalUrl}/draws/${draw.drawId}`} target="_blank" rel="noreferrer">
                    {words.drawState[draw.state]}
                  </a>
                </Space>
              ),
            },
            {
              key: "plan",
              label: console.menu.plans,
              children: (
                <Link to="/plans/$id" params={{ id: campaign.planId }}>
                  {console.campaign.ofPlan}
                </Link>
              ),
            },
            {
              key: "inspections",
              label: console.menu.inspections,
              children: (
                <Link to="/inspections" search={{ campaign: campaign.id } as never}>
                  {campaign.inspections}
                </Link>
              ),
            },
          ]}
        />
      </Card>
      {may("draw.contribute", campaign.authority) ? <OwnWitness campaign={campaign} /> : null}
      <Card title={words.label.witnesses}>
        <Table
          rowKey="name"
          size="small"
          pagination={false}
          dataSource={[...draw.witnesses]}
          columns={[
            { title: words.label.witness, dataIndex: "name" },
            { title: words.label.unit, dataIndex: "unit" },
            {
              title: words.label.state,
              dataIndex: "contributed",
              render: (given: boolean) => (
                <Tag color={given ? "success" : "processing"}>
                  {given ? console.campaign.contributed : console.campaign.bound}
                </Tag>
              ),
            },
            {
              title: console.campaign.hash,
              dataIndex: "hash",
              render: (hash: string) => <code style={{ overflowWrap: "anywhere" }}>{hash}</code>,
            },
          ]}
        />
        {draw.revealBy === null ? null : (
          <p>
            {console.campaign.revealBy} <span className="number">{dueText(draw.revealBy)}</span>
          </p>
        )}
      </Card>
      <Card title={words.label.scheme}>
        {campaign.scheme === null ? (
          words.label.none
        ) : (
          <Descriptions
            column={1}
            items={[
              { key: "p", label: words.label.procedure, children: campaign.scheme.procedure },
              { key: "c", label: words.label.content, children: campaign.scheme.content },
            ]}
          />
        )}
      </Card>
      <Card title={console.campaign.strata}>
        <Table
          rowKey="name"
          size="small"
          pagination={false}
          dataSource={[...draw.strata]}
          columns={[
            { title: words.label.riskClass, dataIndex: "name" },
            { title: words.label.population, dataIndex: "population", align: "end" },
            { title: words.label.inDraw, dataIndex: "count", align: "end" },
            { title: words.label.ratio, dataIndex: "ratio", align: "end" },
            { title: words.label.quota, dataIndex: "quota", align: "end" },
            { title: words.label.alternates, dataIndex: "alternates", align: "end" },
          ]}
        />
      </Card>
      <Card title={words.label.statistics}>
        <div className="figures">
          {campaign.statistics.map(({ code, value }) => (
            <Statistic key={code} title={words.statistic[code]} value={value} />
          ))}
        </div>
      </Card>
      <SupervisionOf kind="campaign" id={campaign.id} />
      <History events={campaign.events} names={words.campaignEvent} />
    </Page>
  );
}

function CommandForm({
  campaign: { id, windowFrom, windowTo, scheme, draw },
  command,
  done,
}: {
  campaign: CampaignDetail;
  command: Command | "approve";
  done(): void;
}) {
  const params = { id };
  const form = { draft: `${id}/${command}`, done };
  const known = { personalDataReview: { hidden: true } };
  const { inspection } = call;
  switch (command) {
    case "approve":
      return (
        <BodyForm
          {...form}
          schema={approvalForm}
          send={(body, idempotencyKey) =>
            inspection.postCampaignsByIdApprovals({ params, body: approvalForm.parse(body), idempotencyKey })
          }
        />
      );
    case "scheme":
      return (
        <BodyForm
          {...form}
          schema={campaignCommands.scheme}
          first={
            scheme ?? {
              window: { from: windowFrom, to: windowTo },
              beacon: { kind: "witness", revealWithinHours: 24 },
            }
          }
          send={(body) =>
            inspection.putCampaignsByIdScheme({ params, body: campaignCommands.scheme.parse(body) })
          }
        />
      );
    case "withdrawWitness":
      return (
        <BodyForm
          {...form}
          schema={campaignCommands.withdrawWitness}
          known={{ name: { options: draw.witnesses.map(({ name }) => ({ value: name, label: name })) } }}
          send={(body, idempotencyKey) =>
            inspection.postCampaignsByIdWitnessesWithdraw({
              params,
              body: campaignCommands.withdrawWitness.parse(body),
              idempotencyKey,
            })
          }
        />
      );
    case "redraw":
      return (
        <BodyForm
          {...form}
          known={known}
          schema={campaignCommands.redraw}
          send={(body, idempotencyKey) =>
            inspection.postCampaignsByIdCommandsRedraw({
              params,
              body: campaignCommands.redraw.parse(body),
              idempotencyKey,
            })
          }
        />
      );
    case "cancel":
      return (
        <BodyForm
          {...form}
          known={known}
          schema={campaignCommands.cancel}
          send={(body, idempotencyKey) =>
            inspection.postCampaignsByIdCommandsCancel({
              params,
              body: campaignCommands.cancel.parse(body),
              idempotencyKey,
            })
          }
        />
      );
    case "commit":
    case "reveal": {
      const send = {
        commit: inspection.postCampaignsByIdCommandsCommit,
        reveal: inspection.postCampaignsByIdCommandsReveal,
      };
      return (
        <BodyForm
          {...form}
          schema={campaignCommands[command]}
          send={(_body, idempotencyKey) => send[command]({ params, body: {}, idempotencyKey })}
        />
      );
    }
  }
}
