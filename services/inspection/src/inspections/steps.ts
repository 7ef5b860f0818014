import {
  Problem,
  type InspectionCommand,
  type InspectionCommandType,
  type PublicationNotice,
} from "@shuangsui/contracts";
import { calendar } from "@shuangsui/workdays";
import type { Transaction } from "kysely";
import type { Tables } from "../tables.ts";
import { dueTimes } from "./deadlines.ts";
import { endOfDay, startOfDay, type Inspection } from "./progress.ts";
import {
  requireEndOfCheck,
  requireObjectionInTime,
  requirePath,
  requireRecordings,
  requireReport,
  requireSignedRecord,
  requireState,
  requireTeam,
  requireWithinWindow,
} from "./rules.ts";
import type { Act, Facts } from "../act.ts";
import { addPaper, change, findingsOf, teamOf } from "./store.ts";

/** What a step works on: the locked inspection, and the act that asks for it with its receipt stamp. */
export type Step<Type extends InspectionCommandType> = {
  work: Transaction<Tables>;
  row: Inspection;
  act: Act;
  body: InspectionCommand<Type>;
};

/** Article 24: all have declared before the recusal window's end. */
export async function confirm({ work, row, act, body }: Step<"confirm">): Promise<void> {
  requireState(row.state, "drawn");
  await addPaper(work, row, "confirm", act, body);
  await change(work, row, { state: "confirmed" }, "confirmed", act, { byItself: false });
}

/** An inspection that does not take place, with its written reason, which is published. */
export async function cancel({ work, row, act, body }: Step<"cancel">): Promise<void> {
  requireState(row.state, "drawn", "confirmed", "notified", "checking");
  await addPaper(work, row, "cancel", act, body);
  await change(work, row, { state: "cancelled" }, "cancelled", act);
}

/** Article 25: the notice with basis, content, period and team was delivered. */
export async function notify({ work, row, act, body }: Step<"notify">): Promise<void> {
  requireState(row.state, "confirmed");
  if (body.checkOn < row.window_from || body.checkOn > row.window_to)
    throw new Problem("campaign/outside-window");
  const team = await teamOf(work, row.id);
  await addPaper(work, row, "notice", act, {
    ...body,
    itemCodes: row.item_codes,
    team: team.map((member) => member.number),
    amended: false,
  });
  await change(
    work,
    row,
    { state: "notified", notified_at: act.at, check_on: body.checkOn },
    "notified",
    act,
    { checkOn: body.checkOn, method: body.method },
  );
}

/** Article 25: the check begins. `invalid` are the numbers of members without a valid certificate now. */
export async function begin(
  { work, row, act, body }: Step<"begin">,
  invalid: ReadonlySet<number>,
): Promise<void> {
  if (row.state === "notified")
    requireWithinWindow(act.at, startOfDay(row.window_from), endOfDay(row.window_to));
  requireTeam(row.state, await teamOf(work, row.id), row.officers_needed, body.shownCertificates, invalid);
  await addPaper(work, row, "begin", act, body);
  await change(work, row, { state: "checking", check_began_at: act.at }, "begun", act);
}

/** Article 26: the record ends the check, and the deadlines begin to run. */
export async function record({ work, row, act, body }: Step<"record">): Promise<void> {
  requireState(row.state, "checking");
  const began = row.check_began_at ?? act.at;
  const ended = new Date(body.endedAt);
  requireEndOfCheck(began, ended, act.at);
  const team = await teamOf(work, row.id);
  requireSignedRecord(team, body, row.item_codes);
  requireRecordings(team, body, began, ended);
  await addPaper(work, row, "record", act, body);
  if (body.findings.length > 0)
    await work
      .insertInto("finding")
      .values(
        body.findings.map((finding) => ({
          id: finding.id,
          inspection_id: row.id,
          authority: row.authority,
          item_code: finding.itemCode,
          description: finding.description,
          found_at: act.at,
        })),
      )
      .execute();
  const due = dueTimes(calendar, { checkEnded: ended, signed: null, fedBack: null });
  const patch = {
    check_ended_at: ended,
    report_due: due.report,
    result_due: due.result,
    calendar_version: due.calendarVersion,
  };
  const recorded = await change(work, row, { ...patch, state: "recorded" }, "recorded", act, {
    findings: body.findings.length,
    targetSigned: body.target.signed,
  });
  if (body.findings.length === 0)
    await change(work, recorded, { state: "handled" }, "findings-handled", act, { findings: 0 });
}

