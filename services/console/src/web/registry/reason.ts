import { filledIn } from "@shuangsui/contracts";
import { useAuthorityName } from "../parts/authority.tsx";
import { useTexts } from "../words/words.tsx";

const compiled = /^compiled from the list of (\d{6})$/;

/** Why a version was made, as who made it wrote it; what the registry itself says is worded here. */
export function useReason(): (reason: string | null) => string {
  const { words, console } = useTexts();
  const nameOf = useAuthorityName();
  const own: Readonly<Record<string, string>> = console.versions.reasons;
  return (reason) => {
    if (reason === null) return words.label.none;
    const [, authority] = compiled.exec(reason) ?? [];
    return authority === undefined
      ? (own[reason] ?? reason)
      : filledIn(console.versions.compiled, { authority: nameOf(authority) });
  };
}
