import type { InspectionCommand } from "@shuangsui/contracts";
import type { Command } from "@shuangsui/service-kit";
import { calendarOf, dueTime } from "../deadlines.ts";
import {
  isFirstPublishingAhead,
  type Inspection,
  type InspectionDecision,
  type Member,
} from "../lifecycle.ts";
import { isBreach, outcomeOf } from "../outcome.ts";
import { requireEndOfCheck, requireRecordings, requireSignedRecord, requireState } from "../rules.ts";

/**
 * Article 26: the record ends the check, and the deadlines begin to run; from then on the public hears by its day.
 * @throws Problem `inspection/wrong-state`, `record/not-signed`, `record/av-gap`, `body/invalid`
 */
export function decideRecord(
  row: Inspection,
  { body, act }: Command<InspectionCommand<"record">>,
  { team }: { team: readonly Pick<Member, "number" | "kind">[] },
): InspectionDecision {
  requireState(row.state, "checking");
  const began = row.check_began_at ?? act.at;
  const ended = new Date(body.endedAt);
  requireEndOfCheck(began, ended, act.at);
  requireSignedRecord(team, body, row.item_codes);
  requireRecordings(team, body, began, ended);
  const calendar = calendarOf(row);
  const checked = { ...row, check_ended_at: ended };
  const reportDue = dueTime(calendar, "report", checked);
  const findings = body.findings.length;
  const found = body.findings.map(({ id }) => ({ id, paths: [] }));
  const outcome = outcomeOf(body, found, { upheld: false, takenBack: [] });
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
        facts: { findings, targetSigned: body.target?.signed ?? false, outcome },
      },
      ...(isBreach(outcome) ? [{ type: "lawfully-refused" as const, state: "recorded" }] : []),
      ...(findings === 0 ? [{ type: "findings-handled" as const, facts: { findings } }] : []),
    ],
    documents: [{ kind: "record", content: body }],
    findings: body.findings.map(({ id, itemCode, description }) => ({
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
