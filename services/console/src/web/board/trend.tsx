import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { Segmented, Table, theme } from "antd";
import type { Trend as Weeks } from "@shuangsui/contracts";
import { useMemo, useState } from "react";
import { call } from "../calls/services.ts";
import { useInView } from "../parts/in-view.ts";
import { Loaded } from "../parts/loaded.tsx";
import { Card } from "../parts/page.tsx";
import { useTexts } from "../words/words.tsx";
import { Chart, type ChartOption } from "./chart.tsx";

const shownWeeks = ["12", "26", "52"] as const;
const figures = ["opened", "checked", "published", "breaches"] as const;
/** The list behind a week's number. */
const listOf = {
  opened: (week: string) => ({ openedIn: week }),
  checked: (week: string) => ({ checkedIn: week }),
  published: (week: string) => ({ publishedIn: week }),
  breaches: (week: string) => ({ breachedIn: week }),
} as const;
/** Weeks change slowly: not with each change that the board follows. */
const askedEveryMs = 60_000;

/** What happened week by week, as a picture and as the numbers that it is made of. */
export function Trend() {
  const { console } = useTexts();
  const inView = useInView();
  const [weeks, show] = useState<(typeof shownWeeks)[number]>("12");
  const query = { weeks, authority: inView };
  const found = useQuery({
    queryKey: ["trend", query],
    queryFn: ({ signal }) => call.inspection.getInspectionsTrend({ query, signal }),
    staleTime: askedEveryMs,
    refetchInterval: askedEveryMs,
  });
  return (
    <Card
      title={console.board.trend}
      extra={
        <Segmented aria-label={console.board.weeks} value={weeks} options={[...shownWeeks]} onChange={show} />
      }
    >
      <Loaded of={found}>{({ weeks: shown }) => <Drawn weeks={shown} />}</Loaded>
    </Card>
  );
}

function Drawn({ weeks }: { weeks: Weeks["weeks"] }) {
  const { console } = useTexts();
  const { token } = theme.useToken();
  const names = console.board.happened;
  const navigate = useNavigate();
  const choose = (day: string, name: string) => {
    const figure = figures.find((one) => names[one] === name);
    const week = weeks.find((one) => one.week.endsWith(day))?.week;
    if (figure !== undefined && week !== undefined)
      void navigate({ to: "/inspections", search: listOf[figure](week) });
  };
  const option = useMemo((): ChartOption => {
    const text = { color: token.colorText };
    return {
      animation: false,
      color: [token.colorPrimary, token.colorSuccess, token.colorWarning, token.colorError],
      // As a picture too: what a page's policy lets be styled by text is nothing.
      tooltip: { trigger: "axis", renderMode: "richText" },
      legend: { textStyle: text, top: 0 },
      grid: { left: 40, right: 12, top: 40, bottom: 28 },
      xAxis: { type: "category", data: weeks.map(({ week }) => week.slice(5)), axisLabel: text },
      yAxis: { type: "value", minInterval: 1, axisLabel: text },
      series: figures.map((figure, index) => ({
        type: "line",
        name: names[figure],
        lineStyle: { type: (["solid", "dashed", "dotted", "solid"] as const)[index] ?? "solid" },
        symbol: (["circle", "rect", "triangle", "diamond"] as const)[index] ?? "circle",
        data: weeks.map((week) => week[figure]),
      })),
    };
  }, [weeks, names, token]);
  return (
    <>
      <Chart option={option} label={console.board.trend} height={260} choose={choose} />
      <details>
        <summary>{console.board.asNumbers}</summary>
        <Table
          rowKey="week"
          size="small"
          pagination={false}
          dataSource={weeks.toReversed()}
          columns={[
            { title: console.board.week, dataIndex: "week", rowScope: "row" },
            ...figures.map((figure) => ({
              title: names[figure],
              dataIndex: figure,
              align: "end" as const,
              render: (number: number, { week }: { week: string }) =>
                number === 0 ? (
                  number
                ) : (
                  <Link to="/inspections" search={listOf[figure](week)} className="number">
                    {number}
                  </Link>
                ),
            })),
          ]}
        />
      </details>
    </>
  );
}
