import { ServiceUnavailable, StillPending } from "@shuangsui/client";
import { problemEntry, Problem, sentenceOf } from "@shuangsui/contracts";
import type { Language, Texts } from "../words/words.tsx";

/** What is said of a call that failed: what happened, what was kept, what to do. */
export type Refusal = {
  title: string;
  advice: string;
  code: string | null;
  article: number | null;
  places: readonly string[];
  /** It is under way or may be tried again, the same. */
  passing: boolean;
};

/** Puts a failure into words. */
export function refusalOf(error: unknown, { words, console }: Texts, language: Language): Refusal {
  const none = { code: null, article: null, places: [] };
  if (error instanceof StillPending)
    return { ...none, title: console.failed.pending, advice: "", passing: true };
  if (error instanceof ServiceUnavailable)
    return { ...none, title: console.failed.title, advice: console.failed.away, passing: true };
  if (!(error instanceof Problem))
    return { ...none, title: console.failed.title, advice: console.failed.kept, passing: false };
  const entry = problemEntry(error.code);
  return {
    title: language === "zh" ? entry.zh : entry.en,
    advice: isOvertaken(error) ? console.failed.conflict : console.failed.kept,
    code: error.code,
    article: entry.article ?? null,
    places: error.places.map(({ path, row, fault, message }) =>
      [
        path === undefined ? (row === undefined ? "" : `#${row}`) : placeText(path, { words, console }),
        fault === undefined ? message : sentenceWithout(fault, message),
      ]
        .filter((part) => part !== "")
        .join(" "),
    ),
    passing: false,
  };
}

/** Whether somebody else changed first what was to be changed. */
export const isOvertaken = (error: unknown): boolean =>
  error instanceof Problem &&
  (error.code === "version/changed" || error.code === "registry/version-conflict");

/** A place of what was sent, by the names of its fields: `/entries/0/title` is 计划条目 1 标题. */
export function placeText(path: string, { words, console }: Pick<Texts, "words" | "console">): string {
  const names: Readonly<Record<string, string>> = { ...words.registryField, ...console.field };
  return path
    .split("/")
    .slice(1)
    .map((part) => names[part] ?? (/^\d+$/.test(part) ? String(Number(part) + 1) : part))
    .join(" ");
}

/** A fault's sentence; one with blanks that only the service can fill in stands as it was sent. */
function sentenceWithout(fault: Parameters<typeof sentenceOf>[0], message: string): string {
  try {
    return sentenceOf(fault);
  } catch {
    return message;
  }
}
