import { inspectionState, knownAuthorities, seenBy, type InspectionState } from "@shuangsui/contracts";
import { filledIn } from "@shuangsui/contracts";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Alert, Skeleton, Statistic, Table, theme } from "antd";
import type { ReactNode } from "react";
import { asked } from "../calls/services.ts";
import { useSession } from "../calls/session.tsx";
import { InspectionTable } from "../inspections/table.tsx";
import { useAuthorityName } from "../parts/authority.tsx";
import { Failed } from "../parts/failed.tsx";
import { Card, Page } from "../parts/page.tsx";
import { timeText } from "../parts/time.ts";
import { SupervisionOnBoard } from "../supervision/on-board.tsx";
import { useTexts } from "../words/words.tsx";
import { Shares } from "./shares.tsx";

type Counted = { authority: string; state: InspectionState; count: number; overdue: number };
type Chosen = { authority?: string; state?: InspectionState; attention?: "overdue" | "stuck" };

/** A number that leads to its list. */
function Count({ of, late = 0, chosen }: { of: number; late?: number; chosen: Chosen }) {
  const { words } = useTexts();
  const { token } = theme.useToken();
  if (of === 0) return <span style={{ color: token.colorTextDescription }}>0</span>;
  return (
    <Link to="/inspections" search={chosen as never} className="number">
      {of}
      {late > 0 ? (
        <span style={{ color: token.colorError }}> {filledIn(words.console.late, { count: late })}</span>
      ) : null}
    </Link>
  );
}

/** What supervisors watch: what is late or stands still, and all inspections by state and authority (article 4). */
export function Board() {
  const { words, console } = useTexts();
  const { authority } = useSession();
  const nameOf = useAuthorityName();
  const counts = useQuery(asked("inspection", "getInspectionsCounts", {}));
  const stuck = useQuery(asked("inspection", "getStuck", {}));
  if (counts.data === undefined)
    return counts.error === null ? (
      <Skeleton active aria-label={console.common.loading} />
    ) : (
      <Failed error={counts.error} title={console.failed.loadTitle} retry={() => void counts.refetch()} />
    );
  const items = counts.data.items;
  const seen = seenBy(authority);
  const shown = knownAuthorities().filter(({ code }) => seen.includes(code));
  const sum = (of: (item: (typeof items)[number]) => number) =>
    items.reduce((total, one) => total + of(one), 0);
  const stuckCount = (stuck.data?.items ?? [])
    .filter(({ kind }) => kind === "inspection")
    .reduce((total, { count }) => total + count, 0);
  const [all, overdue, soon, done, checked, breaches] = [
    sum(({ count }) => count),
    sum(({ overdue }) => overdue),
    sum(({ dueSoon }) => dueSoon),
    sum(({ done }) => done),
    sum(({ checked }) => checked),
    sum(({ breaches }) => breaches),
  ];
  return (
    <Page
      title={console.menu.board}
      extra={<span>{filledIn(console.common.updated, { at: timeText(counts.data.clock.now) })}</span>}
    >
      <div className="figures">
        <Figure title={console.board.all} value={<Link to="/inspections">{all}</Link>} />
        <Figure
          title={console.board.overdue}
          bad={overdue > 0}
          value={<Count of={overdue} chosen={{ attention: "overdue" }} />}
        />
        <Figure title={words.console.dueSoon} value={soon} />
        <Figure
          title={console.board.stuck}
          bad={stuckCount > 0}
          value={<Count of={stuckCount} chosen={{ attention: "stuck" }} />}
        />
        <Figure title={words.console.breachesSoFar} value={breaches} />
        <Figure title={console.board.checkedShare} value={share(checked, all)} />
        <Figure title={console.board.doneShare} value={share(done, all)} />
      </div>
      <Card title={words.console.urgent}>
        {overdue + stuckCount === 0 ? (
          <Alert type="success" showIcon title={words.console.nothingUrgent} />
        ) : (
          <InspectionTable query={{ attention: overdue > 0 ? "overdue" : "stuck" }} limit={8} />
        )}
      </Card>
      <Card title={console.board.byState}>
        <Table
          rowKey="state"
          size="small"
          pagination={false}
          scroll={{ x: 720 }}
          dataSource={inspectionState.options.map((state) => ({ state }))}
          columns={[
            {
              title: words.label.state,
              dataIndex: "state",
              rowScope: "row",
              render: (state: InspectionState) => (
                <Link to="/inspections" search={{ state } as never}>
                  {words.inspectionState[state]}
                </Link>
              ),
            },
            ...shown.map(({ code }) => ({
              title: nameOf(code),
              key: code,
              align: "end" as const,
              render: (_: unknown, { state }: { state: InspectionState }) => {
                const one = items.find((item) => item.authority === code && item.state === state);
                return (
                  <Count of={one?.count ?? 0} late={one?.overdue ?? 0} chosen={{ authority: code, state }} />
                );
              },
            })),
            {
              title: words.label.total,
              key: "total",
              align: "end" as const,
              render: (_: unknown, { state }: { state: InspectionState }) => {
                const of = items.filter((item) => item.state === state);
                return <Count of={totalOf(of, "count")} late={totalOf(of, "overdue")} chosen={{ state }} />;
              },
            },
          ]}
        />
      </Card>
      <Shares items={items} shown={shown.map(({ code }) => code)} />
      <SupervisionOnBoard shown={shown.map(({ code }) => code)} />
    </Page>
  );
}

const totalOf = (items: readonly Counted[], of: "count" | "overdue") =>
  items.reduce((total, item) => total + item[of], 0);
const share = (part: number, whole: number) =>
  whole === 0 ? "—" : `${Math.round((part / whole) * 1_000) / 10}%`;

function Figure({ title, value, bad = false }: { title: string; value: ReactNode; bad?: boolean }) {
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
    </div>
  );
}
