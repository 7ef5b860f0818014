import { useQuery } from "@tanstack/react-query";
import { call } from "../calls/services.ts";
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
  const { data } = useQuery({
    queryKey: ["registry", "getInspectorsNames", wanted],
    queryFn: () => named(wanted),
    enabled: wanted.length > 0 && may("registry.read", authority),
    staleTime: 60_000,
  });
  return new Map(data?.map(({ id, ...name }) => [id, name]));
}

async function named(ids: readonly string[]) {
  const found = [];
  for (let from = 0; from < ids.length; from += most) {
    const query = { ids: ids.slice(from, from + most).join(",") };
    found.push(...(await call.registry.getInspectorsNames({ query })).items);
  }
  return found;
}
