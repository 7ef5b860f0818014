import { filledIn, rolesOf, type Action } from "@shuangsui/contracts";
import { useQuery } from "@tanstack/react-query";
import { call } from "../calls/services.ts";
import { useInspectionWords } from "../inspections/inspection-words.ts";
import { useTexts } from "../words/words.tsx";

/** Who is nobody's account: the clock, and services that tell one another of what they did. */
const bySystem: ReadonlySet<string> = new Set(["system", "registry", "inspection", "disclosure"]);
/** An account's id; others are those of an operator's tokens. */
const isAccount = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** How the inspected acts, by a code of its notice. */
const ofInspected = "inspected:";

const nobody: ReadonlyMap<string, string> = new Map();
/** So many names are asked for at once: as many as the service gives. */
const atOnce = 200;

/** Who acted in what happened, by name where whoever looks may know it; else by role. */
export function useActors(
  events: readonly { actor: string | null; facts?: Readonly<Record<string, unknown>> }[],
  known = nobody,
): { nameOf(id: string): string | undefined; actorText(actor: string, action?: Action): string } {
  const { words } = useTexts();
  const { person } = useInspectionWords();
  const ids = events
    .flatMap(({ actor, facts }) => [actor, facts?.["reviewer"]])
    .filter((one): one is string => typeof one === "string" && isAccount.test(one) && !known.has(one));
  const wanted = [...new Set(ids)];
  const { data } = useQuery({
    queryKey: ["identity", "getAccountsNames", wanted],
    queryFn: () => namesOf(wanted),
    enabled: wanted.length > 0,
    // Where people sign in elsewhere nobody is known here.
    retry: false,
  });
  const rolesText = (roles: readonly (keyof typeof words.accountRole)[]) =>
    roles.map((role) => words.accountRole[role]).join(words.comma);
  const nameOf = (id: string) => {
    const account = data?.find((one) => one.id === id);
    return (
      known.get(id) ??
      (account === undefined
        ? undefined
        : filledIn(person.named, { name: account.name, roles: rolesText(account.roles) }))
    );
  };
  return {
    nameOf,
    actorText(actor, action) {
      if (bySystem.has(actor)) return words.system;
      if (actor.startsWith(ofInspected)) return person.inspected;
      const roles =
        action === undefined
          ? []
          : rolesOf(action).filter((role) => role !== "service" && role !== "inspected");
      return (
        nameOf(actor) ??
        (roles.length === 0 ? person.someone : roles.map((role) => words.accountRole[role]).join(person.or))
      );
    },
  };
}

async function namesOf(ids: readonly string[]) {
  const parts = [];
  for (let from = 0; from < ids.length; from += atOnce)
    parts.push(call.identity.getAccountsNames({ query: { ids: ids.slice(from, from + atOnce).join(",") } }));
  return (await Promise.all(parts)).flatMap(({ items }) => items);
}
