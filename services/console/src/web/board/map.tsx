import { knownAuthorities, seenBy } from "@shuangsui/contracts";
import { filledIn } from "@shuangsui/contracts";
import { useNavigate } from "@tanstack/react-router";
import { Segmented, theme } from "antd";
import { useMemo, useState } from "react";
import { useSession } from "../calls/session.tsx";
import type { InspectionNarrowing } from "../inspections/search.ts";
import { useAuthorityName } from "../parts/authority.tsx";
import { Card } from "../parts/page.tsx";
import { useTexts } from "../words/words.tsx";
import { Chart, countiesMap, onMap, type ChartOption } from "./chart.tsx";
import { totalOf, type Counted } from "./totals.ts";

const shownFigures = ["overdue", "dueSoon", "count", "breaches"] as const;
type Figure = (typeof shownFigures)[number];
const narrowedTo: Readonly<Record<Figure, InspectionNarrowing>> = {
  overdue: { attention: "overdue" },
  dueSoon: { attention: "soon" },
  count: {},
  breaches: { counted: "breaches" },
};

/** The counties on a map, darker where there is more of a figure; the same numbers stand in the tables. Only for whoever sees several. */
export function CountyMap({ items }: { items: readonly Counted[] }) {
  const { words, console } = useTexts();
  const { token } = theme.useToken();
  const { authority } = useSession();
  const nameOf = useAuthorityName();
  const navigate = useNavigate();
  const [figure, show] = useState<Figure>("overdue");
  const shown = useMemo(
    () =>
      knownAuthorities()
        .map(({ code }) => code)
        .filter((code) => onMap.has(code) && seenBy(authority).includes(code)),
    [authority],
  );
  const titles: Record<Figure, string> = {
    overdue: console.board.overdue,
    dueSoon: words.console.dueSoon,
    count: console.board.all,
    breaches: words.console.breachesSoFar,
  };
  const title = titles[figure];
  const option = useMemo((): ChartOption => {
    const of = shown.map((code) => ({
      name: code,
      value: totalOf(
        items.filter((one) => one.authority === code),
        figure,
      ),
    }));
    const said = ({ name, value }: { name: string; value?: unknown }) => `${nameOf(name)} ${String(value)}`;
    return {
      animation: false,
      tooltip: {
        renderMode: "richText",
        formatter: (given: unknown) => said(given as { name: string; value?: unknown }),
      },
      visualMap: {
        min: 0,
        max: Math.max(1, ...of.map(({ value }) => value)),
        left: 0,
        bottom: 0,
        calculable: false,
        itemHeight: 80,
        textStyle: { color: token.colorText },
        inRange: {
          color: [token.colorBgContainer, figure === "count" ? token.colorPrimary : token.colorError],
        },
      },
      series: [
        {
          type: "map",
          map: countiesMap,
          selectedMode: false,
          data: of,
          itemStyle: { borderColor: token.colorTextSecondary, areaColor: token.colorBgContainer },
          emphasis: { itemStyle: { areaColor: token.colorPrimaryBg }, label: { color: token.colorText } },
          label: {
            show: true,
            color: token.colorText,
            textBorderColor: token.colorBgContainer,
            textBorderWidth: 3,
            formatter: (given: unknown) => {
              const { name, value } = given as { name: string; value: number };
              return Number.isNaN(value) ? nameOf(name) : said({ name, value });
            },
          },
        },
      ],
    };
  }, [items, shown, figure, token, nameOf]);
  if (shown.length < 2) return null;
  return (
    <Card
      title={console.board.map}
      extra={
        <Segmented<Figure>
          aria-label={console.board.mapShows}
          value={figure}
          options={shownFigures.map((value) => ({ value, label: titles[value] }))}
          onChange={show}
        />
      }
    >
      <Chart
        option={option}
        label={filledIn(console.board.mapOf, { figure: title })}
        height={300}
        choose={(code) =>
          void navigate({ to: "/inspections", search: { authority: code, ...narrowedTo[figure] } })
        }
      />
      <small>{console.board.mapNote}</small>
    </Card>
  );
}
