import { authorityOf, filledIn, isProblemCode, nameOf, problemEntry } from "@shuangsui/contracts";
import { dueText } from "../site/time.ts";
import { nation } from "@shuangsui/workdays";
import { words } from "../site/words.ts";

type Value = string | number | boolean;

/** The words for facts whose values are codes. */
const coded: Record<string, Readonly<Record<string, string>>> = {
  method: words.deliveryMethod,
  path: words.findingPath,
  by: words.publicationBy,
  declaredBy: words.recusalDeclarer,
  ground: words.recusalGround,
  origin: words.inspectionOrigin,
  teamBy: words.teamBy,
  outcome: words.inspectionOutcome,
  credit: { ...words.creditOutcome, none: words.label.none },
  deed: words.deed,
  paper: words.signedPaper,
  deadline: words.deadline,
};
const times: ReadonlySet<string> = new Set(["due", "revealBy", "revealDue", "from", "to"]);
/** Of two times some events name days. */
const isInstant = (value: string) => value.includes("T") && !Number.isNaN(Date.parse(value));
/** Facts for machines alone. */
const unsaid: ReadonlySet<string> = new Set(["planId", "entryId", "findingId", "opaqueId", "recusalId"]);

/** A fact of an event as words, or null where there is nothing to say. */
export function factText(name: string, value: Value | null): string | null {
  if (value === null || value === "" || unsaid.has(name)) return null;
  return filledIn(words.console.fact, { name: nameOf(words.eventFact, name), value: valueText(name, value) });
}

function valueText(name: string, value: Value): string {
  if (typeof value === "boolean") return value ? words.yes : words.no;
  if (typeof value === "number") return String(value);
  if (times.has(name) && isInstant(value)) return dueText(value);
  if (name === "issuer" && value === nation) return words.label.nation;
  const authority = authorityOf(value);
  if (authority !== undefined) return authority.short;
  if (name === "code" && isProblemCode(value)) return problemEntry(value).zh;
  if (name === "modes")
    return value
      .split(",")
      .map((mode) => nameOf(words.changeMode, mode))
      .join(words.comma);
  // Of a recusal it is a code, of another act a text that somebody wrote.
  if (name === "reason")
    return Object.entries(words.recusalReason).find(([code]) => code === value)?.[1] ?? value;
  const group = coded[name];
  return group === undefined ? value : nameOf(group, value);
}
