import { zh as contractsZh, type Words } from "@shuangsui/contracts/words/zh";
import { zh as consoleZh, type ConsoleWords } from "@shuangsui/contracts/console-words/zh";
import { createContext, use, useCallback, useMemo, useState, type ReactNode } from "react";

export type Language = "zh" | "en";
/** All that a page may say: what contracts name, and what the pages themselves say. */
export type Texts = { words: Words; console: ConsoleWords };
type Spoken = Texts & { language: Language; speak(language: Language): void };

const chinese: Texts = { words: contractsZh, console: consoleZh };
const kept = "language";

const Spoken = createContext<Spoken>({ ...chinese, language: "zh", speak: () => undefined });

/** English is fetched by whoever wants it. */
async function textsOf(language: Language): Promise<Texts> {
  if (language === "zh") return chinese;
  const [{ en: words }, { en: console }] = await Promise.all([
    import("@shuangsui/contracts/words/en"),
    import("@shuangsui/contracts/console-words/en"),
  ]);
  return { words, console };
}

/** The language that was chosen in this browser last, with its words. */
export async function chosenLanguage(): Promise<{ language: Language; texts: Texts }> {
  const language: Language = localStorage.getItem(kept) === "en" ? "en" : "zh";
  return { language, texts: await textsOf(language) };
}

/** Gives the pages below their words; Chinese first, another language by a toggle. */
export function WordsProvider({
  first,
  children,
}: {
  first: { language: Language; texts: Texts };
  children: ReactNode;
}) {
  const [{ language, texts }, change] = useState(first);
  const speak = useCallback(async (wanted: Language) => {
    const texts = await textsOf(wanted);
    localStorage.setItem(kept, wanted);
    document.documentElement.lang = wanted === "zh" ? "zh-CN" : "en";
    change({ language: wanted, texts });
  }, []);
  const value = useMemo(
    () => ({ ...texts, language, speak: (wanted: Language) => void speak(wanted) }),
    [texts, language, speak],
  );
  return <Spoken value={value}>{children}</Spoken>;
}

/** The words of the page, in the language that its reader has chosen. */
export function useTexts(): Spoken {
  return use(Spoken);
}
