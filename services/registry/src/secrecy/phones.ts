import { dialledNumbers } from "@shuangsui/contracts";
import { masked } from "./cipher.ts";

/** A phone field as it was written and as its numbers are dialled, masked for all who do not need it. */
export function phoneView(written: string, isSeen: boolean): { written: string; dialled: string[] } {
  const dialled = dialledNumbers(written) ?? [];
  return isSeen ? { written, dialled } : { written: masked(written), dialled: dialled.map(masked) };
}
