import {
  api,
  type CalendarNotice,
  type CampaignDetail,
  type InspectionDetail,
  type InspectionSummary,
  type PlanDetail,
} from "@shuangsui/contracts";
import { witnessHash } from "@shuangsui/lottery";
import { createHash } from "node:crypto";
import { v7 as uuidv7 } from "uuid";
import { sampleFiles } from "./generate.ts";
import { importFile } from "./imports.ts";
import { keyOf, until, type Answer, type Person } from "./people.ts";
import { workbookOf } from "./workbook.ts";

/** Fails with the answer where it is not one of success. */
export function ok(answer: Answer, what: string): Answer["body"] {
  if (answer.status >= 300)
    throw new Error(`${what}: ${answer.status} ${JSON.stringify(answer.body).slice(0, 1500)}`);
  return answer.body;
}

const registers = ["items", "entities", "projects", "inspectors", "conflicts", "credit-records"] as const;

/** Registers the sample of an authority, as a clerk would by workbooks. Doing it again changes nothing. */
export async function registerSample(clerk: Person, authority: string): Promise<number> {
  const files = sampleFiles().get(authority);
  if (files === undefined) throw new Error(`no sample of ${authority}`);
  let rows = 0;
  for (const kind of registers) {
    const workbook = await workbookOf(kind, files[`${kind}.csv`] ?? "");
    // Each time a workbook has other bytes: what is in it is registered already then.
    const { counts } = await importFile(clerk, kind, workbook, uuidv7());
    rows += counts.created + counts.unchanged;
  }
  return rows;
}

/** The day of an instant in Asia/Shanghai. */
export const dayOf = (at: Date) => new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 10);

/** A window of days from the day of `from`, in Asia/Shanghai. It ends with its year, since a plan is for one. */
export function windowFrom(from: Date, days: number): { from: string; to: string } {
  const first = dayOf(from);
  const [last, endOfYear] = [
    dayOf(new Date(from.getTime() + days * 86_400_000)),
    `${first.slice(0, 4)}-12-31`,
  ];
  return { from: first, to: last < endOfYear ? last : endOfYear };
}

/** What an entry of a plan is about: its items, whom they concern, and how many of each class are drawn. */
export type EntryAbout = {
  title: string;
  items: string[];
  scope: { targetKind: "entity" | "project"; categories: string[] };
  ratios: Record<"A" | "B" | "C" | "D", string>;
  /** How long its window is, where it is not the plan's. */
  windowDays?: number;
};

/** Records the approval of drawing at home (article 23), which a local draw needs. */
export async function approveLocalDraw(official: Person): Promise<void> {
  const approval = {
    documentNumber: "芒建备〔2026〕1号",
    approvedOn: "2026-01-05",
    scanSha256: createHash("sha256").update("备案批准扫描件").digest("hex"),
  };
  await official.at(api.inspection).putSettingsDrawVenue({ body: { venue: "local", approval } });
}

/** Enters a notice of the calendar, as an official who may; one that is there already stays as it is. */
export async function enterNotice(official: Person, notice: CalendarNotice): Promise<void> {
  const inspection = official.at(api.inspection);
  const { authority, number } = notice;
  const { items } = await inspection.getCalendarNotices({ query: { authority, limit: 500 } });
  if (items.some((one) => one.number === number)) return;
  const idempotencyKey = keyOf("notice", authority, number);
  await inspection.postCalendarNotices({ body: notice, idempotencyKey });
}

/** The plan of that title, written, submitted by its planner and published; the one there is where it stands already. */
export async function publishedPlan(
  official: Person,
  title: string,
  now: Date,
  windowDays: number,
  entries: readonly EntryAbout[],
): Promise<PlanDetail> {
  const inspection = official.at(api.inspection);
  const { items } = await inspection.getPlans({ query: { limit: 500 } });
  const there = items.find((plan) => plan.title === title);
  const draft = {
    year: Number(dayOf(now).slice(0, 4)),
    title,
    entries: entries.map(({ windowDays: ownDays, ...entry }) => ({
      ...entry,
      inspectors: { officers: 2, types: [], specialties: [] },
      alternates: 2,
      frequency: 1,
      window: windowFrom(now, ownDays ?? windowDays),
    })),
  };
  const id = there?.id ?? (await inspection.postPlans({ body: draft })).id;
  const read = () => inspection.getPlansById({ params: { id } });
  const at = `/api/v1/plans/${id}/commands`;
  if ((await read()).state === "draft")
    ok(
      await official.as("planner-1", { roles: ["planner"] }).command(`${at}/submit`, {}, keyOf("submit", id)),
      "submitting the plan",
    );
  if ((await read()).state === "submitted")
    ok(await official.command(`${at}/publish`, {}, keyOf("publish", id)), "publishing the plan");
  return until(read, (plan) => plan.state === "published", "the plan's publication");
}

/** A witness with a device of its own that keeps a secret, from which its contribution to each draw follows. */
export type Witness = { name: string; unit: string; deviceSecret: string };

