import { campaignDetail, planDetail, type CampaignDetail, type PlanDetail } from "@shuangsui/contracts";
import { makeSecret, witnessHash } from "@shuangsui/lottery";
import { until } from "../../../../infra/embedded/test-time.ts";
import type { Answer } from "../../../../infra/embedded/test-harness.ts";
import type { InspectionHarness } from "./harness.ts";
import { planner } from "./plans.ts";

/** An entry of a plan: builders, drawn twice a year. */
export const builders = {
  title: "建筑业企业抽查",
  items: ["I1", "I2"],
  scope: { targetKind: "entity", categories: ["builder"] },
  inspectors: { officers: 2 },
  ratios: { A: "0.02", B: "0.05", C: "0.1", D: "0.2" },
  alternates: 2,
  frequency: 2,
  window: { from: "2026-09-01", to: "2026-12-31" },
};

/** A scheme within that entry's window. */
export const schemeBody = {
  procedure: "现场检查",
  content: "资质条件",
  window: { from: "2026-09-15", to: "2026-10-30" },
  beacon: { kind: "witness", revealWithinHours: 48 },
};

/** A witness with what it keeps to itself until it reveals. */
export type Bound = { name: string; unit: string; contribution: string };

/** How a witness signs in: as itself, of its unit, and as nothing else. */
export function signedInAs({ name, unit }: Pick<Bound, "name" | "unit">) {
  return {
    actor: `witness-${encodeURIComponent(name).replaceAll("%", "")}`,
    roles: ["witness"] as const,
    witness: { name, unit },
  };
}

/** Two witnesses of different units, with new contributions. */
export function twoWitnesses(): [Bound, Bound] {
  return [
    { name: "甲", unit: "公证处", contribution: makeSecret() },
    { name: "乙", unit: "行业协会", contribution: makeSecret() },
  ];
}

/** What officials and witnesses of an authority do with campaigns. */
export type Campaigning = {
  publishedPlan(entries: readonly object[]): Promise<PlanDetail>;
  /** Asks for an adjustment of a plan. */
  adjust(plan: PlanDetail, entries: readonly object[], reason?: string): Promise<Answer>;
  /** The plan once what it says now is public. */
  madePublic(plan: PlanDetail): Promise<PlanDetail>;
  /** A campaign of a plan's entry. */
  triggered(plan: PlanDetail, entry?: number): Promise<CampaignDetail>;
  approveVenue(): Promise<Answer>;
  setScheme(id: string, scheme?: object): Promise<Answer>;
  bind(campaign: CampaignDetail, witnesses: readonly Bound[]): Promise<void>;
  commit(id: string): Promise<Answer>;
  contribute(id: string, witness: Bound): Promise<Answer>;
  read(id: string): Promise<CampaignDetail>;
  /** Waits until the commitment is public. */
  announced(id: string): Promise<CampaignDetail>;
  /** Waits until the campaign is in that state. */
  reached(id: string, state: CampaignDetail["state"], tries?: number): Promise<CampaignDetail>;
};

/** A plan's draft of these entries. */
export async function planned(
  harness: InspectionHarness,
  entries: readonly object[],
  as = "533103",
): Promise<PlanDetail> {
  const body = { year: 2026, title: "2026年度计划", entries };
  return planDetail.parse((await harness.call("POST", "/api/v1/plans", { as, body })).body);
}

/** A plan's draft is submitted by its planner. */
export const submitPlan = (harness: InspectionHarness, id: string, as = "533103"): Promise<Answer> =>
  harness.call("POST", `/api/v1/plans/${id}/commands/submit`, { as, actor: planner, body: {} });

/** Publishes what a plan says, a draft once its planner has submitted it. Gives the refusal of either. */
export async function publishPlan(harness: InspectionHarness, id: string, as = "533103"): Promise<Answer> {
  const at = `/api/v1/plans/${id}`;
  const { body } = await harness.call("GET", at, { as });
  const first = body["state"] === "draft" ? await submitPlan(harness, id, as) : undefined;
  return first === undefined || first.status === 200
    ? harness.call("POST", `${at}/commands/publish`, { as, body: {} })
    : first;
}

/** In a harness, as an official of the authority. */
export function campaigning(harness: InspectionHarness, as = "533103"): Campaigning {
  const post = (path: string, body: unknown) => harness.call("POST", path, { as, body });
  const at = (id: string) => `/api/v1/campaigns/${id}`;
  const read = async (id: string) => campaignDetail.parse((await harness.call("GET", at(id), { as })).body);
  const taken = async (asked: Promise<Answer>): Promise<Answer> => {
    const answer = await asked;
    if (answer.status >= 300) throw new Error(`refused: ${JSON.stringify(answer.body)}`);
    return answer;
  };
  const madePublic = async ({ id }: PlanDetail): Promise<PlanDetail> => {
    await taken(publishPlan(harness, id, as));
    return until(
      async () => planDetail.parse((await harness.call("GET", `/api/v1/plans/${id}`, { as })).body),
      (plan) => plan.state === "published",
    );
  };
  return {
    async publishedPlan(entries) {
      return madePublic(await planned(harness, entries, as));
    },
    adjust: ({ id, title }, entries, reason = "调整") =>
      post(`/api/v1/plans/${id}/commands/adjust`, { title, entries, reason }),
    madePublic,
    async triggered(plan, entry = 0) {
      const path = `/api/v1/plans/${plan.id}/entries/${plan.entries[entry]?.id}/campaigns`;
      return campaignDetail.parse((await taken(post(path, {}))).body);
    },
    approveVenue: () =>
      harness.call("PUT", "/api/v1/settings/draw-venue", {
        as,
        body: {
          venue: "local",
          approval: {
            documentNumber: "芒建备〔2026〕1号",
            approvedOn: "2026-01-05",
            scanSha256: "a".repeat(64),
          },
        },
      }),
    setScheme: (id, scheme = schemeBody) => harness.call("PUT", `${at(id)}/scheme`, { as, body: scheme }),
    async bind(campaign, witnesses) {
      for (const one of witnesses) {
        const body = { hash: witnessHash(campaign.drawId, one.name, one.contribution) };
        await taken(harness.call("POST", `${at(campaign.id)}/witnesses`, { as, body, ...signedInAs(one) }));
      }
    },
    commit: (id) => post(`${at(id)}/commands/commit`, {}),
    contribute: (id, one) =>
      harness.call("POST", `${at(id)}/contributions`, {
        as,
        body: { contribution: one.contribution },
        ...signedInAs(one),
      }),
    read,
    announced: (id) =>
      until(
        () => read(id),
        (seen) => seen.draw.announcedAt !== null,
      ),
    reached: (id, state, tries) =>
      until(
        () => read(id),
        (seen) => seen.state === state,
        tries,
      ),
  };
}
