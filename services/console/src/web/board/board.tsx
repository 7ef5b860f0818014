import { knownAuthorities, seenBy } from "@shuangsui/contracts";
import { filledIn } from "@shuangsui/contracts";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Skeleton, Statistic, theme } from "antd";
import { lazy, Suspense, type ReactNode } from "react";
import { whenThere } from "../calls/later.ts";
import { asked } from "../calls/services.ts";
import { useSession } from "../calls/session.tsx";
import { useInView } from "../parts/in-view.ts";
import { Loaded } from "../parts/loaded.tsx";
import { Card, Page, PrintButton } from "../parts/page.tsx";
import { timeText } from "../parts/time.ts";
import { SupervisionOnBoard } from "../supervision/on-board.tsx";
import { WhenSeen } from "../parts/when-seen.tsx";
import { useTexts } from "../words/words.tsx";
import { Count, share } from "./count.tsx";
import { Deadlines } from "./deadlines.tsx";
import { Matrix } from "./matrix.tsx";
import { StuckOthers } from "./stuck-others.tsx";
import { totalOf, type Counted } from "./totals.ts";
import { UnderWay } from "./under-way.tsx";
import { Urgent } from "./urgent.tsx";
import { Way } from "./way.tsx";

// What draws is fetched once there is something to read, and what tells groups apart with it.
const Groups = lazy(
  whenThere(() => import("./groups.tsx").then(({ Groups: component }) => ({ default: component }))),
);
const Trend = lazy(
  whenThere(() => import("./trend.tsx").then(({ Trend: component }) => ({ default: component }))),
);
const DivisionsMap = lazy(
  whenThere(() => import("./map.tsx").then(({ DivisionsMap: component }) => ({ default: component }))),
);

/** What supervisors watch: what is late or stands still, and all inspections by state and authority (article 4). */
export function Board() {
  const counts = useQuery(asked("inspection", "getInspectionsCounts", {}));
  return (
    <Loaded of={counts}>
      {({ items, clock, workdays }) => <Shown items={items} workdays={workdays} now={timeText(clock.now)} />}
    </Loaded>
  );
}

function Shown({
  items: all,
  workdays,
  now,
}: {
  items: readonly Counted[];
  workdays: Parameters<typeof Deadlines>[0]["workdays"];
  now: string;
}) {
  const { words, console } = useTexts();
  const { authority } = useSession();
  const inView = useInView();
  const stuck = useQuery(asked("inspection", "getStuck", {}));
  const isShown = (one: { authority: string }) => inView === undefined || one.authority === inView;
  const items = all.filter(isShown);
  const stuckItems = (stuck.data?.items ?? []).filter(isShown);
  const shown = knownAuthorities()
    .filter(({ code }) => (inView === undefined ? seenBy(authority).includes(code) : code === inView))
    .map(({ code }) => code);
  const stuckCount = (kind: "inspection" | "campaign" | "plan" | "supervision", code?: string) =>
    stuckItems
      .filter((one) => one.kind === kind && (code ?? one.authority) === one.authority)
      .reduce((total, { count }) => total + count, 0);
  const total = (of: Parameters<typeof totalOf>[1]) => totalOf(items, of);
  // As high as the pictures: what stands below stays where it is when they come.
  const frames = (
    <div className="side-by-side pictures">
      <Card>{null}</Card>
      {seenBy(authority).length < 2 ? null : <Card>{null}</Card>}
    </div>
  );
  return (
    <Page
      title={console.menu.board}
      extra={
        <>
          <span>{filledIn(console.common.updated, { at: now })}</span>
          <PrintButton />
        </>
      }
    >
      <div className="figures">
        <Figure title={console.board.all} value={<Link to="/inspections">{total("count")}</Link>} />
        <Figure
          title={console.board.overdue}
          bad={total("overdue") > 0}
          value={<Count of={total("overdue")} chosen={{ attention: "overdue" }} />}
        />
        <Figure
          title={words.console.dueSoon}
          value={<Count of={total("dueSoon")} chosen={{ attention: "soon" }} />}
        />
        <Figure
          title={console.board.stuck}
          bad={stuckCount("inspection") > 0}
          value={<Count of={stuckCount("inspection")} chosen={{ attention: "stuck" }} />}
        />
        <Figure
          title={words.console.breachesSoFar}
          value={<Count of={total("breaches")} chosen={{ counted: "breaches" }} />}
        />
        <Figure
          title={console.board.publishedShare}
          hint={console.board.publishedShareHint}
          value={
            <Link to="/inspections" search={{ counted: "due" }}>
              {share(total("published"), total("due"))}
            </Link>
          }
        />
        <Figure
          title={console.board.doneShare}
          hint={console.board.doneShareHint}
          value={
            <Link to="/inspections" search={{ counted: "published" }}>
              {share(total("done"), total("published"))}
            </Link>
          }
        />
      </div>
      <StuckOthers
        campaigns={stuckCount("campaign")}
        plans={stuckCount("plan")}
        orders={stuckCount("supervision")}
      />
      <Urgent overdue={total("overdue")} soon={total("dueSoon")} stuck={stuckCount("inspection")} />
      <Way items={items} />
      <Deadlines items={items} workdays={workdays} />
      <Matrix items={items} shown={shown} stuckOf={(code) => stuckCount("inspection", code)} />
      <Suspense
        fallback={
          <Card title={console.board.progress}>
            <Skeleton active aria-label={console.common.loading} />
          </Card>
        }
      >
        <Groups />
      </Suspense>
      <WhenSeen instead={frames}>
        <Suspense fallback={frames}>
          <div className="side-by-side pictures">
            <Trend />
            <DivisionsMap items={items} />
          </div>
        </Suspense>
      </WhenSeen>
      <SupervisionOnBoard shown={shown} />
      <UnderWay />
    </Page>
  );
}

function Figure({
  title,
  value,
  hint,
  bad = false,
}: {
  title: string;
  value: ReactNode;
  hint?: string;
  bad?: boolean;
}) {
  const { token } = theme.useToken();
  return (
    <div
      className="figure"
      style={{ background: token.colorBgContainer, borderColor: token.colorBorderSecondary }}
    >
      <Statistic
        title={title}
        valueRender={() => (
          <span className="number" style={bad ? { color: token.colorError } : undefined}>
            {value}
          </span>
        )}
      />
      {hint === undefined ? null : <small style={{ color: token.colorTextDescription }}>{hint}</small>}
    </div>
  );
}