/** Article 27: a finding takes a path, with its document and due date. A path that stands may be settled later. */
export async function path({ work, row, act, body }: Step<"path">): Promise<void> {
  const findings = await findingsOf(work, row.id);
  const found = findings.find((finding) => finding.id === body.findingId);
  requirePath(row.state, found?.paths.map((one) => one.path) ?? [], body);
  if (found === undefined) throw new Problem("body/invalid", "no finding of this inspection has that id");
  const settled = body.settled ? act.at : null;
  await work
    .insertInto("finding_path")
    .values({
      inspection_id: row.id,
      finding_id: body.findingId,
      authority: row.authority,
      path: body.path,
      document: body.document,
      due: body.due,
      settled_at: settled,
      at: act.at,
    })
    .onConflict((conflict) =>
      conflict.columns(["inspection_id", "finding_id", "path"]).doUpdateSet((set) => ({
        settled_at: set.fn.coalesce("finding_path.settled_at", "excluded.settled_at"),
      })),
    )
    .execute();
  await addPaper(work, row, "path", act, body);
  const open = findings.filter(
    (finding) => finding.id !== body.findingId && finding.paths.length === 0,
  ).length;
  const facts: Facts = { findingId: body.findingId, path: body.path, settled: body.settled, open };
  const taken = await change(work, row, {}, "path-taken", act, facts);
  if (row.state === "recorded" && open === 0)
    await change(work, taken, { state: "handled" }, "findings-handled", act, { findings: findings.length });
}

/** Article 29: the report is signed off. */
export async function report({ work, row, act, body }: Step<"report">): Promise<void> {
  const findings = await findingsOf(work, row.id);
  requireReport(
    row.state,
    await teamOf(work, row.id),
    body.signedBy,
    findings.filter((finding) => finding.paths.length === 0).length,
  );
  await addPaper(work, row, "report", act, body);
  const due = dueTimes(calendar, { checkEnded: row.check_ended_at ?? act.at, signed: act.at, fedBack: null });
  await change(
    work,
    row,
    {
      state: "signed",
      signed_at: act.at,
      feedback_due: due.feedback,
      result_due: due.result,
      calendar_version: due.calendarVersion,
    },
    "signed",
    act,
    { late: row.report_missed_at !== null },
  );
}

/** Article 30: the target has its result; the objection window opens, and the result's five working days run. */
export async function feedback({ work, row, act, body }: Step<"feedback">): Promise<void> {
  requireState(row.state, "signed");
  await addPaper(work, row, "feedback", act, body);
  const due = dueTimes(calendar, {
    checkEnded: row.check_ended_at ?? act.at,
    signed: row.signed_at,
    fedBack: act.at,
  });
  await change(
    work,
    row,
    {
      state: "fed-back",
      fed_back_at: act.at,
      objection_due: due.objection,
      result_due: due.result,
      calendar_version: due.calendarVersion,
      content_revision: row.content_revision + 1,
    },
    "fed-back",
    act,
    { late: row.feedback_missed_at !== null },
  );
}

/** Article 30: the inspected objects, within the window. */
export async function object({ work, row, act, body }: Step<"object">): Promise<void> {
  requireObjectionInTime(row.state, act.at, row.objection_due, row.objected_at !== null);
  await addPaper(work, row, "objection", act, body);
  await change(
    work,
    row,
    { objected_at: act.at, content_revision: row.content_revision + 1 },
    "objected",
    act,
  );
}

/** Article 30: the objection is answered; the answer is published beside the result. */
export async function answer({ work, row, act, body }: Step<"answer">): Promise<void> {
  requireState(row.state, "fed-back", "published", "credited", "closed");
  if (row.objected_at === null || row.answered_at !== null)
    throw new Problem("inspection/wrong-state", "no objection waits for an answer");
  await addPaper(work, row, "answer", act, body);
  await change(
    work,
    row,
    { answered_at: act.at, content_revision: row.content_revision + 1 },
    "answered",
    act,
    { upheld: body.upheld },
  );
}

/** The official publishes before the deadline. */
export async function publish({ work, row, act }: Step<"publish">): Promise<void> {
  requireState(row.state, "fed-back");
  await change(work, row, { publish_asked: true }, "publishing-asked", act);
}

/** Disclosure tells that something was published: the result, or the fact where nothing was ready. */
export async function published(
  work: Transaction<Tables>,
  row: Inspection,
  act: Act,
  notice: PublicationNotice,
): Promise<void> {
  const at = new Date(notice.publishedAt);
  const facts: Facts = { version: notice.version, by: notice.by };
  if (notice.breach) {
    await change(
      work,
      row,
      { fact_published_at: at, breaches: row.breaches + 1 },
      "fact-published",
      act,
      facts,
    );
  } else if (row.state === "fed-back") {
    await change(
      work,
      row,
      { state: "published", published_at: at, publish_asked: false },
      "published",
      act,
      facts,
    );
  } else {
    await change(work, row, {}, "version-published", act, facts);
  }
}
