import {
  planCommands,
  publicationNotice,
  publicPlanTexts,
  type PlannedEntry,
  type PlanCommand,
  type PlanCommandType,
} from "@shuangsui/contracts";
import {
  commandRules,
  ServiceUnavailable,
  type Command,
  type CommandRule,
  type Frame,
  type Prepares,
} from "@shuangsui/service-kit";
import { publishedNotice } from "@shuangsui/workflows/plan/contract";
import { isDeepStrictEqual } from "node:util";
import type { RegistrySnapshot } from "../../neighbours/registry.ts";
import { withPublicTexts } from "../../public-texts.ts";
import type { Work } from "../../tables.ts";
import type { CheckFacts } from "../check.ts";
import type { Plan, PlanDecision, PlanMatter } from "../lifecycle.ts";
import { askRegistry, type RegistryFacts } from "../registry-facts.ts";
import { isPublishingAsked } from "../rules.ts";
import { askedOfDisclosure, findPlan, lastVersionTold, lockYear, nextRevision } from "../store.ts";
import { readYear } from "../year.ts";
import { adjustedEntries, decideAdjust } from "./adjust.ts";
import { decidePublish, type PublishKnown } from "./publish.ts";
import { decidePublished } from "./published.ts";
import { decideReturn } from "./return.ts";
import { decideSubmit } from "./submit.ts";
import { decideWithdraw } from "./withdraw.ts";

const rule = commandRules<Work, PlanMatter, PlanDecision>();

/** What may be asked of a plan. What is handed in is counted against the registry, which the worker asks. */
export const planRules = {
  submit: rule({ body: planCommands.submit, decide: decideSubmit }),
  withdraw: rule({ body: planCommands.withdraw, decide: decideWithdraw }),
  return: rule({ body: planCommands.return, decide: decideReturn }),
  publish: rule({
    body: planCommands.publish,
    decidedBy: "worker",
    async knows(work, plan, _command, prepared): Promise<PublishKnown> {
      if (plan.state !== "submitted")
        return { isAsked: isPublishingAsked(await askedOfDisclosure(work, plan.id)) };
      return { facts: await checkFacts(work, plan, plan.written.entries, prepared) };
    },
    decide: decidePublish,
  }),
  adjust: rule({
    body: planCommands.adjust,
    decidedBy: "worker",
    ...withPublicTexts(publicPlanTexts, {
      knows: async (work, plan: PlanMatter, { id, body }: Command<PlanCommand<"adjust">>, prepared) => ({
        facts: await checkFacts(work, plan, adjustedEntries(id, body), prepared),
        nextRevision: await nextRevision(work, plan.id),
      }),
      decide: decideAdjust,
    }),
  }),
  [publishedNotice]: rule({
    body: publicationNotice,
    knows: async (work, plan) => ({ lastVersion: await lastVersionTold(work, plan) }),
    decide: decidePublished,
  }),
} satisfies Record<PlanCommandType | typeof publishedNotice, CommandRule<Work, PlanMatter, PlanDecision>>;

/** What the registry was asked before a command is decided. */
type Asked = { entries: readonly PlannedEntry[]; registry: RegistryFacts };

/** Asks the registry for the commands that need it, outside of any transaction: that takes as long as it is large. */
export function planPrepares({
  database,
  registry,
}: Pick<Frame<Work>, "database"> & { registry: RegistrySnapshot }): Prepares {
  const ask = async (authority: string, entries: readonly PlannedEntry[]): Promise<Asked> => ({
    entries,
    registry: await askRegistry(registry, authority, entries),
  });
  return {
    async publish({ id, authority }) {
      const plan = await database.as(authority, (work) => findPlan(work, id));
      return plan?.state === "submitted" ? ask(authority, plan.written.entries) : undefined;
    },
    async adjust({ authority }, { id, payload }) {
      const body = planCommands.adjust.safeParse(payload);
      return body.success ? ask(authority, adjustedEntries(id, body.data)) : undefined;
    },
  };
}

/**
 * What entries are checked against. From here on no other plan of the year is handed in before this one (article 20).
 * @throws ServiceUnavailable where the registry was asked about others than are written now
 */
async function checkFacts(
  work: Work,
  plan: Plan,
  entries: readonly PlannedEntry[],
  prepared: unknown,
): Promise<CheckFacts> {
  const asked = prepared as Asked | undefined;
  if (asked === undefined || !isDeepStrictEqual(asked.entries, entries))
    throw new ServiceUnavailable("the registry was not asked about these entries");
  await lockYear(work, plan);
  return { ...(await readYear(work, plan)), registry: asked.registry };
}
