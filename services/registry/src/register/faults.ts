import { Problem, sentenceOf, type FaultCode, type FaultValues } from "@shuangsui/contracts";
import type { Fault } from "./register.ts";

/** The fault of an entry that repeats what is registered; `what` names it. */
export function duplicateOf(index: number, path: string, what: string, repeats = what): Fault {
  return { index, path, fault: "registered", values: { what }, duplicate: true, repeats };
}

/** The fault of an entry that does not fit what is registered. */
export function misfit(index: number, path: string, fault: FaultCode, values: FaultValues = {}): Fault {
  return { index, path, fault, values, duplicate: false };
}

/** The refusal of a single entry or change for its faults. */
export function refusalOf(faults: readonly Omit<Fault, "index">[]): Problem {
  const places = faults.map(({ path, fault, values }) => ({
    path: `/${path}`,
    fault,
    message: sentenceOf(fault, values),
  }));
  return new Problem(
    faults.some((fault) => fault.duplicate) ? "registry/duplicate" : "body/invalid",
    undefined,
    places,
  );
}
