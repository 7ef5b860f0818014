import {
  inspectionCommands,
  Problem,
  publicationNotice,
  publicTexts,
  type InspectionCommandType,
  type MatterInput,
} from "@shuangsui/contracts";
import { applyLines, openState, type Decision as DrawDecision } from "@shuangsui/lottery";
import { openTargets } from "@shuangsui/lottery/lanes";
import {
  commandRules,
  ServiceUnavailable,
  type CommandRule,
  type Prepares,
  type ScopedDatabase,
} from "@shuangsui/service-kit";
import { publishedNotice } from "@shuangsui/workflows/inspection/contract";
import type { Sealer } from "@shuangsui/sealing";
import { approvalsOf } from "../../approvals/store.ts";
import { loadDraw, rosterOf, targetCodesOf } from "../../draws/store.ts";
import { needsOf } from "../../items/rules.ts";
import { withPublicTexts } from "../../public-texts.ts";
import type { Work } from "../../tables.ts";
import type { InspectionReceivers } from "../deliveries.ts";
import type { Inspection, InspectionDecision, Member } from "../lifecycle.ts";
import { candidatesFor, castLot, type Lot } from "../lots.ts";
import { hasBegun, isEnd } from "../rules.ts";
import { findingsOf, findInspection, lockInspectionsOf, recordedOf, settledIn, teamOf } from "../store.ts";
import { visitsBefore } from "../visits.ts";
import { decideAnswer } from "./answer.ts";
import { decideBegin, type BeginKnown } from "./begin.ts";
import { decideCancel } from "./cancel.ts";
import type { Check } from "./check.ts";
import { decideConfirm } from "./confirm.ts";
import { alternateOf, concernedBy, type DrawChange, type OpenDraw } from "./draw-change.ts";
import { decideFeedback } from "./feedback.ts";
import { decideGone, goneByLot } from "./gone.ts";
import { decideNotify } from "./notify.ts";
import { decideObject } from "./object.ts";
import { decidePath } from "./path.ts";
import { decidePublish } from "./publish.ts";
import { decidePublished } from "./published.ts";
import { decideRecusal, recusalByLot } from "./decide-recusal.ts";
import { decideReceive } from "./receive.ts";
import { decideRecord } from "./record.ts";
import { decideRecuse } from "./recuse.ts";
import { decideRepair } from "./repair.ts";
import { decideReplace, replacementByLot } from "./replace.ts";
import { decideReport } from "./report.ts";
import { decideSign } from "./sign.ts";
import { decideSupplement } from "./supplement.ts";

const rule = commandRules<Work, Inspection, InspectionDecision>();

const itsTeam = async (work: Work, { id }: Inspection) => ({ team: await teamOf(work, id) });
const itsFindings = async (work: Work, { id }: Inspection) => ({ findings: await findingsOf(work, id) });
/** What was recorded of its check; where none was, the state refuses the command before that is asked for. */
const itsCheck = async (work: Work, row: Inspection): Promise<Check> => ({
  record: (await recordedOf(work, row.id)) ?? { conduct: { kind: "carried-out" }, entries: [] },
  ...(await itsFindings(work, row)),
});

