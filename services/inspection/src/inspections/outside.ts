import type { Clock } from "@shuangsui/clock";
import { Problem } from "@shuangsui/contracts";
import type { Sealer } from "@shuangsui/sealing";
import { inRequest, type Database } from "@shuangsui/service-kit";
import { calendar, dueAt, shanghaiDate } from "@shuangsui/workdays";
import type {
  InspectionEffect,
  InspectionInput,
  InspectionView,
} from "@shuangsui/workflows/inspection/contract";
import type { Transaction } from "kysely";
import type { DisclosureClient } from "../disclosure-client.ts";
import { openingOf } from "../draws/store.ts";
import type { RegistryClient } from "../registry-client.ts";
import type { Tables } from "../tables.ts";
import { isObjectionUpheld, overdueFact, resultContent, withdrawnFact } from "./content.ts";
import { resultWorkdays } from "./deadlines.ts";
import { viewOf } from "./look.ts";
import { idOf, publicationIdOf } from "./names.ts";
import { discloseAs, type Inspection } from "./progress.ts";
import type { Act } from "../act.ts";
import {
  addEvent,
  change,
  findingsOf,
  findInspection,
  lastRequestOf,
  latestPapers,
  lockInspection,
  mark,
} from "./store.ts";

/** The doors to the outside that an inspection uses. */
export type Outside = {
  database: Database<Tables>;
  clock: Clock;
  registry: RegistryClient;
  disclosure: DisclosureClient;
  sealer: Sealer;
  /** Makes another workflow look again, starting it where it is not running. */
  wakeInspection(input: InspectionInput): Promise<void>;
  wakeCampaign(input: InspectionInput): Promise<void>;
};

type Done = (work: Transaction<Tables>, row: Inspection, act: Act) => Promise<void>;

/**
 * Does one thing outside, writes down that it is done, and gives how the inspection stands then. What is no longer asked
 * for, since it was done before or something else came, is neither done nor written down.
 */
export async function performEffect(
  outside: Outside,
  input: InspectionInput,
  effect: InspectionEffect,
): Promise<InspectionView> {
  const { database, clock } = outside;
  const { row, requestId, view } = await database.as(input.authority, async (work) => {
    const found = await findInspection(work, input.id);
    if (found === undefined) throw new Problem("not-found");
    return {
      row: found,
      requestId: await lastRequestOf(work, input.id),
      view: await viewOf(work, found, await clock.now()),
    };
  });
  if (view.effect !== effect) return view;
  const done = await inRequest(requestId, () => acts[effect](outside, row)).catch((error: unknown) =>
    refused(effect, row, error),
  );
  const now = await clock.now();
  return database.as(input.authority, async (work) => {
    const locked = await lockInspection(work, input.id);
    if (locked === undefined) throw new Problem("not-found");
    const standing = await viewOf(work, locked, now);
    if (standing.effect !== effect) return standing;
    await done(work, locked, { at: now, actor: "system", requestId });
    return viewOf(work, (await findInspection(work, input.id)) ?? locked, now);
  });
}

