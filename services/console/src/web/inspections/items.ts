import type { InspectionDetail } from "@shuangsui/contracts";
import { useQueries } from "@tanstack/react-query";
import { asked } from "../calls/services.ts";
import { useMay } from "../calls/session.tsx";

/** An item as a check needs it: what is asked and how the answer is judged, in the version that was in force when it was drawn. */
export type CheckedItem = {
  code: string;
  name: string | null;
  version: number | null;
  content: string | null;
  legalBasis: string | null;
  method: string | null;
  checklist: readonly { question: string; judgedBy: string }[];
};

/** The items of an inspection, in its order, and whether they are still being asked for; those that the registry does not tell have their code alone. */
export function useItems(
  { itemCodes, authority, events }: InspectionDetail,
  wanted: boolean,
): { items: readonly CheckedItem[]; isLoading: boolean } {
  const may = useMay();
  const [first] = events;
  const query = first === undefined ? {} : { at: first.at };
  return useQueries({
    queries: itemCodes.map((ref) => ({
      ...asked("registry", "getItemsByRef", { params: { ref }, query }),
      enabled: wanted && may("registry.read", authority),
    })),
    combine: (found) => ({
      isLoading: found.some(({ isLoading }) => isLoading),
      items: itemCodes.map((code, index) => {
        const { name, version, content, legalBasis, method, checklist } = found[index]?.data ?? {};
        return {
          code,
          name: name ?? null,
          version: version ?? null,
          content: content ?? null,
          legalBasis: legalBasis ?? null,
          method: method ?? null,
          checklist: checklist ?? [],
        };
      }),
    }),
  });
}
