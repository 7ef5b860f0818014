import { useQuery } from "@tanstack/react-query";
import { asked } from "../calls/services.ts";
import { useMay } from "../calls/session.tsx";

/** By so many ids at once names are asked for. */
const most = 100;

/** What inspectors are called and of which unit they are, for those who may read their register: one call for all. Others have numbers alone. */
export function useInspectorNames(
  ids: readonly string[],
  authority?: string,
): ReadonlyMap<string, { name: string; unit: string }> {
  const may = useMay();
  const wanted = [...new Set(ids)].toSorted().slice(0, most);
  const { data } = useQuery({
    ...asked("registry", "getInspectorsNames", { query: { ids: wanted.join(",") } }),
    enabled: wanted.length > 0 && may("registry.read", authority),
    staleTime: 60_000,
  });
  return new Map(data?.items.map(({ id, ...named }) => [id, named]));
}
