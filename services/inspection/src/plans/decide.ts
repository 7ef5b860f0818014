import type { Clock } from "@shuangsui/clock";
import {
  planCommands,
  Problem,
  publicationNotice,
  type PlanEntry,
  type PlannedEntry,
  type PublicationNotice,
} from "@shuangsui/contracts";
import { decideCommand, type Command, type Database, type Logger } from "@shuangsui/service-kit";
import { calendar, dueAt } from "@shuangsui/workdays";
import type { PlanInput, PlanView } from "@shuangsui/workflows/plan/contract";
import type { Transaction } from "kysely";
import { v7 as uuidv7 } from "uuid";
import { drawsOfYear } from "../campaigns/store.ts";
import type { RegistrySnapshot } from "../draws/registry-snapshot.ts";
import { idOf } from "../inspections/names.ts";
import { capsOf } from "../settings/rules.ts";
import { readSetting } from "../settings/store.ts";
import type { Tables } from "../tables.ts";
import { askRegistry, checkPlan, type RegistryFacts } from "./check.ts";
import { planContent, planVersionOf } from "./content.ts";
import { viewOf } from "./look.ts";
import { noticeCommand } from "../disclosure-client.ts";
import { requirePlanState } from "./rules.ts";
import type { Act } from "../act.ts";
import {
  change,
  everInForce,
  findPlan,
  insertRevision,
  lockPlan,
  lockYear,
  nextRevision,
  otherPlans,
  revisionOf,
  updateRevision,
  type Plan,
} from "./store.ts";

/** Working days within which an adjustment (article 17), and a plan handed in, is public. */
const publishWorkdays = 5;

export type PlanDoors = {
  database: Database<Tables>;
  clock: Clock;
  logger: Logger;
  registry: RegistrySnapshot;
};

/** Gives entries ids where they have none yet. */
export function withIds(entries: readonly PlanEntry[]): PlannedEntry[] {
  return entries.map((entry) => ({ ...entry, id: entry.id ?? uuidv7(), itemVersions: [] }));
}

/** What was asked of the registry before a command is decided: the facts, or the registry's refusal. */
type Asked = { entries: PlannedEntry[]; facts: RegistryFacts } | { refusal: Problem } | null;

/** Decides one command on a plan, once, and gives how the plan stands then. */
export async function decidePlanCommand(
  doors: PlanDoors,
  input: PlanInput,
  commandId: string,
): Promise<PlanView> {
  const { database, clock } = doors;
  const asked = await ask(doors, input, commandId);
  const now = await clock.now();
  return database.as(input.authority, async (work) => {
    const plan = await lockPlan(work, input.id);
    await decideCommand(work, commandId, now, (command) => apply(work, plan, command, asked), doors.logger);
    return viewOf(work, (await findPlan(work, input.id)) ?? plan);
  });
}

/** The registry is asked outside the transaction: it may take as long as it is large. */
async function ask({ database, registry }: PlanDoors, input: PlanInput, commandId: string): Promise<Asked> {
  const found = await database.as(input.authority, async (work) => {
    const command = await work
      .selectFrom("command")
      .select(["type", "payload"])
      .where("id", "=", commandId)
      .where("outcome", "is", null)
      .executeTakeFirst();
    const plan = await findPlan(work, input.id);
    if (command === undefined || plan === undefined) return null;
    if (command.type === "adjust") {
      const body = planCommands.adjust.safeParse(command.payload);
      return body.success ? { entries: withIds(body.data.entries) } : null;
    }
    if (command.type !== "publish" || plan.state !== "draft") return null;
    return { entries: (await revisionOf(work, plan.id, plan.revision)).entries };
  });
  if (found === null) return null;
  try {
    return {
      entries: found.entries,
      facts: await askRegistry(registry, input.authority, found.entries),
    };
  } catch (error) {
    if (error instanceof Problem && error.code !== "unavailable" && error.code !== "internal")
      return { refusal: error };
    throw error;
  }
}

async function apply(work: Transaction<Tables>, plan: Plan, command: Command, asked: Asked): Promise<void> {
  const act: Act = { at: command.received_at, actor: command.actor, requestId: command.request_id };
  switch (command.type) {
    case noticeCommand:
      return published(work, plan, act, publicationNotice.parse(command.payload));
    case "publish":
      if (plan.state === "draft") return handIn(work, plan, act, asked);
      return askForPublishing(work, plan, act);
    case "adjust":
      return adjust(work, plan, act, planCommands.adjust.parse(command.payload), asked);
    default:
      throw new Problem("plan/wrong-state", `no command ${command.type}`);
  }
}

