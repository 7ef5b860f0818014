import { filledIn, knownAuthorities, seenBy } from "@shuangsui/contracts";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Segmented, Space, theme } from "antd";
import { useMemo, useState } from "react";
import { asked } from "../calls/services.ts";
import { useSession } from "../calls/session.tsx";
import type { InspectionNarrowing } from "../inspections/search.ts";
import { useAuthorityName } from "../parts/authority.tsx";
import { useInView } from "../parts/in-view.ts";
import { Card } from "../parts/page.tsx";
import { useTownships } from "../parts/townships.tsx";
import { useTexts } from "../words/words.tsx";
import { Chart, mapOf, onMap, type ChartOption, type Outline } from "./chart.tsx";
import { Count } from "./count.tsx";
import { totalOf, type Counted } from "./totals.ts";

const shownFigures = ["overdue", "dueSoon", "count", "breaches"] as const;
type Figure = (typeof shownFigures)[number];
const narrowedTo: Readonly<Record<Figure, InspectionNarrowing>> = {
  overdue: { attention: "overdue" },
  dueSoon: { attention: "soon" },
  count: {},
  breaches: { counted: "breaches" },
};

/** A township's circle: its code, where it stands, and the figure. */
type Circle = { name: string; value: [longitude: number, latitude: number, figure: number] };
/** How wide circles are, in pixels: of nothing, and of the most. */
const [smallest, largest] = [6, 28];

/** The townships' outlines that the installation has brought; none where it has not. */
async function askOutlines(): Promise<readonly Outline[]> {
  const answer = await fetch("/township-outlines");
  if (answer.status === 404) return [];
  if (!answer.ok) throw new Error(`status ${answer.status}`);
  return ((await answer.json()) as { features: Outline[] }).features;
}

/**
 * The counties on a map, darker where there is more of a figure, and in them townships as circles, larger where there is more, or as
 * areas where their outlines are known; the same numbers stand in the table of groups. A township of which neither is known is named below.
 */
