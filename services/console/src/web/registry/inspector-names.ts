import { useQueries } from "@tanstack/react-query";
import { asked } from "../calls/services.ts";
import { useMay } from "../calls/session.tsx";

/** By so many ids at once names are asked for. */
const most = 100;

/** What inspectors are called and of which unit they are, for those who may read their register: one call for a hundred. Others have numbers alone. */
export function useInspectorNames(
  ids: readonly string[],
  authority?: string,
): ReadonlyMap<string, { name: string; unit: string }> {
  const may = useMay();
  const wanted = [...new Set(ids)].toSorted();
  const asking = Array.from({ length: Math.ceil(wanted.length / most) }, (_, part) =>
    wanted.slice(part * most, (part + 1) * most),
  );
  return useQueries({
    queries: asking.map((some) => ({
      ...asked("registry", "getInspectorsNames", { query: { ids: some.join(",") } }),
      enabled: may("registry.read", authority),
      staleTime: 60_000,
    })),
    combine: (parts) =>
      new Map(parts.flatMap(({ data }) => data?.items.map(({ id, ...named }) => [id, named] as const) ?? [])),
  });
}
