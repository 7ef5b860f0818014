import { useQuery } from "@tanstack/react-query";
import { asked } from "../calls/services.ts";
import { useMay } from "../calls/session.tsx";

/** Names items by their codes, with these; whoever may not read the registry sees the codes. */
export function useItemNames(): (code: string) => string {
  const may = useMay();
  const { data } = useQuery({
    ...asked("registry", "getItems", { query: { limit: "500" } }),
    enabled: may("registry.read"),
    staleTime: 60_000,
  });
  const names = new Map(data?.items.map(({ code, name }) => [code, name]));
  return (code) => {
    const name = names.get(code);
    return name === undefined ? code : `${name}（${code}）`;
  };
}
