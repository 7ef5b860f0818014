import { filledIn, type InspectionDetail } from "@shuangsui/contracts";
import { useQuery } from "@tanstack/react-query";
import { asked } from "../calls/services.ts";
import { useMay } from "../calls/session.tsx";
import { useInspectionWords } from "./inspection-words.ts";
import type { CheckedItem } from "./items.ts";
import type { PaperNames } from "./paper-lines.ts";

/** By so many ids at once names are asked for. */
const most = 100;

/** Inspectors by name, for those who may read their register: one call for all. Others have numbers alone. */
function useInspectorNames(ids: readonly string[], authority: string): ReadonlyMap<string, string> {
  const may = useMay();
  const wanted = [...new Set(ids)].toSorted().slice(0, most);
  const { data } = useQuery({
    ...asked("registry", "getInspectorsNames", { query: { ids: wanted.join(",") } }),
    enabled: wanted.length > 0 && may("registry.read", authority),
  });
  return new Map(data?.items.map(({ id, name }) => [id, name]));
}

type Named = Pick<InspectionDetail, "team" | "authority">;

/** What a member of the team is called by its number, with the name where whoever looks may know it; `also` are others to be named. */
export function useTeamNames({ team, authority }: Named, also: readonly string[] = []) {
  const { person } = useInspectionWords();
  const names = useInspectorNames([...team.map(({ inspectorId }) => inspectorId), ...also], authority);
  const member = (number: number) => {
    const name = names.get(team.find((one) => one.number === number)?.inspectorId ?? "");
    return name === undefined
      ? filledIn(person.unnamed, { number })
      : filledIn(person.member, { number, name });
  };
  return { member, names };
}

/** What those are called whom a paper names by numbers, codes and ids. */
export function useNamesIn(
  inspection: Pick<InspectionDetail, "team" | "authority" | "findings">,
  items: readonly Pick<CheckedItem, "code" | "name">[],
  also: readonly string[],
): PaperNames {
  const { person } = useInspectionWords();
  const { member, names } = useTeamNames(inspection, also);
  return {
    member,
    inspector(id) {
      const number = inspection.team.find((one) => one.inspectorId === id)?.number;
      return number === undefined ? (names.get(id) ?? person.someone) : member(number);
    },
    item(code) {
      const name = items.find((one) => one.code === code)?.name ?? null;
      return name === null ? code : `${name} ${code}`;
    },
    finding: (id) => inspection.findings.find((one) => one.id === id)?.description ?? id,
  };
}
