import {
  filledIn,
  notCheckedState,
  type Action,
  type InspectionDetail,
  type InspectionEventType,
  type InspectionState,
} from "@shuangsui/contracts";
import type { Words } from "@shuangsui/contracts/words/zh";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { Button, Descriptions, Space, Table, Tag, Timeline } from "antd";
import { useState, type ReactNode } from "react";
import { Approvals } from "../approvals/approvals.tsx";
import { asked, changed } from "../calls/services.ts";
import { useMay, useSession } from "../calls/session.tsx";
import { useAuthorityName } from "../parts/authority.tsx";
import { History } from "../parts/history.tsx";
import { DueAt } from "../parts/left.tsx";
import { Loaded } from "../parts/loaded.tsx";
import { Card, Page, PrintButton, Scrolled } from "../parts/page.tsx";
import { Retry } from "../parts/retry.tsx";
import { Steps, type Step } from "../parts/steps.tsx";
import { StuckWarning } from "../parts/stuck.tsx";
import { dueText, timeText } from "../parts/time.ts";
import { useItemNames } from "../registry/item-names.ts";
import { SupervisionOf } from "../supervision/of-subject.tsx";
import { useOrderStep } from "../supervision/order-step.tsx";
import { useTexts } from "../words/words.tsx";
import { CommandForm } from "./command-form.tsx";
import { DueExplained } from "./due-explained.tsx";
import { explained, reasonOf, reasonOfPath, type Explained } from "./due-reasons.ts";
import { useInspectionWords } from "./inspection-words.ts";
import { useTeamNames } from "./names.ts";
import { NoticeCode } from "./notice-code.tsx";
import { offeredAt } from "./offered.ts";
import { usePapers, type Paper } from "./paper.tsx";
import { Papers } from "./papers.tsx";
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
  const { words, console } = useTexts();
  const { portalUrl } = useSession();
  const nameOf = useAuthorityName();
  const may = useMay();
  const queries = useQueryClient();
  const [opened, explain] = useState<Explained | null>(null);
  const { person } = useInspectionWords();
  const { member, names } = useTeamNames(inspection);
  const { data: papers } = usePapers(inspection);
  const awaited = reasonOf(inspection, inspection.dueAt, inspection.waitingFor);
  const left = opened?.due === inspection.dueAt && inspection.dueAt !== null ? inspection : null;
  const supervise = useOrderStep({ kind: "inspection", id: inspection.id }, inspection.authority);
  const mayApprove = may("approval.record", inspection.authority) && !isOver(inspection);
  const steps = [
    ...offeredAt(inspection, (action) => may(action, inspection.authority)),
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
    <Page
      title={inspection.targetName}
      extra={
        <>
          <PrintButton />
          <Steps steps={[...steps, ...supervise]} />
        </>
      }
    >
      <StuckWarning
        kind="inspection"
        causes={inspection.stuck}
        action={<Retry kind="inspection" of={inspection} />}
      />
      <Card>
        <Descriptions
          column={{ xs: 1, md: 3 }}
          items={[
            item(words.label.state, words.inspectionState[inspection.state]),
            item(words.label.waits, words.inspectionWaiting[inspection.waitingFor]),
            item(
              words.label.due,
              <Space wrap>
                <DueAt {...inspection} />
                <Why of={awaited} explain={explain} />
              </Space>,
            ),
          ]}
        />
      </Card>
      <Signing inspection={inspection} />
      <Recusals inspection={inspection} explain={explain} />
      <Card title={console.inspection.way}>
        <Timeline
          items={inspection.timeline.map((step) => ({
            color: colors[step.status],
            content: (
              <>
                <strong>
                  {step.step === "drawn" && inspection.drawId === null
                    ? words.console.orderedStep
                    : words.inspectionStep[step.step]}
                </strong>{" "}
                <Tag
                  color={
                    step.status === "missed" ? "error" : step.status === "now" ? "processing" : "default"
                  }
                >
                  {words.stepStatus[step.status]}
                </Tag>
                {step.at === undefined ? null : <span className="number">{timeText(step.at)}</span>}
                {step.waitingFor === undefined ? null : (
                  <div>
                    {filledIn(words.console.waitsFor, { what: words.inspectionWaiting[step.waitingFor] })}
                  </div>
                )}
                {step.due === undefined || step.status === "done" ? null : (
                  <div>
                    {words.label.due}{" "}
                    <DueAt
                      dueAt={step.due}
                      workdaysLeft={step.workdaysLeft ?? null}
                      overdue={step.status === "missed"}
                      provisional={step.provisional ?? false}
                    />{" "}
                    <Why of={reasonOf(inspection, step.due, step.waitingFor ?? "result")} explain={explain} />
                  </div>
                )}
                {step.byItself === undefined ? null : (
                  <div>
                    {filledIn(words.console.byItself, { what: words.happensByItself[step.byItself] })}
                  </div>
                )}
              </>
            ),
          }))}
        />
        <DueTimes inspection={inspection} explain={explain} />
      </Card>
      <Papers inspection={inspection} />
      <Card title={console.inspection.team}>
        {inspection.team.length === 0 ? words.console.noTeam : null}
        <Space wrap>
          {inspection.team.map(({ number, kind, lead }) => (
            <Tag key={number} color={lead ? "processing" : "default"}>
              {member(number)} · {words.inspectorKind[kind]}
              {lead ? ` · ${console.inspection.lead}` : ""}
            </Tag>
          ))}
        </Space>
        {inspection.team.length === 0 ? null : (
          <p>
            {inspection.drawId === null ? person.teamNoteOrdered : person.teamNote}
            {names.size === 0 ? person.namesHidden : ""}
          </p>
        )}
      </Card>
      <Card title={console.inspection.findings}>
        {inspection.findings.length === 0 ? (
          words.console.noFindings
        ) : (
          <Findings inspection={inspection} explain={explain} />
        )}
      </Card>
      <Card>
        <Descriptions
          column={{ xs: 1, md: 2, xl: 3 }}
          items={[
            item(words.label.authority, nameOf(inspection.authority)),
            item(words.label.target, `${words.targetKind[inspection.targetKind]} ${inspection.targetCode}`),
            item(
              words.label.riskClass,
              inspection.riskClass === null ? words.label.none : words.riskClass[inspection.riskClass],
            ),
            item(words.label.origin, words.inspectionOrigin[inspection.origin]),
            item(words.label.inspectionKind, words.inspectionKind[inspection.kind]),
            item(words.label.teamBy, words.teamBy[inspection.teamBy]),
            ...(inspection.approvalAfterwards === null
              ? []
              : [
                  item(
                    words.label.approval,
                    <Space wrap>
                      {approvalText(inspection.approvalAfterwards, words)}
                      <Why
                        of={reasonOf(inspection, inspection.approvalAfterwards.due, "approval")}
                        explain={explain}
                      />
                    </Space>,
                  ),
                ]),
            item(
              words.label.outcome,
              inspection.outcome === null ? words.label.none : words.inspectionOutcome[inspection.outcome],
            ),
            item(words.label.breaches, filledIn(words.console.times, { count: inspection.breaches })),
            item(words.label.publication, <Publication inspection={inspection} />),
            ...(inspection.drawId === null
              ? []
              : [
                  item(
                    words.label.draw,
                    <a href={`${portalUrl}/draws/${inspection.drawId}`} target="_blank" rel="noreferrer">
                      {inspection.drawId}
                    </a>,
                  ),
                ]),
            ...(inspection.campaignId === null
              ? []
              : [
                  item(
                    words.label.campaign,
                    <Space wrap>
                      <Link to="/campaigns/$id" params={{ id: inspection.campaignId }}>
                        {words.console.seeCampaign}
                      </Link>
                      <Link to="/inspections" search={{ campaign: inspection.campaignId }}>
                        {console.inspection.ofCampaign}
                      </Link>
                    </Space>,
                  ),
                ]),
            item(words.label.updated, <span className="number">{timeText(inspection.updatedAt)}</span>),
            item(words.label.inspectionId, <span className="name number">{inspection.id}</span>),
          ]}
        />
      </Card>
      <NoticeCode inspection={inspection} />
      <Approvals kind="inspection" id={inspection.id} authority={inspection.authority} />
      <SupervisionOf kind="inspection" id={inspection.id} />
      <History
        events={inspection.events}
        names={words.inspectionEvent}
        states={words.inspectionState}
        actions={actionOf}
        known={signersIn(papers ?? [], member)}
        member={member}
      />
      <DueExplained of={opened} authority={inspection.authority} left={left} close={() => explain(null)} />
    </Page>
  );
}

