import type { InspectionCommand } from "@shuangsui/contracts";
import type { Act, Command } from "@shuangsui/service-kit";
import { calendarOf, dueTime } from "../deadlines.ts";
import { isFirstPublishingAhead, type Inspection, type InspectionDecision } from "../lifecycle.ts";
import { isBreach, outcomeOf } from "../outcome.ts";
import { requireEndOfCheck, requireRecord, requireRecordings } from "../rules.ts";
import { offer, requireSignable, signerOf, type Signers } from "../signatures.ts";

/**
 * Article 26: an officer of the team writes the record, and signs it.
 * @throws Problem `inspection/wrong-state`, `signature/not-yours`, `record/not-signed`, `record/av-gap`, `body/invalid`
 */
export function decideRecord(
  row: Inspection,
  command: Command<InspectionCommand<"record">>,
  { team }: { team: Signers },
): InspectionDecision {
  const { body, act } = command;
  requireSignable(row.state, "record");
  const began = row.check_began_at ?? act.at;
  const ended = new Date(body.endedAt);
  requireEndOfCheck(began, ended, act.at);
  requireRecord(body, row.item_codes);
  requireRecordings(body, began, ended);
  return offer(row, "record", body, signerOf(team, command), act);
}

/** Article 26: the record ends the check with its last signature, and the deadlines run; from then on the public hears by its day. */
export function recordTakesEffect(
  row: Inspection,
  record: InspectionCommand<"record">,
  act: Act,
): InspectionDecision {
  const ended = new Date(record.endedAt);
  const calendar = calendarOf(row);
  const checked = { ...row, check_ended_at: ended };
  const reportDue = dueTime(calendar, "report", checked);
  const findings = record.findings.length;
  const found = record.findings.map(({ id }) => ({ id, paths: [] }));
  const outcome = outcomeOf(record, found, { upheld: false, takenBack: [] });
  return {
    patch: {
      state: findings === 0 ? "handled" : "recorded",
      outcome,
      ...(isBreach(outcome) ? { breaches: row.breaches + 1 } : {}),
      check_ended_at: ended,
      report_due: reportDue,
      result_due: dueTime(calendar, "result", { ...checked, report_due: reportDue }),
    },
    events: [
      {
        type: "recorded",
        state: "recorded",
        facts: { findings, targetSigned: record.target?.signed ?? false, outcome },
      },
      ...(isBreach(outcome) ? [{ type: "lawfully-refused" as const, state: "recorded" }] : []),
      ...(findings === 0 ? [{ type: "findings-handled" as const, facts: { findings } }] : []),
    ],
    findings: record.findings.map(({ id, itemCode, description }) => ({
      id,
      item_code: itemCode,
      description,
      found_at: act.at,
    })),
    // Where the public knows already that the window ended without it, the page is open.
    owes: isFirstPublishingAhead(row) ? ["openPublication"] : [],
    waives: ["publishMissingRecord"],
  };
}