export function DivisionsMap({ items }: { items: readonly Counted[] }) {
  const { words, console } = useTexts();
  const { token } = theme.useToken();
  const { authority } = useSession();
  const inView = useInView();
  const nameOf = useAuthorityName();
  const navigate = useNavigate();
  const [figure, show] = useState<Figure>("overdue");
  const { data } = useQuery(
    asked("inspection", "getInspectionsFigures", { query: { by: "township", authority: inView } }),
  );
  const { townships, divisionName } = useTownships();
  const { data: brought = [] } = useQuery({
    queryKey: ["township-outlines"],
    queryFn: askOutlines,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const shown = useMemo(
    () =>
      knownAuthorities()
        .map(({ code }) => code)
        .filter((code) => onMap.has(code) && seenBy(inView ?? authority).includes(code)),
    [authority, inView],
  );
  const titles: Record<Figure, string> = {
    overdue: console.board.overdue,
    dueSoon: words.console.dueSoon,
    count: console.board.all,
    breaches: words.console.breachesSoFar,
  };
  const rows = data?.items ?? [];
  const isShown = (code: string) => shown.some((county) => code.startsWith(county));
  const outlines = brought.filter(({ properties: { code } }) => isShown(code));
  const outlined = new Set(outlines.map(({ properties: { code } }) => code));
  const placeOf = (code: string) => (isShown(code) ? townships.get(code)?.shownAt : undefined);
  const circles = rows.flatMap((row): Circle[] => {
    const at = outlined.has(row.key) ? null : placeOf(row.key);
    return at ? [{ name: row.key, value: [at.longitude, at.latitude, row[figure]] }] : [];
  });
  const elsewhere = rows.filter((row) => row[figure] > 0 && !outlined.has(row.key) && !placeOf(row.key));
  if (shown.length === 0) return null;
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
        option={optionOf({
          counties: shown.map((code) => ({
            name: code,
            value: totalOf(
              items.filter((one) => one.authority === code),
              figure,
            ),
          })),
          townships: [...outlined].map((code) => ({
            name: code,
            value: rows.find(({ key }) => key === code)?.[figure] ?? 0,
          })),
          outlines,
          circles,
          said: (code, number) => `${code.length === 6 ? nameOf(code) : divisionName(code)} ${number}`,
          colors: {
            text: token.colorText,
            line: token.colorTextSecondary,
            ground: token.colorBgContainer,
            ...(figure === "count"
              ? { area: token.colorPrimaryBorder, circle: token.colorPrimary }
              : { area: token.colorErrorBorder, circle: token.colorError }),
          },
        })}
        label={filledIn(console.board.mapOf, { figure: titles[figure] })}
        height={420}
        choose={(code) =>
          void navigate({
            to: "/inspections",
            search: {
              ...(code.length === 6 ? { authority: code } : { territory: code }),
              ...narrowedTo[figure],
            },
          })
        }
      />
      {elsewhere.length === 0 ? null : (
        <Space wrap size="middle">
          {console.board.notOnMap}
          {elsewhere.map(({ key, [figure]: number }) => (
            <span key={key}>
              {divisionName(key)} <Count of={number} chosen={{ territory: key, ...narrowedTo[figure] }} />
            </span>
          ))}
        </Space>
      )}
      <small>{console.board.mapNote}</small>
    </Card>
  );
}

type Colors = Readonly<Record<"text" | "line" | "ground" | "area" | "circle", string>>;

type Area = { name: string; value: number };

/** The picture of these counties, and in them townships as areas and as circles; `said` names a division with its number. */
function optionOf({
  counties,
  townships,
  outlines,
  circles,
  said,
  colors,
}: {
  counties: readonly Area[];
  townships: readonly Area[];
  outlines: readonly Outline[];
  circles: readonly Circle[];
  said(code: string, number: number): string;
  colors: Colors;
}): ChartOption {
  const numberOf = new Map([...counties, ...townships].map(({ name, value }) => [name, value]));
  const shaded = townships.length > 0 ? townships : counties;
  const most = Math.max(1, ...circles.map(({ value: [, , number] }) => number));
  const halo = { color: colors.text, textBorderColor: colors.ground, textBorderWidth: 3 };
  const saidOfCircle = (given: unknown) => {
    const { name, value } = given as Circle;
    return said(name, value[2]);
  };
  return {
    animation: false,
    tooltip: { renderMode: "richText" },
    // One area alone has nothing to be told from.
    visualMap: {
      show: shaded.length > 1,
      seriesIndex: 0,
      min: 0,
      max: Math.max(1, ...shaded.map(({ value }) => value)),
      left: 0,
      bottom: 0,
      calculable: false,
      itemHeight: 80,
      textStyle: { color: colors.text },
      inRange: { color: [colors.ground, shaded.length > 1 ? colors.area : colors.ground] },
    },
    geo: {
      map: mapOf(
        counties.map(({ name }) => name),
        outlines,
      ),
      ...{ layoutCenter: ["50%", "50%"], layoutSize: "98%" },
      selectedMode: false,
      itemStyle: { borderColor: colors.line, areaColor: colors.ground },
      emphasis: { disabled: true },
      label: {
        ...halo,
        show: shaded.length > 1,
        fontWeight: "bold",
        formatter: ({ name }: { name: string }) => said(name, numberOf.get(name) ?? 0),
      },
    },
    series: [
      { type: "map", geoIndex: 0, data: [...shaded] },
      {
        type: "scatter",
        coordinateSystem: "geo",
        // The smaller ones lie on the larger.
        data: circles.toSorted((one, other) => other.value[2] - one.value[2]),
        symbolSize: (value: Circle["value"]) => smallest + (largest - smallest) * Math.sqrt(value[2] / most),
        itemStyle: { color: colors.circle, opacity: 0.75, borderColor: colors.ground },
        tooltip: { formatter: saidOfCircle },
        label: {
          ...halo,
          show: true,
          position: "right",
          formatter: (given: unknown) => ((given as Circle).value[2] === 0 ? "" : saidOfCircle(given)),
        },
        labelLayout: { hideOverlap: true },
      },
    ],
  };
}
