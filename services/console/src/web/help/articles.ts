import type { CampaignCommandType, InspectionCommandType, PlanCommandType } from "@shuangsui/contracts";

type Command = InspectionCommandType | CampaignCommandType | PlanCommandType | "approve";

/** The article that a step rests on, which the form of the step leads to. */
export const articleOf: Partial<Record<Command, number>> = {
  answer: 30,
  approve: 25,
  adjust: 17,
  begin: 25,
  commit: 23,
  confirm: 24,
  "decide-recusal": 24,
  feedback: 30,
  gone: 24,
  notify: 25,
  object: 30,
  path: 27,
  publish: 30,
  record: 26,
  recuse: 24,
  redraw: 23,
  repair: 31,
  replace: 24,
  report: 29,
  reveal: 23,
  scheme: 22,
  sign: 29,
  submit: 16,
  supplement: 26,
  withdrawWitness: 23,
};
