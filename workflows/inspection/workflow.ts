import type { MatterInput } from "@shuangsui/contracts";
import { setWorkflowOptions } from "@temporalio/workflow";
import { follow } from "../follow.ts";
import { inspectionKind, type InspectionDeed, type InspectionState } from "./contract.ts";

/** Carries one inspection from its draw to its closing (articles 24–31). */
export async function inspection(input: MatterInput): Promise<void> {
  const it = await follow<InspectionState, InspectionDeed>(inspectionKind, input);
  it.whenever("identifyTarget"); // 10, 11: the registry knows the target's name
  it.whenever("tellTip"); // 2: the registry knows which check a complaint brought about
  it.whenever("startAlternate"); // 24: the target is gone, an alternate takes its place
  it.whenever("publishMissingRecord"); // 26: the window is over and a begun check has no record: the public hears of it
  it.whenever("moveDueTime"); // 29, 30: each step, in time or missed, moves the day of publication
  it.whenever("giveContent"); // 30: the result, an objection, its answer: each a version
  it.whenever("publishEarly"); // 30: an official publishes before the deadline
  it.whenever("askPublication"); // 30: a day after the deadline nothing was heard of it
  it.whenever("repairCredit"); // 信用修复管理办法: what speaks against the target counts no longer
  it.whenever("takeDown"); // 信用修复管理办法: and its result is public no longer
  await it.past("drawn"); // 24: interests are declared; after two working days the team stands
  await it.past("confirmed", "notified"); // 25: the notice, then the check, within the window, else it lapses
  await it.past("checking"); // 26: the record ends the check
  if (it.is("gone", "no-team", "lapsed", "cancelled")) return it.ends("publishWhy"); // 24: and the public hears why
  await it.does("openPublication"); // 30: from here on the public hears by its day, whatever happens
  await it.past("recorded", "handled"); // 27, 29: each finding takes its path, two officers sign
  await it.past("signed"); // 30: the target has its result
  await it.past("fed-back"); // 30: public within five working days, by an official or by itself
  await it.comes("enterCredit"); // 31: after the objections' window, the credit record
  return it.ends();
}

// An inspection ends by the code with which it began; all other workflows go on by newer code.
setWorkflowOptions({ versioningBehavior: "PINNED" }, inspection);