/** What may be asked of an inspection. The worker decides what needs the registry's word on certificates, or a draw's keys. */
export const inspectionRules = {
  recuse: rule({ body: inspectionCommands.recuse, knows: itsTeam, decide: decideRecuse }),
  "decide-recusal": rule({
    body: inspectionCommands["decide-recusal"],
    decidedBy: "worker",
    askedBy: "either",
    knows: async (work, row, { body }, prepared) => {
      const recusal = row.recusals.find(({ id }) => id === body.recusalId);
      if (recusal === undefined || recusal.decidedAt !== null || !body.granted) return null;
      const { team } = await itsTeam(work, row);
      // Whoever has left the team meanwhile needs no lot to leave it.
      if (hasLeft(row, team, recusal.number)) return null;
      return row.draw_id === null
        ? { team, lot: lotOf(prepared) }
        : drawChange(work, row, prepared, (draw) => recusalByLot(row, recusal.number, team, draw));
    },
    decide: decideRecusal,
  }),
  replace: rule({
    body: inspectionCommands.replace,
    decidedBy: "worker",
    knows: async (work, row, { body }, prepared) => {
      const { team } = await itsTeam(work, row);
      return row.draw_id === null
        ? { team, lot: lotOf(prepared) }
        : drawChange(work, row, prepared, (draw) => replacementByLot(row, body, team, draw));
    },
    decide: decideReplace,
  }),
  gone: rule({
    body: inspectionCommands.gone,
    decidedBy: "worker",
    ...withPublicTexts(publicTexts.gone, {
      knows: async (work, row: Inspection, _command, prepared) =>
        row.draw_id === null ? null : drawChange(work, row, prepared, (draw) => goneByLot(row, draw)),
      decide: decideGone,
    }),
  }),
  cancel: rule({
    body: inspectionCommands.cancel,
    ...withPublicTexts(publicTexts.cancel, { decide: decideCancel }),
  }),
  confirm: rule({ body: inspectionCommands.confirm, decide: decideConfirm }),
  notify: rule({ body: inspectionCommands.notify, knows: itsTeam, decide: decideNotify }),
  begin: rule({
    body: inspectionCommands.begin,
    decidedBy: "worker",
    knows: async (work, row, { act }, certificates) => ({
      ...(await teamAndCertificates(work, row, certificates)),
      approvals: (await approvalsOf(work, [row.id, ...(row.campaign_id === null ? [] : [row.campaign_id])]))
        .length,
      visits: await visitsBefore(work, row, act.at),
    }),
    decide: decideBegin,
  }),
  record: rule({
    body: inspectionCommands.record,
    ...withPublicTexts(publicTexts.record, { knows: itsTeam, decide: decideRecord }),
  }),
  supplement: rule({ body: inspectionCommands.supplement, knows: itsTeam, decide: decideSupplement }),
  path: rule({
    body: inspectionCommands.path,
    ...withPublicTexts(publicTexts.path, { knows: itsCheck, decide: decidePath }),
  }),
  report: rule({
    body: inspectionCommands.report,
    ...withPublicTexts(publicTexts.report, {
      knows: async (work, row: Inspection) => ({
        ...(await itsTeam(work, row)),
        ...(await itsFindings(work, row)),
      }),
      decide: decideReport,
    }),
  }),
  sign: rule({
    body: inspectionCommands.sign,
    knows: async (work, row, { body }) => ({
      ...(await itsTeam(work, row)),
      record: body.paper === "record" ? await recordedOf(work, row.id) : undefined,
    }),
    decide: decideSign,
  }),
  feedback: rule({ body: inspectionCommands.feedback, decide: decideFeedback }),
  receive: rule({ body: inspectionCommands.receive, decide: decideReceive }),
  object: rule({
    body: inspectionCommands.object,
    ...withPublicTexts(publicTexts.object, { decide: decideObject }),
  }),
  answer: rule({
    body: inspectionCommands.answer,
    ...withPublicTexts(publicTexts.answer, { knows: itsCheck, decide: decideAnswer }),
  }),
  publish: rule({ body: inspectionCommands.publish, decide: decidePublish }),
  repair: rule({ body: inspectionCommands.repair, decide: decideRepair }),
  [publishedNotice]: rule({ body: publicationNotice, decide: decidePublished }),
} satisfies Record<
  InspectionCommandType | typeof publishedNotice,
  CommandRule<Work, Inspection, InspectionDecision>
>;

/** Whether a member left the team before its check began. */
const hasLeft = ({ state }: Inspection, team: readonly Member[], number: number) =>
  !isEnd(state) && !hasBegun(state) && team.every((member) => member.number !== number);

/** Of which members of a team the registry was asked, and whose certificate is not valid now. */
type Certificates = { asked: ReadonlySet<string>; invalid: ReadonlySet<string> };

const noNeeds = { officers: 2, types: [], specialties: [] } as const;

