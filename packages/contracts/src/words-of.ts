import { outsideEn } from "./outside-words.en.ts";
import { outsideZh } from "./outside-words.zh.ts";
import type { Language, Words } from "./words.ts";
import { en } from "./words.en.ts";
import { zh } from "./words.zh.ts";

const languages: Record<Language, Words> = { zh: { ...zh, ...outsideZh }, en: { ...en, ...outsideEn } };

/**
 * Every word that a person reads, in one language: by group, then by code or by what is said. Browsers fetch one language, and of that
 * what they show: they import it by itself.
 */
export function wordsOf(language: Language): Words {
  return languages[language];
}
