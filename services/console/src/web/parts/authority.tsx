import { authorityOf, knownAuthorities, seenBy } from "@shuangsui/contracts";
import { useSession } from "../calls/session.tsx";
import { useTexts } from "../words/words.tsx";

/** What an authority is called for short. */
export function useAuthorityName(): (code: string) => string {
  const { language } = useTexts();
  return (code) => {
    const one = authorityOf(code);
    if (one === undefined) return code;
    return language === "zh" ? one.short : one.english.short;
  };
}

/** What an authority is called in full, as papers name it. */
export function useAuthorityFullName(): (code: string) => string {
  const { language } = useTexts();
  return (code) => {
    const one = authorityOf(code);
    if (one === undefined) return code;
    return language === "zh" ? one.name : one.english.name;
  };
}

/** The authorities whose matters whoever is signed in sees, own and below. */
export function useVisibleAuthorities(): { value: string; label: string }[] {
  const { authority } = useSession();
  const nameOf = useAuthorityName();
  const seen = seenBy(authority);
  return knownAuthorities()
    .filter(({ code }) => seen.includes(code))
    .map(({ code }) => ({ value: code, label: nameOf(code) }));
}
