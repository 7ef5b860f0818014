import { useQuery } from "@tanstack/react-query";
import { every, pageLimit } from "../calls/every.ts";
import { call } from "../calls/services.ts";
import { useMay } from "../calls/session.tsx";

/** All items in sight, or those of one kind of targets. */
export const everyItem = (targetKind?: "entity" | "project") =>
  every(["registry", "items", targetKind ?? null], (after) =>
    call.registry.getItems({ query: { targetKind, limit: String(pageLimit), after } }),
  );

/** An item by its name, with its code; by its code alone where the name is not known. */
export const itemTitle = (code: string, name: string | null | undefined): string =>
  name === undefined || name === null ? code : `${name}（${code}）`;

/** Names items by their codes, with these; whoever may not read the registry sees the codes. */
export function useItemNames(isWanted = true): (code: string) => string {
  const may = useMay();
  const { data } = useQuery({
    ...everyItem(),
    enabled: isWanted && may("registry.read"),
    staleTime: 60_000,
  });
  const names = new Map(data?.map(({ code, name }) => [code, name]));
  return (code) => itemTitle(code, names.get(code));
}
