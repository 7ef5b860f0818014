import { Problem, type InspectionCommand } from "@shuangsui/contracts";
import type { Command } from "@shuangsui/service-kit";
import type { Inspection, InspectionDecision } from "../lifecycle.ts";
import { outcomeOf, type JudgedFinding } from "../outcome.ts";
import { requirePath } from "../rules.ts";
import { creditMoves, type Check } from "./check.ts";

/**
 * Article 27: a finding takes a path, with its document and due date. A path that stands may be settled later; where that
 * changes what became of the check, the target and the public hear of it (article 30).
 * @throws Problem `inspection/wrong-state`, `body/invalid`
 */
export function decidePath(
  row: Inspection,
  { body, act }: Command<InspectionCommand<"path">>,
  { record, findings }: Check,
): InspectionDecision {
  const { findingId, path, settled } = body;
  const found = findings.find((finding) => finding.id === findingId);
  requirePath(row.state, found?.paths.map((one) => one.path) ?? [], body);
  if (found === undefined) throw new Problem("body/invalid", "no finding of this inspection has that id");
  const after = findings.map((one) => (one === found ? withPath(one, body, act.at) : one));
  const open = after.filter((finding) => finding.paths.length === 0).length;
  const handled = row.state === "recorded" && open === 0;
  const outcome = outcomeOf(record, after, { upheld: row.upheld, takenBack: row.taken_back });
  const isNews = row.fed_back_at !== null && outcome !== row.outcome;
  return {
    patch: { outcome, ...(handled ? { state: "handled" } : {}) },
    events: [
      { type: "path-taken", state: row.state, facts: { findingId, path, settled, open } },
      ...(handled
        ? [{ type: "findings-handled" as const, facts: { findings: findings.length, outcome } }]
        : []),
    ],
    documents: [{ kind: "path", content: body }],
    path: {
      finding_id: findingId,
      path,
      document: body.document,
      due: body.due,
      settled_at: settled ? act.at : null,
      at: act.at,
    },
    owes: [...(isNews ? ["giveContent" as const] : []), ...creditMoves(row, outcome)],
  };
}

/** The finding with a path that it takes; one that stands is settled, once. */
function withPath(
  finding: JudgedFinding,
  { path, settled }: InspectionCommand<"path">,
  at: Date,
): JudgedFinding {
  const settledAt = settled ? at : null;
  const standing = finding.paths.find((one) => one.path === path);
  const others = finding.paths.filter((one) => one !== standing);
  return { ...finding, paths: [...others, { path, settled_at: standing?.settled_at ?? settledAt }] };
}
