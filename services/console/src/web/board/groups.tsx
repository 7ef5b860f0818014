import { figuresBy, type CountedFigure, type Figures, type FiguresBy } from "@shuangsui/contracts";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Progress, Segmented, Space, Table } from "antd";
import { asked } from "../calls/services.ts";
import type { InspectionNarrowing } from "../inspections/search.ts";
import { useAuthorityName } from "../parts/authority.tsx";
import { ExportButtons } from "../parts/export-buttons.tsx";
import { useInView } from "../parts/in-view.ts";
import { Loaded } from "../parts/loaded.tsx";
import { Card } from "../parts/page.tsx";
import { useTownships } from "../parts/townships.tsx";
import { useInspectorNames } from "../registry/inspector-names.ts";
import { useItemNames } from "../registry/item-names.ts";
import { useTexts } from "../words/words.tsx";
import { Count } from "./count.tsx";

type Row = Figures & { key: string; title: string | null; dueSoon: number };

/** How far each authority, township, campaign, leader of a team or item is: 完成率 and 完结率, and what it let pass. No order of merit: leaders stand by name. */
export function Groups() {
  const { console } = useTexts();
  const { by: chosen } = useSearch({ from: "/board" });
  const navigate = useNavigate({ from: "/board" });
  const inView = useInView();
  const by = figuresBy.safeParse(chosen).data ?? "authority";
  const found = useQuery(asked("inspection", "getInspectionsFigures", { query: { by, authority: inView } }));
  return (
    <Card
      title={console.board.progress}
      extra={
        <Space wrap>
          <Segmented<FiguresBy>
            aria-label={console.board.by}
            value={by}
            options={figuresBy.options.map((value) => ({ value, label: console.board.groups[value] }))}
            onChange={(value) => void navigate({ search: { by: value } })}
          />
          <ExportButtons list="inspections/figures" query={{ by, authority: inView }} />
        </Space>
      }
    >
      <Loaded of={found}>
        {({ items, isMore }) => (
          <>
            <GroupTable by={by} rows={items} />
            {isMore ? <p>{console.board.isMore}</p> : null}
            {by === "item" ? <p>{console.board.itemNote}</p> : null}
          </>
        )}
      </Loaded>
    </Card>
  );
}

const percentOf = (part: number, whole: number) => Math.round((part / whole) * 100);

/** What each group has to do and how far it is, each number a link to its list. */
export function GroupTable({
  by,
  rows,
  within = {},
}: {
  by: FiguresBy;
  rows: readonly Row[];
  /** What the figures are narrowed by themselves. */
  within?: InspectionNarrowing;
}) {
  const { words, console } = useTexts();
  const nameOf = useNames(by, rows);
  const narrow = (key: string): InspectionNarrowing => ({
    ...within,
    [by === "township" ? "territory" : by]: key,
  });
  const number = (of: keyof Figures | "dueSoon", title: string, chosen: InspectionNarrowing) => ({
    title,
    key: of,
    align: "end" as const,
    sorter: (one: Row, other: Row) => one[of] - other[of],
    render: (_: unknown, row: Row) => <Count of={row[of]} chosen={{ ...narrow(row.key), ...chosen }} />,
  });
  const rate = (part: CountedFigure, whole: CountedFigure, title: string) => ({
    title,
    key: `${part}/${whole}`,
    width: 170,
    render: (_: unknown, row: Row) =>
      row[whole] === 0 ? (
        "—"
      ) : (
        <>
          <Progress
            percent={percentOf(row[part], row[whole])}
            showInfo={false}
            size="small"
            aria-label={title}
          />
          {/* Beside the bar: whoever hears the page hears nothing that is in one. */}
          <div className="counted">
            {percentOf(row[part], row[whole])}% (
            <Count of={row[part]} chosen={{ ...narrow(row.key), counted: part }} />/
            <Count of={row[whole]} chosen={{ ...narrow(row.key), counted: whole }} />)
          </div>
        </>
      ),
  });
  return (
    <Table<Row>
      rowKey="key"
      size="small"
      pagination={{ pageSize: 20, hideOnSinglePage: true, showSizeChanger: false }}
      scroll={{ x: 900 }}
      dataSource={
        by === "lead" ? rows.toSorted((a, b) => nameOf(a).localeCompare(nameOf(b), "zh")) : [...rows]
      }
      columns={[
        {
          title: console.board.groups[by],
          key: "key",
          rowScope: "row",
          render: (_: unknown, row) => <span className="name">{nameOf(row)}</span>,
        },
        number("count", console.board.all, {}),
        number("checked", words.countedFigure.checked, { counted: "checked" }),
        rate("published", "due", console.board.publishedShare),
        rate("done", "published", console.board.doneShare),
        number("overdue", console.board.overdue, { attention: "overdue" }),
        number("dueSoon", words.console.dueSoon, { attention: "soon" }),
        number("breaches", words.console.breachesSoFar, { counted: "breaches" }),
      ]}
    />
  );
}

/** What the groups are called: of inspectors and items the registry knows it, for whoever may read it there. */
function useNames(by: FiguresBy, rows: readonly Row[]): (row: Row) => string {
  const nameOfAuthority = useAuthorityName();
  const { divisionName } = useTownships(by === "township");
  const nameOfItem = useItemNames(by === "item");
  const leads = useInspectorNames(by === "lead" ? rows.map(({ key }) => key) : []);
  return ({ key, title }) => {
    if (by === "authority") return nameOfAuthority(key);
    if (by === "township") return divisionName(key);
    if (by === "item") return title ?? nameOfItem(key);
    const lead = leads.get(key);
    return lead === undefined ? (title ?? key) : `${lead.name} · ${lead.unit}`;
  };
}
