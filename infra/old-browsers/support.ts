import type { Identifier, SimpleSupportStatement, SupportStatement } from "@mdn/browser-compat-data/types";
import { oldest } from "../../packages/web-build/src/oldest.ts";

/** Whether a browser of that version has what is told of, without anybody having turned it on. */
function has({ flags, version_added, version_removed }: SimpleSupportStatement, version: number): boolean {
  if (flags !== undefined || typeof version_added !== "string" || version_added === "preview") return false;
  const since = Number.parseInt(version_added.replace("≤", ""), 10);
  return (
    since <= version &&
    (typeof version_removed !== "string" || Number.parseInt(version_removed, 10) > version)
  );
}

const statementsOf = (told: SupportStatement | undefined): readonly SimpleSupportStatement[] =>
  told === undefined ? [] : Array.isArray(told) ? told : [told];

/** Which of the oldest browsers lack a feature, as MDN's data tell; none where they tell nothing of it. */
function lackedBy(feature: Identifier): string[] {
  const support = feature["__compat"]?.support;
  if (support === undefined) return [];
  return Object.entries(oldest)
    .filter(
      ([browser, version]) =>
        !statementsOf(support[browser as keyof typeof oldest]).some((one) => has(one, version)),
    )
    .map(([browser, version]) => `${browser} ${version}`);
}

/** What may be meant by a name, each by what lacks it: "" where one of them is in all of the oldest browsers. */
export function lacking(meant: readonly (Identifier | undefined)[]): string {
  const told = meant
    .filter((one) => one?.["__compat"] !== undefined)
    .map((one) => lackedBy(one as Identifier));
  return told.some((browsers) => browsers.length === 0) ? "" : [...new Set(told.flat())].join(", ");
}
