import { Problem } from "@shuangsui/contracts";
import type { Fault } from "./register.ts";

/** The fault of an entry that repeats what is registered; `what` names it. */
export function duplicateOf(index: number, path: string, what: string): Fault {
  return { index, path, message: `is registered already: ${what}`, duplicate: true };
}

/** The fault of an entry that does not fit what is registered. */
export function misfit(index: number, path: string, message: string): Fault {
  return { index, path, message, duplicate: false };
}

/** The refusal of a single entry or change for its faults. */
export function refusalOf(faults: readonly Omit<Fault, "index">[]): Problem {
  const places = faults.map(({ path, message }) => ({ path: `/${path}`, message }));
  return new Problem(
    faults.some((fault) => fault.duplicate) ? "registry/duplicate" : "body/invalid",
    undefined,
    places,
  );
}
