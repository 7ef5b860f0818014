import { authorityOf, isProblemCode, nameOf, problemEntry, type StuckCause } from "@shuangsui/contracts";
import { filledIn } from "@shuangsui/contracts";
import { nation } from "@shuangsui/workdays";
import type { Language, Texts } from "../words/words.tsx";
import { dueText, timeText } from "../parts/time.ts";

type Value = string | number | boolean | null;
type Spoken = Texts & { language: Language };

/** Facts for machines alone. */
const unsaid: ReadonlySet<string> = new Set(["planId", "entryId", "findingId", "opaqueId", "recusalId"]);
const times: ReadonlySet<string> = new Set(["due", "revealBy", "revealDue", "from", "to"]);

/** What those are called whom facts name: members of a team by their numbers, accounts by their ids. */
export type FactNames = {
  member?(number: number): string;
  account?(id: string): string | undefined;
};
/** Numbers of members, one or several. */
const members: ReadonlySet<string> = new Set(["number", "officers", "experts"]);

/** The facts of an event as words; those are left out of which there is nothing to say, as ids of which no name is known. */
export function factTexts(
  facts: Readonly<Record<string, Value>>,
  texts: Spoken,
  names: FactNames = {},
): string[] {
  return Object.entries(facts).flatMap(([name, value]) => {
    if (value === null || value === "" || unsaid.has(name)) return [];
    const text = namedText(name, value, texts, names) ?? valueText(name, value, texts);
    if (isId.test(text)) return [];
    return filledIn(texts.words.console.fact, { name: nameOf(texts.words.eventFact, name), value: text });
  });
}

const isId = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The name of whom a fact names; undefined where it names nobody who has one. */
function namedText(
  name: string,
  value: string | number | boolean,
  { words }: Spoken,
  { member, account }: FactNames,
): string | undefined {
  if (name === "reviewer" && typeof value === "string") return account?.(value);
  const numbers = String(value).split(",");
  if (member === undefined || !members.has(name) || !numbers.every((one) => /^\d+$/.test(one)))
    return undefined;
  return numbers.map((one) => member(Number(one))).join(words.comma);
}

function valueText(name: string, value: string | number | boolean, { words, language }: Spoken): string {
  if (typeof value === "boolean") return value ? words.yes : words.no;
  if (typeof value === "number") return String(value);
  if (times.has(name) && value.includes("T")) return dueText(value);
  if (name === "issuer" && value === nation) return words.label.nation;
  const coded: Readonly<Record<string, Readonly<Record<string, string>>>> = {
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
  if (name === "code" && isProblemCode(value)) return problemEntry(value)[language];
  if (name === "modes")
    return value
      .split(",")
      .map((mode) => nameOf(words.changeMode, mode))
      .join(words.comma);
  if (name === "reason") return (words.recusalReason as Readonly<Record<string, string>>)[value] ?? value;
  const group = coded[name];
  if (group !== undefined) return nameOf(group, value);
  const authority = authorityOf(value);
  if (authority === undefined) return value;
  return language === "zh" ? authority.short : authority.english.short;
}

/** What may be stuck. */
export type StuckMatter = "inspection" | "campaign" | "plan" | "supervision";

/** Why a matter is stuck: what is hindered, by what, since when. */
export function stuckText(
  kind: StuckMatter,
  { kind: of, name, code, since }: StuckCause,
  { words }: Texts,
  language: Language,
): string {
  const commands = {
    inspection: words.inspectionCommand,
    campaign: words.campaignCommand,
    plan: words.planCommand,
    supervision: words.supervisionCommand,
  };
  const what =
    of === "deed"
      ? nameOf(words.deed, name)
      : of === "command"
        ? nameOf(commands[kind], name)
        : words.console.stuckByTime;
  const why = Object.hasOwn(words.stuckCode, code)
    ? nameOf(words.stuckCode, code)
    : isProblemCode(code)
      ? filledIn(words.console.stuckRefused, { answer: problemEntry(code)[language] })
      : filledIn(words.console.stuckFailed, { code });
  return filledIn(words.console.stuckBy, { what, why, since: timeText(since) });
}
