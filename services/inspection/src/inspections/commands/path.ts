import { Problem, type InspectionCommand } from "@shuangsui/contracts";
import type { Command } from "@shuangsui/service-kit";
import type { Inspection, InspectionDecision } from "../lifecycle.ts";
import { requirePath } from "../rules.ts";
import type { FindingPathTable } from "../tables.ts";

/** What a decision must know of a finding. */
export type FindingAndPaths = { id: string; paths: readonly Pick<FindingPathTable, "path">[] };

/**
 * Article 27: a finding takes a path, with its document and due date. A path that stands may be settled later.
 * @throws Problem `inspection/wrong-state`, `body/invalid`
 */
export function decidePath(
  row: Inspection,
  { body, act }: Command<InspectionCommand<"path">>,
  { findings }: { findings: readonly FindingAndPaths[] },
): InspectionDecision {
  const { findingId, path, settled } = body;
  const found = findings.find((finding) => finding.id === findingId);
  requirePath(row.state, found?.paths.map((one) => one.path) ?? [], body);
  if (found === undefined) throw new Problem("body/invalid", "no finding of this inspection has that id");
  const open = findings.filter((finding) => finding !== found && finding.paths.length === 0).length;
  const handled = row.state === "recorded" && open === 0;
  return {
    patch: handled ? { state: "handled" } : {},
    events: [
      { type: "path-taken", state: row.state, facts: { findingId, path, settled, open } },
      ...(handled ? [{ type: "findings-handled" as const, facts: { findings: findings.length } }] : []),
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
  };
}