/** Leads to the reason of a due time; nothing where none is known. */
function Why({ of, explain }: { of: Explained | undefined; explain(reason: Explained): void }) {
  const { console } = useTexts();
  if (of === undefined) return null;
  return (
    <Button size="small" type="link" className="no-print" onClick={() => explain(of)}>
      {console.inspection.whyThen}
    </Button>
  );
}

/** All due times that are known, also those of which the flow shows none any more, each with its reason. */
function DueTimes({
  inspection: { dueTimes },
  explain,
}: {
  inspection: InspectionDetail;
  explain(reason: Explained): void;
}) {
  const { words } = useTexts();
  const { due: says } = useInspectionWords();
  return (
    <details>
      <summary>{says.all}</summary>
      <ul>
        {dueTimes.map((one) => (
          <li key={`${one.deadline}-${one.due}`}>
            {one.deadline === "window" ? says.window : words.deadline[one.deadline]}{" "}
            <span className="number">{dueText(one.due)}</span>
            <Why of={explained(one)} explain={explain} />
          </li>
        ))}
      </ul>
    </details>
  );
}

/** Whose account signed as which member of the team. */
function signersIn(papers: readonly Paper[], member: (number: number) => string) {
  const signatures = papers.flatMap((paper) => paper.signatures ?? []);
  return new Map(signatures.map(({ actor, number }) => [actor, member(number)]));
}

