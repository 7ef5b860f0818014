import type { Clock } from "@shuangsui/clock";
import { Problem } from "@shuangsui/contracts";
import type { Database } from "@shuangsui/service-kit";
import type { PlanEffect, PlanInput, PlanView } from "@shuangsui/workflows/plan/contract";
import type { Transaction, Updateable } from "kysely";
import type { DisclosureClient } from "../disclosure-client.ts";
import { idOf } from "../inspections/names.ts";
import type { Tables } from "../tables.ts";
import type { Act } from "../act.ts";
import {
  change,
  findPlan,
  insertRevision,
  lockPlan,
  nextRevision,
  revisionOf,
  touch,
  updateRevision,
  type Plan,
  type PlanRevision,
} from "./store.ts";
import type { PlanTable } from "./tables.ts";

/** How a plan stands, as its workflow is told. */
export async function viewOf(work: Transaction<Tables>, plan: Plan): Promise<PlanView> {
  const effect = effectOf(plan, await revisionOf(work, plan.id, plan.revision));
  return {
    revision: plan.view,
    state: plan.state,
    waitingFor: waitingFor(plan),
    dueAt: plan.due_at?.toISOString() ?? null,
    waitMs: null,
    effect,
    over: false,
  };
}

function waitingFor(plan: Plan): string {
  switch (plan.state) {
    case "draft":
      return "publish";
    case "publishing":
    case "adjusting":
      return "publication";
    case "published":
      return "nothing";
    default:
      return plan.state satisfies never;
  }
}

function effectOf(plan: Plan, revision: PlanRevision): PlanEffect | null {
  if (plan.state !== "publishing" && plan.state !== "adjusting") return null;
  if (revision.disclosed_at === null) return "open";
  return revision.publish_asked && revision.publish_sent_at === null ? "publish" : null;
}

/** How a plan stands now. Its deadline is kept by its publication, which publishes by itself. */
export async function lookAtPlan(database: Database<Tables>, input: PlanInput): Promise<PlanView> {
  return database.as(input.authority, async (work) => {
    const plan = await findPlan(work, input.id);
    if (plan === undefined) throw new Problem("not-found");
    return viewOf(work, plan);
  });
}

export type PlanOutside = { database: Database<Tables>; clock: Clock; disclosure: DisclosureClient };

/**
 * Does one thing at disclosure, writes down how that ended, and gives how the plan stands then. What is no longer asked
 * for is neither done nor written down.
 */
export async function performForPlan(
  outside: PlanOutside,
  input: PlanInput,
  effect: PlanEffect,
): Promise<PlanView> {
  const { database, clock, disclosure } = outside;
  const asked = await database.as(input.authority, async (work) => {
    const plan = await findPlan(work, input.id);
    if (plan === undefined) throw new Problem("not-found");
    return {
      plan,
      revision: await revisionOf(work, plan.id, plan.revision),
      view: await viewOf(work, plan),
    };
  });
  if (asked.view.effect !== effect) return asked.view;
  const refusal = await acts[effect](disclosure, asked.plan, asked.revision).then(() => null, refusalOf);
  if (refusal !== null && isHandedBack(effect, refusal)) await drop(disclosure, asked.revision);
  const now = await clock.now();
  return database.as(input.authority, async (work) => {
    const plan = await lockPlan(work, input.id);
    const view = await viewOf(work, plan);
    if (view.effect !== effect || plan.revision !== asked.plan.revision) return view;
    if (refusal !== null) return viewOf(work, await refused(work, plan, effect, refusal, now));
    const done = effect === "open" ? { disclosed_at: now } : { publish_sent_at: now };
    await updateRevision(work, plan.id, plan.revision, done);
    return viewOf(work, await touch(work, plan.id));
  });
}

/**
 * Disclosure refused for good, which goes on record. What it did not take is handed back, to be handed in again. What it
 * has is published by the deadline though it was not at once, and can be asked for once more.
 */
async function refused(
  work: Transaction<Tables>,
  plan: Plan,
  effect: PlanEffect,
  code: string,
  at: Date,
): Promise<Plan> {
  const act: Act = { at, actor: "system", requestId: null };
  const facts = { effect, code, revision: plan.revision };
  const patch = isHandedBack(effect, code) ? await handedBack(work, plan) : {};
  await updateRevision(work, plan.id, plan.revision, { publish_asked: false });
  return change(work, plan, patch, "outside-refused", act, facts);
}

function isHandedBack(effect: PlanEffect, code: string): boolean {
  return effect === "open" || code === "not-found";
}

/**
 * Closes at disclosure what may have been opened for a revision that is handed back: nothing comes there any more, and
 * its deadline would count that as a breach. Disclosure may not know it, or know more of it than can be dropped.
 */
async function drop(disclosure: DisclosureClient, revision: PlanRevision): Promise<void> {
  const { publication_id: publicationId, authority } = revision;
  if (publicationId === null) return;
  await disclosure
    .command(publicationId, "drop", idOf(publicationId, "drop"), authority, {})
    .catch(refusalOf);
}

/**
 * A plan where it was before it was handed in: published as the revision in force has it, or a draft. The draft is a new
 * revision, for disclosure may know the refused one and would take no other contents for it.
 */
async function handedBack(work: Transaction<Tables>, plan: Plan): Promise<Updateable<PlanTable>> {
  const due = { due_at: null, calendar_version: null };
  if (plan.published_revision !== null) {
    const { revision, title } = await revisionOf(work, plan.id, plan.published_revision);
    return { ...due, state: "published", revision, title };
  }
  const { title, entries, at, actor } = await revisionOf(work, plan.id, plan.revision);
  const revision = await nextRevision(work, plan.id);
  await insertRevision(
    work,
    { plan_id: plan.id, authority: plan.authority, revision, title, at, actor },
    entries,
  );
  return { ...due, state: "draft", revision };
}

const acts: Record<
  PlanEffect,
  (disclosure: DisclosureClient, plan: Plan, revision: PlanRevision) => Promise<void>
> = {
  async open(disclosure, plan, revision) {
    const { publication_id: publicationId, content } = revision;
    if (publicationId === null || content === null || plan.due_at === null) throw new Problem("internal");
    await disclosure.open(publicationId, {
      kind: plan.published_revision === null ? "plan" : "plan-adjustment",
      authority: plan.authority,
      subjectId: plan.id,
      title: content.summary,
      dueAt: plan.due_at.toISOString(),
      calendarVersion: plan.calendar_version ?? "",
      fact: null,
    });
    await disclosure.command(publicationId, "content", idOf(publicationId, "content"), plan.authority, {
      content,
      reason: revision.reason ?? "年度执法检查计划",
    });
  },
  async publish(disclosure, plan, revision) {
    const { publication_id: publicationId } = revision;
    if (publicationId === null) throw new Problem("internal");
    // Asked once more after a refusal, it is another command.
    const key = idOf(publicationId, "publish", plan.view);
    await disclosure.command(publicationId, "publish", key, plan.authority, {});
  },
};

/** The code with which the other side refused for good. Outages are tried again. */
function refusalOf(error: unknown): string {
  if (!(error instanceof Problem) || error.code === "internal" || error.code === "unavailable") throw error;
  return error.code;
}
