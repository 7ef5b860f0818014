import {
  approvalForm,
  campaignCommands,
  filledIn,
  inspectionState,
  nameOf as nameOfCode,
  type Action,
  type CampaignDetail,
  type CampaignEventType,
  type ExplainedCampaignDue,
  type CampaignProgress,
  type CampaignState,
} from "@shuangsui/contracts";
import type { Words } from "@shuangsui/contracts/words/zh";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { Alert, Descriptions, Space, Statistic, Table, Tag, Timeline } from "antd";
import { Approvals } from "../approvals/approvals.tsx";
import { GroupTable } from "../board/groups.tsx";
import { asked, call, changed } from "../calls/services.ts";
import { useMay, useSession } from "../calls/session.tsx";
import { BodyForm } from "../form/body-form.tsx";
import { useAuthorityName } from "../parts/authority.tsx";
import { History } from "../parts/history.tsx";
import { DueAt } from "../parts/left.tsx";
import { Loaded } from "../parts/loaded.tsx";
import { Marks } from "../parts/marks.tsx";
import { Card, Page, PrintButton } from "../parts/page.tsx";
import { Steps, type Step } from "../parts/steps.tsx";
import { Retry } from "../parts/retry.tsx";
import { StuckWarning } from "../parts/stuck.tsx";
import { dueText, timeText } from "../parts/time.ts";
import { percentOf } from "../plans/percent.ts";
import { explained } from "../inspections/due-reasons.ts";
import { WhyThen } from "../inspections/why-then.tsx";
import { useItemNames } from "../registry/item-names.ts";
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
  const { words, console } = useTexts();
  const { portalUrl } = useSession();
  const nameOf = useAuthorityName();
  const nameOfItem = useItemNames();
  const may = useMay();
  const queries = useQueryClient();
  const { draw, dueTimes } = campaign;
  const overdue = (campaign.workdaysLeft ?? 0) < 0;
  const why = (wanted: (one: ExplainedCampaignDue) => boolean) => {
    const found = dueTimes.find(wanted);
    return found === undefined ? undefined : explained(found);
  };
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
    <Page
      title={campaign.title}
      extra={
        <>
          <PrintButton />
          <Steps steps={[...steps, ...supervise]} />
        </>
      }
    >
      <StuckWarning
        kind="campaign"
        causes={campaign.stuck}
        action={<Retry kind="campaign" of={campaign} />}
      />
      <Marks kind="campaign" id={campaign.id} />
      <Card>
        <Descriptions
          column={{ xs: 1, md: 2, xl: 3 }}
          items={[
            { key: "state", label: words.label.state, children: words.campaignState[campaign.state] },
            {
              key: "waits",
              label: words.label.waits,
              children: (
                <>
                  {words.campaignWaiting[campaign.waitingFor]}
                  {campaign.progress === null ? null : <div>{progressText(campaign.progress, words)}</div>}
                </>
              ),
            },
            {
              key: "due",
              label: words.label.due,
              children: (
                <>
                  <DueAt {...campaign} overdue={overdue} />
                  <WhyThen
                    of={why(({ due }) => due === campaign.dueAt)}
                    authority={campaign.authority}
                    left={{ ...campaign, overdue }}
                  />
                </>
              ),
            },
            { key: "authority", label: words.label.authority, children: nameOf(campaign.authority) },
            {
              key: "window",
              label: words.label.window,
              children: (
                <>
                  {`${campaign.windowFrom} — ${campaign.windowTo}`}
                  <WhyThen
                    of={why(({ deadline }) => deadline === "campaign-window")}
                    authority={campaign.authority}
                  />
                </>
              ),
            },
            {
              key: "items",
              label: words.label.items,
              children: campaign.itemCodes.map((code) => <div key={code}>{nameOfItem(code)}</div>),
            },
            {
              key: "draw",
              label: words.label.draw,
              // Before it is announced the portal has no page of it.
              children:
                draw.announcedAt === null ? (
                  words.console.notAnnounced
                ) : (
                  <Space wrap>
                    <a href={`${portalUrl}/draws/${draw.drawId}`} target="_blank" rel="noreferrer">
                      {words.console.seeDraw}
                    </a>
                    <Link to="/draws/$drawId" params={{ drawId: draw.drawId }}>
                      {console.draw.room}
                    </Link>
                    <Link to="/draws/$drawId/certificate" params={{ drawId: draw.drawId }}>
                      {console.draw.certificate}
                    </Link>
                  </Space>
                ),
            },
            { key: "drawId", label: words.label.drawId, children: draw.drawId },
            { key: "kind", label: words.label.target, children: words.targetKind[campaign.targetKind] },
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
              label: words.label.progress,
              children:
                campaign.inspections === 0 ? (
                  words.console.notStarted
                ) : (
                  <Link to="/inspections" search={{ campaign: campaign.id }}>
                    {filledIn(words.console.checkedOf, {
                      checked: campaign.checked,
                      count: campaign.inspections,
                    })}
                  </Link>
                ),
            },
            {
              key: "updated",
              label: words.label.updated,
              children: <span className="number">{timeText(campaign.updatedAt)}</span>,
            },
          ]}
        />
      </Card>
      <States campaign={campaign} />
      <Teams campaign={campaign} />
      {may("draw.contribute", campaign.authority) ? <OwnWitness campaign={campaign} /> : null}
      <Card title={`${words.label.draw} · ${words.drawState[draw.state]}`}>
        <DrawSteps draw={draw} />
        {draw.revealBy === null || draw.drawnAt !== null ? null : (
          <p>
            {filledIn(words.console.revealBy, { due: dueText(draw.revealBy) })}
            <WhyThen of={why(({ deadline }) => deadline === "contribution")} authority={campaign.authority} />
          </p>
        )}
      </Card>
      <Card title={words.label.witnesses}>
        {draw.witnesses.length === 0 ? <p>{words.console.noWitness}</p> : null}
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
              {
                key: "t",
                label: words.label.time,
                children: filledIn(words.console.window, campaign.scheme.window),
              },
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
            {
              title: words.label.riskClass,
              dataIndex: "name",
              render: (name: string) => nameOfCode(words.riskClass, name),
            },
            { title: words.label.population, dataIndex: "population", align: "end" },
            { title: words.label.inDraw, dataIndex: "count", align: "end" },
            { title: words.label.ratio, dataIndex: "ratio", align: "end", render: percentOf },
            { title: words.label.quota, dataIndex: "quota", align: "end" },
            { title: words.label.alternates, dataIndex: "alternates", align: "end" },
          ]}
        />
        <p>
          {words.console.totalDrawn} <strong>{draw.strata.reduce((sum, { quota }) => sum + quota, 0)}</strong>
        </p>
        {draw.excluded.length === 0 ? null : (
          <p>
            {words.console.leftOut}
            {draw.excluded
              .map(({ ground, number }) => `${words.exclusionGround[ground]} ${number}`)
              .join(words.semicolon)}
          </p>
        )}
        {campaign.voidDraws.map(({ drawId, voidCause }) => (
          <p key={drawId}>
            {words.label.voidDraws} {drawId} {voidCause ?? words.label.none}
          </p>
        ))}
      </Card>
      <Card title={words.label.statistics}>
        <div className="figures">
          {campaign.statistics.map(({ code, value }) => (
            <Statistic key={code} title={words.statistic[code]} value={value} />
          ))}
        </div>
      </Card>
      <Approvals kind="campaign" id={campaign.id} authority={campaign.authority} />
      <SupervisionOf kind="campaign" id={campaign.id} />
      <History events={campaign.events} names={words.campaignEvent} actions={actionOf} />
    </Page>
  );
}