/** Articles 9, 16: the draft is complete and within the caps, and is published at once. */
async function handIn(work: Transaction<Tables>, plan: Plan, act: Act, asked: Asked): Promise<void> {
  const revision = await revisionOf(work, plan.id, plan.revision);
  const due = dueAt(calendar, act.at, publishWorkdays);
  const fixed = await fix(
    work,
    plan,
    { title: plan.title, revision: plan.revision, reason: null, entries: revision.entries },
    asked,
  );
  await updateRevision(work, plan.id, plan.revision, { ...fixed, publish_asked: true });
  await change(
    work,
    plan,
    { state: "publishing", due_at: due.due, calendar_version: due.calendarVersion },
    "handed-in",
    act,
    { revision: plan.revision },
  );
}

/** What is handed in is published before its deadline: an adjustment, or what disclosure refused to publish at once. */
async function askForPublishing(work: Transaction<Tables>, plan: Plan, act: Act): Promise<void> {
  requirePlanState(plan.state, "publishing", "adjusting");
  const { publish_asked: asked } = await revisionOf(work, plan.id, plan.revision);
  if (asked) throw new Problem("plan/wrong-state", "it is being published");
  await updateRevision(work, plan.id, plan.revision, { publish_asked: true });
  await change(work, plan, {}, "publishing-asked", act);
}

/** Article 17: the plan says something else from now on, which is public within 5 working days. */
async function adjust(
  work: Transaction<Tables>,
  plan: Plan,
  act: Act,
  body: { title: string; reason: string },
  asked: Asked,
): Promise<void> {
  requirePlanState(plan.state, "published");
  const revision = await nextRevision(work, plan.id);
  const entries = asked !== null && "entries" in asked ? asked.entries : [];
  const fixed = await fix(work, plan, { title: body.title, revision, reason: body.reason, entries }, asked);
  const due = dueAt(calendar, act.at, publishWorkdays);
  const made = {
    plan_id: plan.id,
    authority: plan.authority,
    revision,
    title: body.title,
    reason: body.reason,
    at: act.at,
    actor: act.actor,
  };
  await insertRevision(work, made, entries);
  await updateRevision(work, plan.id, revision, fixed);
  await change(
    work,
    plan,
    {
      state: "adjusting",
      revision,
      title: body.title,
      due_at: due.due,
      calendar_version: due.calendarVersion,
    },
    "adjusted",
    act,
    {
      revision,
      due: due.due.toISOString(),
    },
  );
}

type Written = { title: string; revision: number; reason: string | null; entries: readonly PlannedEntry[] };

/** Checks what is written and fixes what will be published: entries with pinned items, content, its hash, its publication. */
async function fix(work: Transaction<Tables>, plan: Plan, written: Written, asked: Asked) {
  if (asked === null) throw new Problem("plan/wrong-state");
  if ("refusal" in asked) throw asked.refusal;
  await lockYear(work, plan);
  const others = await otherPlans(work, plan);
  const caps = capsOf(plan.authority, await readSetting(work, plan.authority, "caps"));
  const entries = checkPlan({
    id: plan.id,
    year: plan.year,
    entries: written.entries,
    inForce: await everInForce(work, plan.id),
    others,
    draws: await drawsOfYear(work, plan),
    facts: asked.facts,
    caps,
  });
  const content = planContent(
    { ...written, authority: plan.authority, id: plan.id, year: plan.year },
    entries,
    asked.facts.items,
  );
  return {
    entries: JSON.stringify(entries),
    content: JSON.stringify(content),
    content_hash: planVersionOf(content),
    publication_id: idOf("publication", plan.id, written.revision),
  };
}

/** Disclosure tells that the plan, or its adjustment, is public. */
async function published(
  work: Transaction<Tables>,
  plan: Plan,
  act: Act,
  notice: PublicationNotice,
): Promise<void> {
  const facts = { version: notice.version, by: notice.by };
  if (plan.state !== "publishing" && plan.state !== "adjusting") {
    await change(work, plan, {}, "version-published", act, facts);
    return;
  }
  const { content_hash: planVersion } = await revisionOf(work, plan.id, plan.revision);
  await updateRevision(work, plan.id, plan.revision, { published_at: new Date(notice.publishedAt) });
  await change(
    work,
    plan,
    { state: "published", published_revision: plan.revision, plan_version: planVersion, due_at: null },
    "published",
    act,
    {
      ...facts,
      revision: plan.revision,
    },
  );
}