const acts: Record<InspectionEffect, (outside: Outside, row: Inspection) => Promise<Done>> = {
  async identify({ registry }, row) {
    const target = await registry.target(row.authority, row.target_kind, row.target_code);
    return (work, locked) => mark(work, locked.id, { target_name: target.name });
  },

  async "start-alternate"({ wakeInspection, database }, row) {
    const id = row.alternate_id ?? row.id;
    await wakeInspection({ id, authority: row.authority });
    // Its workflow marks itself started when it first looks; this one need not wait for that.
    await database.as(row.authority, (work) => mark(work, id, { started_at: row.updated_at }));
    return async () => {};
  },

  async "tell-campaign"({ wakeCampaign }, row) {
    if (row.campaign_id !== null) await wakeCampaign({ id: row.campaign_id, authority: row.authority });
    return (work, locked, act) => mark(work, locked.id, { campaign_told_at: act.at });
  },

  async "open-publication"(outside, row) {
    const due = row.result_due;
    if (due === null) throw new Problem("internal");
    const fact = overdueFact(row, await openingFor(outside, row));
    const publicationId = publicationIdOf(row.id);
    await outside.disclosure.open(publicationId, {
      kind: "result",
      authority: row.authority,
      subjectId: row.id,
      title: `${row.target_name ?? row.target_code}检查结果`,
      dueAt: due.toISOString(),
      calendarVersion: row.calendar_version,
      fact,
    });
    return (work, locked) =>
      mark(work, locked.id, { publication_id: publicationId, disclosed_as: discloseAs(row) });
  },

  async "move-due"(outside, row) {
    const due = row.result_due;
    if (due === null) throw new Problem("internal");
    const publicationId = publicationIdOf(row.id);
    await outside.disclosure.command(
      publicationId,
      "due",
      idOf(publicationId, "due", discloseAs(row)),
      row.authority,
      {
        dueAt: due.toISOString(),
        calendarVersion: row.calendar_version,
        fact: overdueFact(row, await openingFor(outside, row)),
      },
    );
    return (work, locked) => mark(work, locked.id, { disclosed_as: discloseAs(row) });
  },

  async "give-content"(outside, row) {
    const publicationId = publicationIdOf(row.id);
    const { papers, findings } = await outside.database.as(row.authority, async (work) => ({
      papers: await latestPapers(work, row.id),
      findings: await findingsOf(work, row.id),
    }));
    const content = resultContent(row, papers, findings, await openingFor(outside, row));
    const reason =
      row.answered_at !== null ? "异议答复" : row.objected_at !== null ? "被检查对象提出异议" : "检查结果";
    await outside.disclosure.command(
      publicationId,
      "content",
      idOf(publicationId, "content", row.content_revision),
      row.authority,
      { content, reason },
    );
    return (work, locked) => mark(work, locked.id, { disclosed_revision: row.content_revision });
  },

  async publish({ disclosure }, row) {
    const publicationId = publicationIdOf(row.id);
    await disclosure.command(
      publicationId,
      "publish",
      idOf(publicationId, "publish", row.content_revision),
      row.authority,
      {},
    );
    return (work, locked) => mark(work, locked.id, { publish_asked: false });
  },

  async withdraw(outside, row) {
    const publicationId = publicationIdOf(row.id);
    const papers = await outside.database.as(row.authority, (work) => latestPapers(work, row.id));
    const content = withdrawnFact(row, papers, await openingFor(outside, row));
    if (row.publication_id === null)
      await outside.disclosure.open(publicationId, {
        kind: "result",
        authority: row.authority,
        subjectId: row.id,
        title: `${row.target_name ?? row.target_code}检查情况`,
        dueAt: dueAt(calendar, row.ended_at ?? row.updated_at, resultWorkdays).due.toISOString(),
        calendarVersion: row.calendar_version,
        fact: content,
      });
    await outside.disclosure.command(
      publicationId,
      "withdraw",
      idOf(publicationId, "withdraw"),
      row.authority,
      { content, reason: content.summary },
    );
    return (work, locked, act) =>
      mark(work, locked.id, { publication_id: publicationId, withdrawn_at: act.at });
  },

  async credit({ registry, database }, row) {
    const papers = await database.as(row.authority, (work) => latestPapers(work, row.id));
    // What the authority itself took back is no violation.
    if (isObjectionUpheld(papers))
      return async (work, locked, act) => {
        await change(work, locked, { state: "closed" }, "credit-withheld", act);
      };
    const findings = await database.as(row.authority, (work) => findingsOf(work, row.id));
    const outcome = findings.length === 0 ? "clean" : "violation";
    await registry.credit(row.authority, row.id, {
      targetCode: row.target_code,
      targetKind: row.target_kind,
      outcome,
      on: shanghaiDate(row.check_ended_at ?? row.updated_at),
    });
    return async (work, locked, act) => {
      const credited = await change(
        work,
        locked,
        { state: "credited", credited_at: act.at },
        "credited",
        act,
        { outcome },
      );
      await change(work, credited, { state: "closed" }, "closed", act);
    };
  },
};

async function openingFor({ database, sealer }: Outside, row: Inspection) {
  const { draw_id: drawId } = row;
  return drawId === null
    ? null
    : database.as(row.authority, (work) => openingOf(work, sealer, drawId, row.target_code));
}

/** The other side refused for good: it is on record, and the inspection goes on without it. Outages are tried again. */
function refused(effect: InspectionEffect, row: Inspection, error: unknown): Done {
  if (!(error instanceof Problem) || error.code === "internal" || error.code === "unavailable") throw error;
  const { code } = error;
  const instead: Record<InspectionEffect, Parameters<typeof mark>[2]> = {
    identify: { target_name: row.target_code },
    "start-alternate": {},
    "tell-campaign": {},
    "open-publication": { publication_id: publicationIdOf(row.id) },
    "move-due": { disclosed_as: discloseAs(row) },
    "give-content": { disclosed_revision: row.content_revision },
    publish: { publish_asked: false },
    withdraw: { withdrawn_at: row.updated_at },
    credit: {},
  };
  // Without these an inspection cannot go on: they are tried until they succeed.
  if (effect === "credit" || effect === "start-alternate" || effect === "tell-campaign")
    throw new Error(code);
  return async (work, locked, act) => {
    await mark(work, locked.id, instead[effect]);
    await addEvent(work, locked, "outside-refused", act, { effect, code });
  };
}
