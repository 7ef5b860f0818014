import { filledIn, type InspectionDetail } from "@shuangsui/contracts";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { Alert, Button, Descriptions, Space, Table, Tag, Timeline } from "antd";
import { useState, type ReactNode } from "react";
import { asked, changed } from "../calls/services.ts";
import { useMay, useSession } from "../calls/session.tsx";
import { useAuthorityName } from "../parts/authority.tsx";
import { History } from "../parts/history.tsx";
import { DueAt } from "../parts/left.tsx";
import { Loaded } from "../parts/loaded.tsx";
import { Card, Page } from "../parts/page.tsx";
import { Steps, type Step } from "../parts/steps.tsx";
import { dueText, timeText } from "../parts/time.ts";
import { SupervisionOf } from "../supervision/of-subject.tsx";
import { useOrderStep } from "../supervision/order-step.tsx";
import { useTexts } from "../words/words.tsx";
import { CommandForm } from "./command-form.tsx";
import { DueExplained } from "./due-explained.tsx";
import { stuckText } from "./facts.ts";
import { offeredIn } from "./offered.ts";
import { Recusals } from "./recusals.tsx";
import { Signing } from "./signing.tsx";

const colors = { done: "green", now: "blue", ahead: "gray", missed: "red" } as const;

/** One inspection: its way, what happens by itself and when, and all that whoever looks may do. */
export function Inspection() {
  const { id } = useParams({ from: "/inspections/$id" });
  const found = useQuery(asked("inspection", "getInspectionsById", { params: { id } }));
  return <Loaded of={found}>{(inspection) => <Shown inspection={inspection} />}</Loaded>;
}

