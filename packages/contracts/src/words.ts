import type { FaultCode, FaultValues } from "./faults.ts";
import type { OutsideWords } from "./outside-words.zh.ts";
import { zh, type Words as ConsoleSide } from "./words.zh.ts";

/** All words there are, in one language. */
export type Words = ConsoleSide & OutsideWords;
/** A language that the words stand in. */
export type Language = "zh" | "en";

/** Each language by its own name. */
export const languageNames: Readonly<Record<Language, string>> = { zh: "中文", en: "English" };

/** A list that can be taken away as a file, by the path of its pages below /api/v1. */
export type ListName = keyof OutsideWords["listTitle"];

/** What a group of words calls a code. One that has no name here, such as an authority's own category, stands quoted as it was written. */
export function nameOf(group: Readonly<Record<string, string>>, code: string): string {
  return (Object.hasOwn(group, code) ? group[code] : undefined) ?? `“${code}”`;
}

/** What an act of the audit trail is called: `inspection/report`. */
export function auditActionText(words: ConsoleSide, action: string): string {
  const [kind = "", act = ""] = action.split("/");
  const { inspectionCommand, campaignCommand, planCommand, publicationCommand, supervisionCommand } = words;
  const commands: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    inspection: inspectionCommand,
    campaign: campaignCommand,
    plan: planCommand,
    publication: publicationCommand,
    supervision: supervisionCommand,
  };
  return `${nameOf(words.auditKind, kind)} · ${nameOf({ ...words.auditAct, ...commands[kind] }, act)}`;
}

/** A sentence with its blanks, `{name}`, filled in. @throws RangeError where a blank has no value */
export function filledIn(sentence: string, values: Readonly<Record<string, string | number>>): string {
  return sentence.replaceAll(/\{([A-Za-z]+)\}/g, (_blank, name: string) => {
    const value = values[name];
    if (value === undefined) throw new RangeError(`nothing for ${name} in “${sentence}”`);
    return String(value);
  });
}

/** What a fault says to whoever handed it in, with what would be right. Whoever fills in forms and sheets reads Chinese. */
export function sentenceOf(fault: FaultCode, values: FaultValues = {}): string {
  return filledIn(zh.fault[fault], values);
}