/** What whoever brings an event about must be allowed to do. */
const actionOf: Partial<Record<CampaignEventType, Action>> = {
  triggered: "campaign.trigger",
  "scheme-set": "campaign.scheme",
  "witness-bound": "draw.contribute",
  "witness-withdrawn": "draw.witnesses",
  "witness-revealed": "draw.contribute",
  committed: "draw.commit",
  "redraw-approved": "draw.repeat",
  "draw-opened": "draw.repeat",
  "reveal-asked": "draw.reveal",
  cancelled: "campaign.cancel",
};

/** How many of its inspections are in each state, each number a link to them. */
function States({ campaign: { id, states } }: { campaign: CampaignDetail }) {
  const { words } = useTexts();
  const there = inspectionState.options.filter((state) => (states[state] ?? 0) > 0);
  if (there.length === 0) return null;
  return (
    <Card title={words.label.inspectionStates}>
      <Space wrap size="middle">
        {there.map((state) => (
          <Link key={state} to="/inspections" search={{ campaign: id, state }}>
            {words.inspectionState[state]} <strong>{states[state]}</strong>
          </Link>
        ))}
      </Space>
    </Card>
  );
}

/** Its teams, each by who leads it, with how far it is. */
function Teams({ campaign: { id, authority, inspections } }: { campaign: CampaignDetail }) {
  const { words, console } = useTexts();
  const isShown = useMay()("figures.read", authority) && inspections > 0;
  const found = useQuery({
    ...asked("inspection", "getInspectionsFigures", { query: { by: "lead", campaign: id } }),
    enabled: isShown,
  });
  if (!isShown) return null;
  return (
    <Card title={words.label.team}>
      <Loaded of={found}>
        {({ items, isMore }) => (
          <>
            <GroupTable by="lead" rows={items} within={{ campaign: id }} />
            {isMore ? <p>{console.board.isMore}</p> : null}
          </>
        )}
      </Loaded>
    </Card>
  );
}

/** How far a draw is, from its commitment to its reveal (article 23). */
function DrawSteps({ draw }: { draw: CampaignDetail["draw"] }) {
  const { words } = useTexts();
  const says = words.console;
  const steps = [
    [says.commitStep, draw.committedAt],
    [says.announceStep, draw.announcedAt],
    [says.drawStep, draw.drawnAt],
    [says.revealStep, draw.revealedAt],
  ] as const;
  return (
    <>
      {draw.voidCause === null ? null : (
        <Alert type="error" showIcon title={filledIn(says.voidCause, { cause: draw.voidCause })} />
      )}
      <Timeline
        items={steps.map(([title, at]) => ({
          color: at === null ? "gray" : "green",
          content: (
            <>
              <strong>{title}</strong> {at === null ? says.notDone : says.done}{" "}
              {at === null ? null : <span className="number">{timeText(at)}</span>}
            </>
          ),
        }))}
      />
    </>
  );
}

function progressText({ phase, done, total }: CampaignProgress, words: Words): string {
  const said = { phase: words.campaignPhase[phase], done };
  return total === null
    ? filledIn(words.console.phaseSoFar, said)
    : filledIn(words.console.phaseOf, { ...said, total });
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
  const subject = { matter: "campaign" as const, id };
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
          subject={subject}
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
          subject={subject}
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