/** Where it stands with the public: a link only once there is a page. */
function Publication({ inspection: { publicationId, state, events } }: { inspection: InspectionDetail }) {
  const { words } = useTexts();
  const { portalUrl } = useSession();
  if (publicationId === null) return words.console.publicationLater;
  const isPublic =
    published.has(state) ||
    events.some(({ type }) => type === "fact-published" || type === "missing-record-published");
  if (!isPublic) return words.console.publicationOpen;
  return (
    <a href={`${portalUrl}/publications/${publicationId}`} target="_blank" rel="noreferrer">
      {words.console.seePublication}
    </a>
  );
}

const published: ReadonlySet<InspectionState> = new Set([
  "published",
  "credited",
  "closed",
  ...notCheckedState.options,
] as const);

/** The problems that were found, each with the paths that it takes (article 27). */
function Findings({
  inspection: { findings },
  explain,
}: {
  inspection: InspectionDetail;
  explain(reason: Explained): void;
}) {
  const { words, console } = useTexts();
  const nameOfItem = useItemNames();
  return (
    <Scrolled label={console.inspection.findings}>
      <Table
        rowKey="id"
        size="small"
        pagination={false}
        dataSource={[...findings]}
        columns={[
          { title: words.label.items, dataIndex: "itemCode", render: nameOfItem },
          {
            title: console.field.description,
            dataIndex: "description",
            render: (description: string, { takenBack }) => (
              <>
                {description} {takenBack ? <strong>{words.console.takenBack}</strong> : null}
              </>
            ),
          },
          {
            title: console.inspection.paths,
            render: (_: unknown, { paths }) =>
              paths.length === 0
                ? words.console.noPath
                : paths.map(({ path, document, due, settledAt }) => (
                    <div key={path}>
                      {words.findingPath[path]} · {document} ·{" "}
                      {settledAt === null
                        ? filledIn(words.console.pathOpen, { due: due ?? words.label.none })
                        : filledIn(words.console.pathSettled, { at: timeText(settledAt) })}
                      {due === null ? null : <Why of={reasonOfPath(due)} explain={explain} />}
                    </div>
                  )),
          },
        ]}
      />
    </Scrolled>
  );
}

/** Of a check that began without an approval: by when it is due, and what became of that (article 25). */
function approvalText(
  { due, approvedAt, missedAt }: NonNullable<InspectionDetail["approvalAfterwards"]>,
  { console: { approvalLate, approvalGiven, approvalMissed, approvalDue } }: Words,
): string {
  const says =
    approvedAt === null
      ? missedAt === null
        ? approvalDue
        : approvalMissed
      : missedAt === null
        ? approvalGiven
        : approvalLate;
  return filledIn(says, { due: dueText(due), at: approvedAt === null ? "" : timeText(approvedAt) });
}

const item = (label: string, children: ReactNode) => ({ key: label, label, children });
/** What whoever did it must have been allowed to do, where a person did. */
const actionOf: Partial<Record<InspectionEventType, Action>> = {
  ordered: "inspection.order",
  "approved-afterwards": "approval.record",
  "recusal-granted": "recusal.decide",
  "recusal-refused": "recusal.decide",
  confirmed: "inspection.prepare",
  notified: "inspection.prepare",
  begun: "inspection.record",
  "paper-offered": "paper.sign",
  "paper-signed": "paper.sign",
  recorded: "paper.sign",
  "record-supplemented": "paper.sign",
  signed: "paper.sign",
  "path-taken": "inspection.record",
  "findings-handled": "inspection.record",
  "fed-back": "feedback.give",
  answered: "objection.answer",
  "publishing-asked": "publication.publish",
  "credit-repaired": "credit.repair",
  cancelled: "inspection.cancel",
};
const over: readonly string[] = ["closed", "gone", "no-team", "lapsed", "cancelled"];
const isOver = ({ state }: InspectionDetail) => over.includes(state);