/** What decides who takes a place in a team: what opens a draw's keys, or without a draw a lot. */
type Casting = { sealer: Sealer } | { lot: Lot };

/** The lot that was cast. @throws Problem `internal` where none was */
function lotOf(prepared: unknown): Lot {
  const casting = prepared as Casting;
  if (!("lot" in casting)) throw new Problem("internal");
  return casting.lot;
}

/** What the worker asks the registry before it decides, or hands on: what opens a draw's keys. */
export function inspectionPrepares({
  database,
  registry,
  sealer,
}: Pick<InspectionReceivers, "registry" | "sealer"> & { database: ScopedDatabase<Work> }): Prepares {
  const lend = async ({ id, authority }: MatterInput): Promise<Casting> => {
    const row = await database.as(authority, (work) => findInspection(work, id));
    if (row === undefined || row.draw_id !== null) return { sealer };
    // Where no team changes any more no lot is needed to refuse it.
    if (hasBegun(row.state) || isEnd(row.state)) return { lot: castLot([], noNeeds) };
    const items = await registry.items(authority, row.item_codes);
    const needs = needsOf(
      { inspectors: { officers: row.officers_needed, types: [], specialties: [] } },
      items,
    );
    const { target_code: code, window_from: from, window_to: until } = row;
    return { lot: castLot((await candidatesFor(registry, authority, code, { from, until })).free, needs) };
  };
  return {
    "decide-recusal": lend,
    replace: lend,
    gone: lend,
    async begin({ id, authority }: MatterInput): Promise<Certificates> {
      const officers = await database.as(authority, async (work) => {
        const row = await findInspection(work, id);
        // A check that cannot begin anyhow needs no registry to be refused.
        return row?.state === "notified" ? officersIn(await teamOf(work, id)) : [];
      });
      const asked = officers.map((officer) => officer.inspector_id);
      const invalid = asked.length === 0 ? [] : await registry.invalidCertificates(authority, asked);
      return { asked: new Set(asked), invalid: new Set(invalid) };
    },
  };
}

const officersIn = (team: readonly Member[]) => team.filter((member) => member.kind === "officer");

/** @throws ServiceUnavailable where the team has changed since the registry was asked */
async function teamAndCertificates(
  work: Work,
  row: Inspection,
  prepared: unknown,
): Promise<Pick<BeginKnown, "team" | "invalid">> {
  const { asked, invalid } = prepared as Certificates;
  const { team } = await itsTeam(work, row);
  const officers = officersIn(team);
  if (row.state === "notified" && officers.some((officer) => !asked.has(officer.inspector_id)))
    throw new ServiceUnavailable("the registry was not asked about this team");
  return {
    team,
    invalid: new Set(
      officers.filter((officer) => invalid.has(officer.inspector_id)).map((officer) => officer.number),
    ),
  };
}

/**
 * Casts lots in the draw, which is locked, and reads and locks what that concerns.
 * @throws Problem as `cast` refuses
 */
async function drawChange(
  work: Work,
  row: Inspection,
  prepared: unknown,
  cast: (draw: OpenDraw) => DrawDecision,
): Promise<DrawChange> {
  const { draw_id: drawId } = row;
  const casting = prepared as Casting;
  if (drawId === null || !("sealer" in casting)) throw new Problem("internal");
  const loaded = await loadDraw(work, casting.sealer, drawId);
  const state = applyLines(
    await openState({ ...loaded, targets: openTargets(loaded.targets) }),
    loaded.lines,
  );
  const omitted = { begun: await settledIn(work, drawId), out: new Map<never, never>() };
  const decision = cast({ id: drawId, state, omitted });
  const alternate = alternateOf(decision);
  const others = concernedBy(decision).filter((opaqueId) => opaqueId !== row.opaque_id);
  return {
    drawId,
    decision,
    others: await lockInspectionsOf(work, drawId, others),
    roster: await rosterOf(work, drawId),
    targetCodes: await targetCodesOf(work, drawId, alternate === null ? [] : [alternate]),
  };
}
