import { dialledNumbers } from "@shuangsui/contracts";
import { masked } from "./cipher.ts";

/** A phone field as it was written and as its numbers are dialled, masked for all but its owner. */
export function phoneView(written: string, isOwners: boolean): { written: string; dialled: string[] } {
  const dialled = dialledNumbers(written) ?? [];
  return isOwners ? { written, dialled } : { written: masked(written), dialled: dialled.map(masked) };
}