/** The campaign of a plan's entry, drawn with these witnesses, its inspections started. Goes on from where it stands. */
export async function drawnCampaign(
  official: Person,
  entry: { planId: string; entryId: string },
  window: { from: string; to: string },
  witnesses: readonly Witness[],
): Promise<CampaignDetail> {
  const read = await witnessedCampaign(official, entry, window, witnesses);
  return until(
    read,
    (campaign) => !["committed", "drawn"].includes(campaign.state),
    "the start of the inspections",
  );
}

/** The campaign of a plan's entry, with all that people contribute to its draw. Gives how it is read from then on. */
export async function witnessedCampaign(
  official: Person,
  entry: { planId: string; entryId: string },
  window: { from: string; to: string },
  witnesses: readonly Witness[],
): Promise<() => Promise<CampaignDetail>> {
  const { id, drawId } = await official.at(api.inspection).postPlansByPlanIdEntriesByEntryIdCampaigns({
    params: entry,
    body: {},
    idempotencyKey: keyOf("campaign", entry.entryId),
  });
  return witnessedDraw(official, { id, drawId }, window, witnesses);
}

const contributionOf = ({ deviceSecret }: Witness, drawId: string) =>
  createHash("sha256").update(`${deviceSecret},${drawId}`).digest("hex");

const asWitness = (official: Person, { name, unit }: Witness) =>
  official.as(`witness-${createHash("sha256").update(name).digest("hex").slice(0, 12)}`, {
    roles: ["witness"],
    witness: { name, unit },
  });

/** Writes a new campaign's scheme and binds its witnesses: what must be there before a drawer commits. */
export async function bindWitnesses(
  official: Person,
  { id, drawId }: { id: string; drawId: string },
  window: { from: string; to: string },
  witnesses: readonly Witness[],
): Promise<void> {
  const at = `/api/v1/campaigns/${id}`;
  const { state } = await official.at(api.inspection).getCampaignsById({ params: { id } });
  if (state === "draft") {
    const scheme = {
      procedure: "出示证件、告知事项、查阅资料、现场核查、制作记录、当场反馈",
      content: "资质条件与市场行为",
      window,
      beacon: { kind: "witness", revealWithinHours: 240 },
    };
    ok(await official.put(`${at}/scheme`, scheme), "the scheme");
  }
  for (const witness of witnesses) {
    const hash = witnessHash(drawId, witness.name, contributionOf(witness, drawId));
    const key = keyOf("witness", drawId, witness.name);
    ok(await asWitness(official, witness).command(`${at}/witnesses`, { hash }, key), "a witness");
  }
}

/** The same, of a campaign that was triggered. `tries`: how often its commitment is asked for, each 50 ms or more, before that is given up. */
export async function witnessedDraw(
  official: Person,
  { id, drawId }: { id: string; drawId: string },
  window: { from: string; to: string },
  witnesses: readonly Witness[],
  tries?: number,
): Promise<() => Promise<CampaignDetail>> {
  const at = `/api/v1/campaigns/${id}`;
  const [inspection, params] = [official.at(api.inspection), { id }];
  const read = () => inspection.getCampaignsById({ params });
  // The authority's head approves the checks together, once, before any begins.
  const { items } = await inspection.getCampaignsByIdApprovals({ params });
  const number = `检批〔${window.from.slice(0, 4)}〕${id}`;
  const form = { number, approver: "局长", approvedOn: window.from };
  if (items.length === 0)
    await inspection.postCampaignsByIdApprovals({
      ...{ params, body: form },
      idempotencyKey: keyOf("approval", id),
    });
  const { state } = await read();
  if (state === "draft" || state === "scheme") {
    await bindWitnesses(official, { id, drawId }, window, witnesses);
    ok(await official.command(`${at}/commands/commit`, {}, keyOf("commit", drawId), tries), "the commitment");
  }
  const announced = await until(
    read,
    (campaign) => campaign.draw.announcedAt !== null,
    "the announcement of the commitment",
    tries,
  );
  if (announced.state === "committed")
    for (const witness of witnesses) {
      const body = { contribution: contributionOf(witness, drawId) };
      ok(
        await asWitness(official, witness).command(
          `${at}/contributions`,
          body,
          keyOf("contribution", drawId, witness.name),
        ),
        "a contribution",
      );
    }
  return read;
}

/** What a report of the sample says of a check that found something, or nobody: its situation and its opinion. */
const conclusions: Partial<Record<string, readonly [string, string]>> = {
  "not-found": ["登记住所无人，无法联系，未能开展检查", "告知市场监督管理部门"],
  "problems-corrected": ["发现问题，已当场责令改正", "督促企业举一反三"],
  "problems-pending": ["发现问题，待后续处理", "依法处理并跟踪整改"],
};

/** A paper of an inspection that its team writes and signs. */
export type Paper = "record" | "supplement" | "report";

