import type { Clock } from "@shuangsui/clock";
import { Problem } from "@shuangsui/contracts";
import type { Database } from "@shuangsui/service-kit";
import type { PlanEffect, PlanInput, PlanView } from "@shuangsui/workflows/plan/contract";
import type { Transaction } from "kysely";
import type { DisclosureClient } from "../disclosure-client.ts";
import { idOf } from "../inspections/names.ts";
import type { Tables } from "../tables.ts";
import {
  addEvent,
  findPlan,
  lockPlan,
  revisionOf,
  touch,
  updateRevision,
  type Plan,
  type PlanRevision,
} from "./store.ts";

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

/** Does one thing at disclosure, writes down that it is done, and gives how the plan stands then. */
export async function performForPlan(
  outside: PlanOutside,
  input: PlanInput,
  effect: PlanEffect,
): Promise<PlanView> {
  const { database, clock, disclosure } = outside;
  const { plan, revision } = await database.as(input.authority, async (work) => {
    const row = await findPlan(work, input.id);
    if (row === undefined) throw new Problem("not-found");
    return { plan: row, revision: await revisionOf(work, row.id, row.revision) };
  });
  const refusal = await acts[effect](disclosure, plan, revision).then(() => null, refusalOf);
  const now = await clock.now();
  return database.as(input.authority, async (work) => {
    const locked = await lockPlan(work, input.id);
    await updateRevision(
      work,
      plan.id,
      revision.revision,
      effect === "open" ? { disclosed_at: now } : { publish_sent_at: now },
    );
    if (refusal !== null)
      await addEvent(
        work,
        locked,
        "outside-refused",
        { at: now, actor: "system", requestId: null },
        { effect, code: refusal },
      );
    return viewOf(work, await touch(work, plan.id));
  });
}

const acts: Record<
  PlanEffect,
  (disclosure: DisclosureClient, plan: Plan, revision: PlanRevision) => Promise<void>
> = {
  async open(disclosure, plan, revision) {
    const { publication_id: publicationId, content } = revision;
    if (publicationId === null || content === null || plan.due_at === null) throw new Problem("internal");
    await disclosure.open(publicationId, {
      kind: revision.revision === 1 ? "plan" : "plan-adjustment",
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
    if (revision.publication_id === null) throw new Problem("internal");
    await disclosure.command(
      revision.publication_id,
      "publish",
      idOf(revision.publication_id, "publish"),
      plan.authority,
      {},
    );
  },
};

/** The other side refused for good: that goes on record. Outages are tried again. */
function refusalOf(error: unknown): string {
  if (!(error instanceof Problem) || error.code === "internal" || error.code === "unavailable") throw error;
  return error.code;
}
