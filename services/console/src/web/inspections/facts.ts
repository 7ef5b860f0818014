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

/** The facts of an event as words, those left out of which there is nothing to say. */
export function factTexts(facts: Readonly<Record<string, Value>>, texts: Spoken): string[] {
  return Object.entries(facts).flatMap(([name, value]) => {
    if (value === null || value === "" || unsaid.has(name)) return [];
    return filledIn(texts.words.console.fact, {
      name: nameOf(texts.words.eventFact, name),
      value: valueText(name, value, texts),
    });
  });
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
