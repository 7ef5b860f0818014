import { supervisionCommands, type SupervisionCommandType } from "@shuangsui/contracts";
import { commandRules, type CommandRule } from "@shuangsui/service-kit";
import type { Work } from "../../tables.ts";
import type { Supervision, SupervisionDecision } from "../lifecycle.ts";
import { decideAnswer } from "./answer.ts";
import { decideClose } from "./close.ts";
import { decideReceive } from "./receive.ts";
import { decideReturn } from "./return.ts";
import { decideWithdraw } from "./withdraw.ts";

const rule = commandRules<Work, Supervision, SupervisionDecision>();

/** What may be asked of a supervision order: by who must answer, or by the superior. */
export const supervisionRules = {
  receive: rule({ body: supervisionCommands.receive, decide: decideReceive }),
  answer: rule({ body: supervisionCommands.answer, decide: decideAnswer }),
  close: rule({ body: supervisionCommands.close, askedBy: "superior", decide: decideClose }),
  return: rule({ body: supervisionCommands.return, askedBy: "superior", decide: decideReturn }),
  withdraw: rule({ body: supervisionCommands.withdraw, askedBy: "superior", decide: decideWithdraw }),
} satisfies Record<SupervisionCommandType, CommandRule<Work, Supervision, SupervisionDecision>>;
