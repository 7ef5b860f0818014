import { filledIn, isProblemCode, nameOf, problemEntry, type StuckCause } from "@shuangsui/contracts";
import { instantText } from "./time.ts";
import { words } from "./words.ts";

const commandNames = {
  plan: words.planCommand,
  campaign: words.campaignCommand,
  inspection: words.inspectionCommand,
};
type Kind = keyof typeof commandNames;

/** Why a plan, a campaign or an inspection is stuck: for each cause what is hindered, by what, and since when. */
export function stuckTexts(kind: Kind, causes: readonly StuckCause[]): string[] {
  return causes.map((cause) =>
    filledIn(words.console.stuckBy, {
      what: hindered(kind, cause),
      why: reason(cause.code),
      since: instantText(cause.since),
    }),
  );
}

function hindered(kind: Kind, cause: StuckCause): string {
  switch (cause.kind) {
    case "deed":
      return nameOf(words.deed, cause.name);
    case "command":
      return nameOf(commandNames[kind], cause.name);
    case "time":
      return words.console.stuckByTime;
  }
}

function reason(code: string): string {
  if (Object.hasOwn(words.stuckCode, code)) return nameOf(words.stuckCode, code);
  if (isProblemCode(code)) return filledIn(words.console.stuckRefused, { answer: problemEntry(code).zh });
  return filledIn(words.console.stuckFailed, { code });
}
