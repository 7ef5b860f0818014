import type { Clock } from "@shuangsui/clock";
import {
  planCommands,
  Problem,
  publicationNotice,
  type PlanEntry,
  type PlannedEntry,
  type PublicationNotice,
} from "@shuangsui/contracts";
import {
  decideCommand,
  ServiceUnavailable,
  undecidedUpTo,
  type Command,
  type Database,
  type Logger,
} from "@shuangsui/service-kit";
import { calendar, dueAt } from "@shuangsui/workdays";
import type { PlanInput, PlanView } from "@shuangsui/workflows/plan/contract";
import type { Transaction } from "kysely";
import { isDeepStrictEqual } from "node:util";
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
import { actOf, type Act } from "../act.ts";
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

/** What the registry was asked of entries before a command is decided: the facts, or the registry's refusal. */
type Asked = { entries: PlannedEntry[] } & ({ facts: RegistryFacts } | { refusal: Problem });

/**
 * Decides a command on a plan, once, and gives how the plan stands then. Before it come the commands that were received
 * earlier.
 */
export async function decidePlanCommand(
  doors: PlanDoors,
  input: PlanInput,
  commandId: string,
): Promise<PlanView> {
  const { database, clock, logger } = doors;
  const asked = await ask(doors, input, commandId);
  const now = await clock.now();
  return database.as(input.authority, async (work) => {
    let plan = await lockPlan(work, input.id);
    for (const { id } of await undecidedUpTo(work, input.id, commandId)) {
      const before = plan;
      await decideCommand(work, id, now, (command) => apply(work, before, command, asked.get(id)), logger);
      plan = await lockPlan(work, input.id);
    }
    return viewOf(work, plan);
  });
}

/**
 * Asks the registry for each command that needs it, outside the transaction: it may take as long as it is large. What
 * has changed by the time of the decision is asked anew (`factsOf`).
 */
async function ask(
  { database, registry }: PlanDoors,
  { id: planId, authority }: PlanInput,
  commandId: string,
): Promise<Map<string, Asked>> {
  const written = await database.as(authority, (work) => writtenUpTo(work, planId, commandId));
  const asked = new Map<string, Asked>();
  for (const { id, entries } of written)
    asked.set(id, { entries, ...(await factsOrRefusal(registry, authority, entries)) });
  return asked;
}

/** The commands up to one that write what the registry is asked about: adjustments, and the handing in of a draft. */
async function writtenUpTo(
  work: Transaction<Tables>,
  planId: string,
  commandId: string,
): Promise<{ id: string; entries: PlannedEntry[] }[]> {
  const plan = await findPlan(work, planId);
  const commands = await undecidedUpTo(work, planId, commandId);
  if (plan === undefined || commands.length === 0) return [];
  const { entries: draft } = await revisionOf(work, plan.id, plan.revision);
  const handedIn = commands
    .filter(({ type }) => type === "publish" && plan.state === "draft")
    .map(({ id }) => ({ id, entries: draft }));
  const adjusts = commands.filter(({ type }) => type === "adjust").map(({ id }) => id);
  if (adjusts.length === 0) return handedIn;
  const bodies = await work
    .selectFrom("command")
    .select(["id", "payload"])
    .where("id", "in", adjusts)
    .execute();
  const adjusted = bodies.flatMap(({ id, payload }) => {
    const body = planCommands.adjust.safeParse(payload);
    return body.success ? [{ id, entries: withIds(body.data.entries) }] : [];
  });
  return [...handedIn, ...adjusted];
}

async function factsOrRefusal(
  registry: RegistrySnapshot,
  authority: string,
  entries: readonly PlannedEntry[],
): Promise<{ facts: RegistryFacts } | { refusal: Problem }> {
  try {
    return { facts: await askRegistry(registry, authority, entries) };
  } catch (error) {
    if (error instanceof Problem && error.code !== "unavailable" && error.code !== "internal")
      return { refusal: error };
    throw error;
  }
}

async function apply(
  work: Transaction<Tables>,
  plan: Plan,
  command: Command,
  asked: Asked | undefined,
): Promise<void> {
  const act = actOf(command);
  switch (command.type) {
    case noticeCommand:
      return published(work, plan, act, publicationNotice.parse(command.payload));
    case "publish":
      if (plan.state === "draft") return handIn(work, plan, act, asked);
      return askForPublishing(work, plan, act);
    case "adjust":
      return adjust(work, plan, act, command.payload, asked);
    default:
      throw new Problem("plan/wrong-state", `no command ${command.type}`);
  }
}

/** Articles 9, 16: the draft is complete and within the caps, and is published at once. */
async function handIn(
  work: Transaction<Tables>,
  plan: Plan,
  act: Act,
  asked: Asked | undefined,
): Promise<void> {
  const { entries } = await revisionOf(work, plan.id, plan.revision);
  const due = dueAt(calendar, act.at, publishWorkdays);
  const written = { title: plan.title, revision: plan.revision, reason: null, entries };
  const fixed = await fix(work, plan, written, factsOf(asked, entries));
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
  payload: unknown,
  asked: Asked | undefined,
): Promise<void> {
  requirePlanState(plan.state, "published");
  const read = planCommands.adjust.safeParse(payload);
  if (!read.success) throw new Problem("body/invalid");
  const { title, reason } = read.data;
  const revision = await nextRevision(work, plan.id);
  const entries = asked?.entries ?? [];
  const fixed = await fix(work, plan, { title, revision, reason, entries }, factsOf(asked, entries));
  const due = dueAt(calendar, act.at, publishWorkdays);
  const made = {
    plan_id: plan.id,
    authority: plan.authority,
    revision,
    title,
    reason,
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
      title,
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

/**
 * What the registry said of entries. @throws Problem as the registry refused; ServiceUnavailable where it was not asked
 * of these entries: the command came, or the draft was written anew, since
 */
function factsOf(asked: Asked | undefined, entries: readonly PlannedEntry[]): RegistryFacts {
  if (asked === undefined || !isDeepStrictEqual(asked.entries, entries))
    throw new ServiceUnavailable("the registry was not asked about these entries");
  if ("refusal" in asked) throw asked.refusal;
  return asked.facts;
}

type Written = { title: string; revision: number; reason: string | null; entries: readonly PlannedEntry[] };

/** Checks what is written and fixes what will be published: entries with pinned items, content, its hash, its publication. */
async function fix(work: Transaction<Tables>, plan: Plan, written: Written, facts: RegistryFacts) {
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
    facts,
    caps,
  });
  const content = planContent(
    { ...written, authority: plan.authority, id: plan.id, year: plan.year },
    entries,
    facts.items,
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