function Shown({ inspection }: { inspection: InspectionDetail }) {
  const texts = useTexts();
  const { words, console, language } = texts;
  const { portalUrl } = useSession();
  const nameOf = useAuthorityName();
  const may = useMay();
  const queries = useQueryClient();
  const [explained, explain] = useState<string | null>(null);
  const supervise = useOrderStep({ kind: "inspection", id: inspection.id }, inspection.authority);
  const mayApprove = may("approval.record", inspection.authority) && !isOver(inspection);
  const steps = [
    ...offeredIn(inspection.state, (action) => may(action, inspection.authority)),
    ...(mayApprove ? (["approve"] as const) : []),
  ].map((command): Step => ({
    key: command,
    title: command === "approve" ? console.inspection.approve : words.inspectionCommand[command],
    form: (done) => (
      <CommandForm
        inspection={inspection}
        command={command}
        done={() => {
          done();
          void changed(queries, "inspection");
        }}
      />
    ),
  }));
  return (
    <Page title={inspection.targetName} extra={<Steps steps={[...steps, ...supervise]} />}>
      {inspection.stuck.length === 0 ? null : (
        <Alert
          type="error"
          showIcon
          style={{ marginBlockEnd: 12 }}
          title={words.left.stuck}
          description={
            <ul>
              {inspection.stuck.map((cause) => (
                <li key={`${cause.kind}-${cause.name}`}>{stuckText("inspection", cause, texts, language)}</li>
              ))}
            </ul>
          }
        />
      )}
      <Card>
        <Descriptions
          column={{ xs: 1, md: 2, xl: 3 }}
          items={[
            item(words.label.state, words.inspectionState[inspection.state]),
            item(words.label.waits, words.inspectionWaiting[inspection.waitingFor]),
            item(
              words.label.due,
              <Space wrap>
                <DueAt {...inspection} />
                {inspection.dueAt === null ? null : (
                  <Button size="small" type="link" onClick={() => explain(inspection.dueAt)}>
                    {console.inspection.whyThen}
                  </Button>
                )}
              </Space>,
            ),
            item(words.label.authority, nameOf(inspection.authority)),
            item(words.label.id, <span className="number">{inspection.targetCode}</span>),
            item(words.label.origin, words.inspectionOrigin[inspection.origin]),
            item(words.label.inspectionKind, words.inspectionKind[inspection.kind]),
            item(
              words.label.outcome,
              inspection.outcome === null ? words.label.none : words.inspectionOutcome[inspection.outcome],
            ),
            item(console.inspection.breaches, inspection.breaches),
            ...(inspection.publicationId === null
              ? []
              : [
                  item(
                    console.inspection.publication,
                    <a
                      href={`${portalUrl}/publications/${inspection.publicationId}`}
                      target="_blank"
                      rel="noreferrer"
                    >
                      {console.inspection.seePublication}
                    </a>,
                  ),
                ]),
            ...(inspection.drawId === null
              ? []
              : [
                  item(
                    console.inspection.draw,
                    <a href={`${portalUrl}/draws/${inspection.drawId}`} target="_blank" rel="noreferrer">
                      {inspection.drawId}
                    </a>,
                  ),
                ]),
            ...(inspection.campaignId === null
              ? []
              : [
                  item(
                    console.menu.campaigns,
                    <Link to="/inspections" search={{ campaign: inspection.campaignId } as never}>
                      {console.inspection.ofCampaign}
                    </Link>,
                  ),
                ]),
          ]}
        />
      </Card>
      <Signing inspection={inspection} />
      <Recusals inspection={inspection} />
      <Card title={console.inspection.way}>
        <Timeline
          items={inspection.timeline.map((step) => ({
            color: colors[step.status],
            content: (
              <>
                <strong>{words.inspectionStep[step.step]}</strong>{" "}
                <Tag
                  color={
                    step.status === "missed" ? "error" : step.status === "now" ? "processing" : "default"
                  }
                >
                  {words.stepStatus[step.status]}
                </Tag>
                {step.at === undefined ? null : <span className="number">{timeText(step.at)}</span>}
                {step.waitingFor === undefined ? null : <div>{words.inspectionWaiting[step.waitingFor]}</div>}
                {step.due === undefined || step.status === "done" ? null : (
                  <div>
                    {words.label.due} <span className="number">{dueText(step.due)}</span>
                    {step.byItself === undefined ? null : `：${words.happensByItself[step.byItself]}`}
                  </div>
                )}
              </>
            ),
          }))}
        />
      </Card>
      <Card title={console.inspection.team}>
        <Space wrap>
          {inspection.team.map(({ number, kind, lead }) => (
            <Tag key={number} color={lead ? "processing" : "default"}>
              {filledIn(words.console.member, { number, kind: words.inspectorKind[kind] })}
              {lead ? ` · ${console.inspection.lead}` : ""}
            </Tag>
          ))}
        </Space>
      </Card>
      {inspection.findings.length === 0 ? null : (
        <Card title={console.inspection.findings}>
          <Table
            rowKey="id"
            size="small"
            pagination={false}
            dataSource={[...inspection.findings]}
            columns={[
              { title: console.field.itemCode, dataIndex: "itemCode" },
              { title: console.field.description, dataIndex: "description" },
              {
                title: console.inspection.paths,
                render: (_: unknown, finding) =>
                  finding.paths.map((path) => (
                    <div key={path.path + path.document}>
                      {words.findingPath[path.path]} {path.document}{" "}
                      {path.settledAt === null ? console.inspection.open : timeText(path.settledAt)}
                    </div>
                  )),
              },
            ]}
          />
        </Card>
      )}
      <SupervisionOf kind="inspection" id={inspection.id} />
      <History events={inspection.events} names={words.inspectionEvent} />
      <DueExplained due={explained} inspection={inspection} close={() => explain(null)} />
    </Page>
  );
}

const item = (label: string, children: ReactNode) => ({ key: label, label, children });
const over: readonly string[] = ["closed", "gone", "no-team", "lapsed", "cancelled"];
const isOver = ({ state }: InspectionDetail) => over.includes(state);
