import {
  campaignDetail,
  inspectionDetail,
  inspectionList,
  planDetail,
  type CampaignDetail,
  type InspectionDetail,
  type InspectionSummary,
} from "@shuangsui/contracts";
import { makeSecret, witnessHash } from "@shuangsui/lottery";
import { createHash } from "node:crypto";
import { v7 as uuidv7 } from "uuid";
import { sampleFiles } from "../sample/generate.ts";
import { until, type Answer, type Person } from "./people.ts";

/** Fails with the answer where it is not one of success. */
export function ok(answer: Answer, what: string): Answer["body"] {
  if (answer.status >= 300)
    throw new Error(`${what}: ${answer.status} ${JSON.stringify(answer.body).slice(0, 1500)}`);
  return answer.body;
}

/** Registers the sample's files of an authority, as a clerk would. */
export async function registerSample(clerk: Person, authority: string): Promise<void> {
  const files = sampleFiles().get(authority);
  if (files === undefined) throw new Error(`no sample of ${authority}`);
  for (const kind of ["items", "entities", "projects", "inspectors", "conflicts", "credit-records"] as const)
    ok(await clerk.upload(`/api/v1/imports/${kind}`, files[`${kind}.csv`] ?? ""), `import of ${kind}`);
}

/** A window of days from the day of `from`, in Asia/Shanghai. */
export function windowFrom(from: Date, days: number): { from: string; to: string } {
  const day = (at: Date) => new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 10);
  return { from: day(from), to: day(new Date(from.getTime() + days * 86_400_000)) };
}

export type PublishedPlan = { planId: string; entryId: string };

/** A county's plan with one entry over entities, published. */
export async function publishedPlan(
  official: Person,
  now: Date,
  options: { windowDays: number; ratio: string },
): Promise<PublishedPlan> {
  ok(
    await official.put("/api/v1/settings/draw-venue", {
      venue: "local",
      approval: {
        documentNumber: "芒建备〔2026〕1号",
        approvedOn: "2026-01-05",
        scanSha256: createHash("sha256").update("scan").digest("hex"),
      },
    }),
    "the venue's approval",
  );
  const draft = planDetail.parse(
    ok(
      await official.post("/api/v1/plans", {
        year: now.getUTCFullYear(),
        title: `${now.getUTCFullYear()}年度执法检查计划`,
        entries: [
          {
            title: "建筑施工企业市场行为抽查",
            items: ["533103-01"],
            scope: { targetKind: "entity", categories: ["builder"] },
            inspectors: { officers: 2, types: [], specialties: [] },
            ratios: { A: options.ratio, B: options.ratio, C: options.ratio, D: options.ratio },
            alternates: 2,
            frequency: 1,
            window: windowFrom(now, options.windowDays),
          },
        ],
      }),
      "the draft of a plan",
    ),
  );
  ok(await official.command(`/api/v1/plans/${draft.id}/commands/publish`, {}), "publishing the plan");
  const plan = await until(
    async () => planDetail.parse(ok(await official.get(`/api/v1/plans/${draft.id}`), "the plan")),
    (read) => read.state === "published",
    "the plan's publication",
  );
  const entry = plan.entries[0];
  if (entry === undefined) throw new Error("the plan has no entry");
  return { planId: plan.id, entryId: entry.id };
}

/** A campaign that was drawn with two witnesses, its inspections running. */
export async function drawnCampaign(
  official: Person,
  plan: PublishedPlan,
  now: Date,
  windowDays: number,
): Promise<CampaignDetail> {
  const created = ok(
    await official.post(`/api/v1/plans/${plan.planId}/entries/${plan.entryId}/campaigns`, {}, uuidv7()),
    "the campaign",
  );
  const id = String(created["id"]);
  const read = async () =>
    campaignDetail.parse(ok(await official.get(`/api/v1/campaigns/${id}`), "the campaign"));
  const at = `/api/v1/campaigns/${id}`;
  const { drawId } = await read();
  const witnesses = [
    { name: "见证人甲", unit: "芒市司法局", contribution: makeSecret() },
    { name: "见证人乙", unit: "芒市住房和城乡建设行业协会", contribution: makeSecret() },
  ];
  const scheme = {
    procedure: "现场检查、查阅资料",
    content: "资质条件与市场行为",
    window: windowFrom(now, windowDays),
    beacon: { kind: "witness", revealWithinHours: 72 },
  };
  ok(await official.put(`${at}/scheme`, scheme), "the scheme");
  for (const { name, unit, contribution } of witnesses)
    ok(
      await official.command(`${at}/witnesses`, {
        name,
        unit,
        hash: witnessHash(drawId, name, contribution),
      }),
      "a witness",
    );
  ok(await official.command(`${at}/commands/commit`, {}), "the commitment");
  await until(read, (campaign) => campaign.draw.announcedAt !== null, "the announcement of the commitment");
  for (const { name, contribution } of witnesses)
    ok(await official.command(`${at}/contributions`, { name, contribution }), "a contribution");
  return until(read, (campaign) => campaign.state === "running", "the start of the inspections");
}

/** An officer at one inspection, whose acts carry the clock's times. */
export function officerAt(official: Person, now: () => Promise<Date>) {
  const act = (id: string, type: string, body: unknown) =>
    official.command(`/api/v1/inspections/${id}/commands/${type}`, body);
  const read = async (id: string): Promise<InspectionDetail> =>
    inspectionDetail.parse(ok(await official.get(`/api/v1/inspections/${id}`), "the inspection"));
  const officersOf = async (id: string) =>
    (await read(id)).team.filter((member) => member.kind === "officer").map((member) => member.number);
  return {
    act,
    read,
    async all(campaignId: string): Promise<InspectionSummary[]> {
      return inspectionList.parse(
        ok(await official.get(`/api/v1/inspections?campaign=${campaignId}&limit=500`), "the inspections"),
      ).items;
    },
    /** From the confirmed team to the begun check. */
    async beginCheck(id: string): Promise<void> {
      const checkOn = windowFrom(await now(), 0).from;
      ok(await act(id, "notify", { deliveredTo: "前台", method: "in-person", checkOn }), "notify");
      ok(await act(id, "begin", { shownCertificates: await officersOf(id), place: "企业办公地点" }), "begin");
    },
    async record(id: string, findings: readonly { id: string; description: string }[] = []): Promise<Answer> {
      const detail = await read(id);
      const began = detail.events.find((event) => event.type === "begun")?.at ?? (await now()).toISOString();
      const endedAt = (await now()).toISOString();
      return act(id, "record", {
        endedAt,
        entries: [{ itemCode: "533103-01", result: findings.length === 0 ? "pass" : "fail" }],
        findings: findings.map((finding) => ({ ...finding, itemCode: "533103-01" })),
        signedBy: await officersOf(id),
        target: { signed: true, by: "现场负责人" },
        recordings: [{ sha256: createHash("sha256").update(id).digest("hex"), from: began, to: endedAt }],
        gaps: [],
      });
    },
    async report(id: string): Promise<Answer> {
      return act(id, "report", {
        timeAndContent: "对资质条件与市场行为进行检查",
        methodAndSteps: "现场查验、资料核对",
        situationAndAssessment: "总体规范",
        opinion: "建议持续保持",
        signedBy: (await officersOf(id)).slice(0, 2),
      });
    },
    feedback: (id: string) => act(id, "feedback", { receivedBy: "前台", method: "in-person" }),
  };
}
