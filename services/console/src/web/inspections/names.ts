import { filledIn, type InspectionDetail } from "@shuangsui/contracts";
import { useInspectorNames } from "../registry/inspector-names.ts";
import { itemTitle } from "../registry/item-names.ts";
import { useInspectionWords } from "./inspection-words.ts";
import type { CheckedItem } from "./items.ts";
import type { PaperNames } from "./paper-lines.ts";

type Named = Pick<InspectionDetail, "team" | "authority">;

/** What a member of the team is called by its number, with the name where whoever looks may know it; `also` are others to be named. */
export function useTeamNames({ team, authority }: Named, also: readonly string[] = []) {
  const { person } = useInspectionWords();
  const known = useInspectorNames([...team.map(({ inspectorId }) => inspectorId), ...also], authority);
  const names: ReadonlyMap<string, string> = new Map([...known].map(([id, { name }]) => [id, name]));
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
    item: (code) => itemTitle(code, items.find((one) => one.code === code)?.name),
    finding: (id) => inspection.findings.find((one) => one.id === id)?.description ?? id,
  };
}
