import type { InspectionCommand } from "@shuangsui/contracts";
import type { Act, Command } from "@shuangsui/service-kit";
import type { Inspection, InspectionDecision } from "../lifecycle.ts";
import { isComplete, signedBy, signerOf, signersOf, type Signers } from "../signatures.ts";
import { recordTakesEffect } from "./record.ts";
import { reportTakesEffect } from "./report.ts";

/** The team, and the record that was written, where it is signed. */
export type SignKnown = { team: Signers; record: InspectionCommand<"record"> | undefined };

/**
 * Articles 26, 29: an officer of the team signs a paper that another one wrote, by a call of their own. With the last signature that
 * it needs it takes effect: the record ends the check, the report is signed off.
 * @throws Problem `inspection/wrong-state`, `signature/not-yours`, `signature/given`, `signature/superseded`
 */
export function decideSign(
  row: Inspection,
  command: Command<InspectionCommand<"sign">>,
  { team, record }: SignKnown,
): InspectionDecision {
  const { body, act } = command;
  const number = signerOf(team, command);
  const signatures = signedBy(row, team, body, number, act);
  const { paper, revision } = body;
  const effect = isComplete(signersOf(signatures, body), paper, team)
    ? effectOf(row, body, record, act)
    : { patch: {}, events: [] };
  return {
    ...effect,
    patch: { ...effect.patch, signatures },
    events: [
      { type: "paper-signed", state: row.state, facts: { paper, revision, number } },
      ...effect.events,
    ],
  };
}

/** What follows once all have signed. */
function effectOf(
  row: Inspection,
  { paper }: InspectionCommand<"sign">,
  record: SignKnown["record"],
  act: Act,
): InspectionDecision {
  switch (paper) {
    case "record":
      if (record === undefined) throw new TypeError("a record that is signed was written before");
      return recordTakesEffect(row, record, act);
    case "record-supplement":
      return { patch: {}, events: [{ type: "record-supplemented" }] };
    case "report":
      return reportTakesEffect(row, act);
    default:
      return paper satisfies never;
  }
}
