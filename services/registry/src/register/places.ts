import declared from "gcoord";

/** Its declarations have under `default` what the file itself exports. */
const { transform, WGS84, GCJ02 } = declared as unknown as (typeof declared)["default"];

/** How many decimals a degree has where it is shown: a tenth of a metre. */
const decimals = 6;

/** The place of WGS-84 as maps of China show it (GCJ-02), or null where there is none. */
export function shownAt({
  longitude,
  latitude,
}: {
  longitude: number | null;
  latitude: number | null;
}): { longitude: number; latitude: number } | null {
  if (longitude === null || latitude === null) return null;
  const [east, north] = transform<[number, number]>([longitude, latitude], WGS84, GCJ02);
  return { longitude: Number(east.toFixed(decimals)), latitude: Number(north.toFixed(decimals)) };
}
