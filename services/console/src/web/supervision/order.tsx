import type {
  Action,
  SupervisionDetail,
  SupervisionEventType,
  SupervisionPaperKind,
} from "@shuangsui/contracts";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { Button, Descriptions, Space, Tag, Timeline } from "antd";
import { useState, type ReactNode } from "react";
import { asked } from "../calls/services.ts";
import { DueExplained } from "../inspections/due-explained.tsx";
import type { Explained } from "../inspections/due-reasons.ts";
import { factTexts } from "../inspections/facts.ts";
import { useActors } from "../parts/actors.ts";
import { useAuthorityName } from "../parts/authority.tsx";
import { DueAt } from "../parts/left.tsx";
import { Loaded } from "../parts/loaded.tsx";
import { Card, Page, PrintButton } from "../parts/page.tsx";
import { Retry } from "../parts/retry.tsx";
import { StuckWarning } from "../parts/stuck.tsx";
import { Steps } from "../parts/steps.tsx";
import { dueText, timeText } from "../parts/time.ts";
import { useTexts } from "../words/words.tsx";
import { useStepsAt } from "./steps-at.tsx";

/** One supervision order: what is asked of whom by when, its way, and what whoever looks may do (article 4). */
export function SupervisionOrderPage() {
  const { id } = useParams({ from: "/supervision/$id" });
  const found = useQuery(asked("inspection", "getSupervisionOrdersById", { params: { id } }));
  return <Loaded of={found}>{(order) => <Shown order={order} />}</Loaded>;
}

function Shown({ order }: { order: SupervisionDetail }) {
  const texts = useTexts();
  const { words, console } = texts;
  const nameOf = useAuthorityName();
  const [explained, explain] = useState<Explained | null>(null);
  return (
    <Page
      title={`${console.menu.supervision} · ${order.subject.title}`}
      extra={
        <>
          <PrintButton />
          <Steps steps={useStepsAt()(order)} />
        </>
      }
    >
      <StuckWarning
        kind="supervision"
        causes={order.stuck}
        action={<Retry kind="supervision" of={order} />}
      />
      <Card>
        <Descriptions
          column={{ xs: 1, md: 2, xl: 3 }}
          items={[
            item(words.label.state, words.supervisionState[order.state]),
            item(words.label.waits, words.supervisionWaiting[order.waitingFor]),
            item(
              words.label.due,
              <Space wrap>
                <DueAt {...order} />
                {order.dueAt === null ? null : (
                  <Button size="small" type="link" onClick={() => explain(reasonOf(order, order.dueAt))}>
                    {console.inspection.whyThen}
                  </Button>
                )}
              </Space>,
            ),
            item(console.supervision.mustAnswer, nameOf(order.authority)),
            item(console.supervision.orderedBy, nameOf(order.orderedBy)),
            item(console.supervision.subject, <Subject of={order.subject} />),
            item(console.inspection.breaches, order.breaches),
            ...(order.late === null
              ? []
              : [item(console.supervision.late, order.late ? words.yes : words.no)]),
            ...(order.escalatedTo === null
              ? []
              : [item(words.eventFact.escalatedTo, nameOf(order.escalatedTo))]),
          ]}
        />
      </Card>
      <Card title={console.supervision.asked}>
        <p className="written">{order.text}</p>
      </Card>
      <Way order={order} />
      <DueExplained of={explained} authority={order.authority} left={order} close={() => explain(null)} />
    </Page>
  );
}

/** The days that whoever ordered it gave for the answer (article 4). */
const reasonOf = ({ dueFrom, workdays }: SupervisionDetail, due: string | null): Explained | null =>
  due === null
    ? null
    : { rule: "supervision", due, from: { what: "supervision-ordered", at: dueFrom }, workdays };

const item = (label: string, children: ReactNode) => ({ key: label, label, children });

/** The subject by its name, and the way to it where it has a page. */
function Subject({ of: { kind, id, title } }: { of: SupervisionDetail["subject"] }) {
  const { words } = useTexts();
  const name = words.supervisionSubject[kind];
  switch (kind) {
    case "inspection":
      return (
        <Link to="/inspections/$id" params={{ id }}>
          {`${name} ${title}`}
        </Link>
      );
    case "plan":
      return (
        <Link to="/plans/$id" params={{ id }}>
          {`${name} ${title}`}
        </Link>
      );
    case "campaign":
      return (
        <Link to="/campaigns/$id" params={{ id }}>
          {`${name} ${title}`}
        </Link>
      );
    case "authority":
      return name;
  }
}

/** Which paper tells of an event. */
const paperOf: Partial<Record<SupervisionEventType, SupervisionPaperKind>> = {
  answered: "answer",
  returned: "return",
  closed: "closing",
  withdrawn: "withdrawal",
};
const colors: Partial<Record<SupervisionEventType, string>> = { escalated: "red", overdue: "red" };

/** What whoever brings an event about must be allowed to do. */
const actionOf: Partial<Record<SupervisionEventType, Action>> = {
  opened: "supervision.order",
  received: "supervision.answer",
  answered: "supervision.answer",
  returned: "supervision.order",
  closed: "supervision.order",
  withdrawn: "supervision.order",
};

/** The way of an order: what happened, with what was written, what is waited for, and what happens by itself then. */
function Way({ order }: { order: SupervisionDetail }) {
  const texts = useTexts();
  const { words, console } = texts;
  const nameOf = useAuthorityName();
  const { actorText } = useActors(order.events);
  const happened = order.events.map(({ seq, type, at, actor, facts }, index) => {
    const kind = paperOf[type];
    // The n-th answer is the n-th paper of answers.
    const number = order.events.slice(0, index + 1).filter((event) => event.type === type).length;
    const paper = order.papers.find((one) => one.kind === kind && one.revision === number);
    const said = factTexts(facts, texts);
    return {
      key: seq,
      color: colors[type] ?? "green",
      content: (
        <>
          <strong>{words.supervisionEvent[type]}</strong> <span className="number">{timeText(at)}</span>{" "}
          <span title={actor}>{actorText(actor, actionOf[type])}</span>
          {paper === undefined ? null : (
            <p className="written">{`${words.supervisionPaper[paper.kind]}：${paper.text}`}</p>
          )}
          {said.length === 0 ? null : <div>{said.join("；")}</div>}
        </>
      ),
    };
  });
  const waiting = {
    key: "waiting",
    color: order.overdue ? "red" : "blue",
    content: (
      <>
        <strong>{words.supervisionWaiting[order.waitingFor]}</strong>{" "}
        <Tag color="processing">{words.stepStatus.now}</Tag>
        {order.dueAt === null ? null : (
          <div>
            {words.label.due} <span className="number">{dueText(order.dueAt)}</span>
            {order.byItself === null ? null : `：${words.supervisionByItself[order.byItself]}`}
          </div>
        )}
        <div>{order.waitingFor === "closing" ? nameOf(order.orderedBy) : nameOf(order.authority)}</div>
      </>
    ),
  };
  return (
    <Card title={console.inspection.way}>
      <Timeline items={order.waitingFor === "nothing" ? happened : [...happened, waiting]} />
    </Card>
  );
}