/** Has the first officer of a team write a paper and the others sign it, each signed in as themself. Gives the last answer, or the first refusal. */
export async function signedByTeam(
  official: Person,
  { id, team }: Pick<InspectionDetail, "id" | "team">,
  type: Paper,
  body: object,
): Promise<Answer> {
  const at = `/api/v1/inspections/${id}`;
  const [first, ...others] = team
    .filter((member) => member.kind === "officer")
    .map(({ inspectorId }) => official.as(`officer-${inspectorId}`, { inspector: inspectorId }));
  if (first === undefined) throw new Error("a team without officers writes nothing");
  let answer = await first.command(`${at}/commands/${type}`, body);
  if (answer.status !== 200) return answer;
  const { signing } = await official.at(api.inspection).getInspectionsById({ params: { id } });
  const paper = type === "supplement" ? "record-supplement" : type;
  const awaiting = signing.findLast((one) => one.paper === paper && !one.complete);
  for (const officer of type === "record" ? others : others.slice(0, 1)) {
    answer = await officer.command(`${at}/commands/sign`, { paper, revision: awaiting?.revision });
    if (answer.status !== 200) return answer;
  }
  return answer;
}

/** An officer at one inspection, whose acts carry the clock's times. */
export function officerAt(official: Person, now: () => Promise<Date>) {
  const act = (id: string, type: string, body: unknown, key?: string) =>
    official.command(`/api/v1/inspections/${id}/commands/${type}`, body, key);
  const inspection = official.at(api.inspection);
  const read = (id: string): Promise<InspectionDetail> => inspection.getInspectionsById({ params: { id } });
  const officersOf = async (id: string) =>
    (await read(id)).team.filter((member) => member.kind === "officer").map((member) => member.number);
  const notify = async (id: string) =>
    act(id, "notify", {
      deliveredTo: "前台",
      method: "in-person",
      checkOn: windowFrom(await now(), 0).from,
    });
  const begin = async (id: string) =>
    act(id, "begin", { shownCertificates: await officersOf(id), place: "企业办公地点" });
  const signed = (one: InspectionDetail, type: Paper, body: object) =>
    signedByTeam(official, one, type, body);
  return {
    act,
    read,
    /** A paper that the whole team signs. */
    signed: async (id: string, type: Paper, body: object) => signed(await read(id), type, body),
    async all(campaignId: string): Promise<InspectionSummary[]> {
      return (await inspection.getInspections({ query: { campaign: campaignId, limit: 500 } })).items;
    },
    /** The authority's head decides on a recusal that another asked for. */
    decideRecusal: (id: string, recusalId: string, decision: { granted: boolean; statement: string }) =>
      official
        .as("head-1")
        .command(
          `/api/v1/inspections/${id}/recusals/${recusalId}/decision`,
          decision,
          keyOf("recusal", recusalId),
        ),
    notify,
    begin,
    /** From the confirmed team to the begun check. */
    async beginCheck(id: string): Promise<void> {
      ok(await notify(id), "notify");
      ok(await begin(id), "begin");
    },
    /** Ends the check with its record: every item passes, or the first has the findings. */
    async record(
      id: string,
      itemCodes: readonly string[],
      findings: readonly { id: string; description: string }[] = [],
    ): Promise<Answer> {
      const [first = ""] = itemCodes;
      const detail = await read(id);
      const began = detail.events.find((event) => event.type === "begun")?.at ?? (await now()).toISOString();
      const endedAt = (await now()).toISOString();
      return signed(detail, "record", {
        endedAt,
        entries: itemCodes.map((itemCode) => ({
          itemCode,
          result: itemCode === first && findings.length > 0 ? "fail" : "pass",
        })),
        findings: findings.map((finding) => ({ ...finding, itemCode: first })),
        target: { signed: true, by: "现场负责人" },
        recordings: [{ sha256: createHash("sha256").update(id).digest("hex"), from: began, to: endedAt }],
        gaps: [],
      });
    },
    /** Ends a check at a locked door: a witness and evidence stand for the signature of the target. */
    async recordNotFound(id: string): Promise<Answer> {
      const detail = await read(id);
      const endedAt = (await now()).toISOString();
      const began = detail.events.find((event) => event.type === "begun")?.at ?? endedAt;
      const sha256 = createHash("sha256").update(id).digest("hex");
      return signed(detail, "record", {
        endedAt,
        conduct: {
          kind: "not-found",
          statement: "登记住所大门紧锁，无人应答，登记的联系方式无法接通，周边商户称已数月未见营业",
          witness: "社区居民委员会工作人员",
          evidence: [sha256],
        },
        entries: [],
        findings: [],
        recordings: [{ sha256, from: began, to: endedAt }],
        gaps: [],
      });
    },
    async report(id: string): Promise<Answer> {
      const detail = await read(id);
      const { outcome } = detail;
      const [situation, opinion] = conclusions[outcome ?? ""] ?? ["总体规范", "建议持续保持"];
      return signed(detail, "report", {
        timeAndContent: "对资质条件与市场行为进行检查",
        methodAndSteps: "现场查验、资料核对",
        situationAndAssessment: situation,
        opinion,
      });
    },
    /** Gives the target its result; by public notice where it was not found. */
    feedback: (id: string, { isFound } = { isFound: true }) =>
      act(
        id,
        "feedback",
        isFound ? { receivedBy: "前台", method: "in-person" } : { receivedBy: null, method: "public-notice" },
      ),
  };
}
