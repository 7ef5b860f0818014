import { inspectionCommands, Problem, type InspectedView } from "@shuangsui/contracts";
import type { Opening } from "@shuangsui/lottery";
import { isDueProvisional, newest } from "@shuangsui/workdays";
import { publicationIdOf } from "../ids.ts";
import type { Inspection, Member } from "../inspections/lifecycle.ts";
import { isNotChecked } from "../inspections/rules.ts";
import type { FindingWithPaths } from "../inspections/store.ts";
import type { RegistryClient } from "../neighbours/registry.ts";
import { requireNoticed } from "./codes.ts";

type Cards = Awaited<ReturnType<RegistryClient["inspectorCard"]>>[];
type Items = Awaited<ReturnType<RegistryClient["items"]>>;

/**
 * What the inspected may read of its own inspection (articles 24, 25, 30): its notice with basis, content, period and team with
 * certificates, what came of the recusals that it asked for, and once it was given its result, that, until when it may object, and
 * what was answered. @throws Problem `not-found` before the notice
 */
export function inspectedView(
  row: Inspection,
  {
    team,
    findings,
    answer,
  }: {
    team: readonly Member[];
    findings: readonly FindingWithPaths[];
    /** The paper in which its objection was answered; undefined before it was. */
    answer: { at: string; content: unknown } | undefined;
  },
  { cards, items, opening }: { cards: Cards; items: Items; opening: Opening | null },
): InspectedView {
  // What became of a check that did not happen whoever has its notice reads too.
  if (!isNotChecked(row.state) || row.notified_at === null)
    try {
      requireNoticed(row.state);
    } catch (error) {
      throw error instanceof Problem ? new Problem("not-found") : error;
    }
  const due = row.objection_due;
  return {
    id: row.id,
    authority: row.authority,
    targetCode: row.target_code,
    targetName: row.target_name ?? row.target_code,
    origin: row.origin,
    state: row.state,
    notifiedAt: row.notified_at?.toISOString() ?? null,
    checkOn: row.check_on,
    window: { from: row.window_from, to: row.window_to },
    items: items.map(({ code, name, legalBasis, content, method }) => ({
      code,
      name,
      legalBasis,
      content,
      method,
    })),
    team: team.map(({ number, kind, inspector_id: inspectorId }) => {
      const card = cards.find(({ id }) => id === inspectorId);
      return {
        number,
        kind,
        name: card?.name ?? null,
        unit: card?.unit ?? null,
        certificateNumber: card?.certificateNumber ?? null,
      };
    }),
    recusals: row.recusals
      .filter(({ declaredBy }) => declaredBy === "target")
      .map(({ number, ground, askedAt, due: decideBy, escalatedAt, decidedAt, granted }) => {
        return { number, ground, askedAt, due: decideBy, escalatedAt, decidedAt, granted };
      }),
    draw: row.draw_id === null ? null : { drawId: row.draw_id, opening },
    publicationId: row.published_at === null ? null : publicationIdOf(row.id),
    result:
      row.fed_back_at === null
        ? null
        : {
            outcome: row.outcome,
            findings: findings.map(({ id, item_code: itemCode, description }) => ({
              itemCode,
              description,
              takenBack: row.taken_back.includes(id),
            })),
            objectionDue: due?.toISOString() ?? null,
            provisional: due !== null && isDueProvisional(newest(row.calendars).calendar, due),
            received: row.received_at !== null,
            objected: row.objected_at !== null,
            answer: answer === undefined ? null : answerIn(answer),
          },
  };
}

function answerIn({ at, content }: { at: string; content: unknown }) {
  const { statement, upheld } = inspectionCommands.answer.parse(content);
  return { at, statement, upheld };
}
