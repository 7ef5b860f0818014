import { inspectionDetail, inspectionList, type InspectionDetail } from "@shuangsui/contracts";
import { campaigning, twoWitnesses } from "./campaigns.ts";
import { until } from "../../../../infra/embedded/test-time.ts";
import type { Answer } from "../../../../infra/embedded/test-harness.ts";
import type { InspectionHarness } from "./harness.ts";

/** What a team does with inspections of a harness, as officers of 芒市. */
export type Inspecting = {
  act(id: string, type: string, body: unknown): Promise<Answer>;
  read(id: string): Promise<InspectionDetail>;
  /** Waits until the inspection is as wanted. */
  reached(id: string, wanted: (one: InspectionDetail) => boolean): Promise<InspectionDetail>;
  officers(id: string): Promise<number[]>;
  /** What an officer of the team asks, the first one unless told otherwise, signed in as themself. */
  asOfficer(id: string, type: string, body: unknown, which?: number): Promise<Answer>;
  /** The first officer writes a paper, and the others sign it. Gives the last answer, or the first refusal. */
  signed(id: string, type: "record" | "supplement" | "report", body: object): Promise<Answer>;
  /** Somebody asks that the first officer be recused. Gives the recusal's id. */
  askRecusal(id: string): Promise<string>;
  /** The authority's head grants it, or refuses it. */
  grantRecusal(id: string, recusalId: string, granted?: boolean): Promise<Answer>;
  /** The notice for today, and the check that begins with it. */
  beginCheck(id: string): Promise<void>;
  /** The record of a check that ends now, signed by the team; changed where a test says so. */
  record(id: string, changes?: object): Promise<Answer>;
  report(id: string): Promise<Answer>;
  feedback(id: string): Promise<Answer>;
};

const shanghaiDay = (at: Date) => new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 10);

/** A drawn campaign of one entry, and its inspections: their checks approved and their teams confirmed unless told otherwise. */
export async function drawnInspections(
  harness: InspectionHarness,
  entry: object,
  scheme?: object,
  { approved = true, confirmed = true, as }: { approved?: boolean; confirmed?: boolean; as?: string } = {},
): Promise<InspectionDetail[]> {
  const ids = await justDrawn(harness, entry, scheme, as);
  const team = inspecting(harness, as);
  const drawn = await Promise.all(ids.map((id) => team.read(id)));
  if (approved) await approve(harness, drawn[0]?.campaignId ?? "", as);
  if (!confirmed) return drawn;
  for (const id of ids) await team.act(id, "confirm", { statement: "均无利害关系" });
  return Promise.all(ids.map((id) => team.read(id)));
}

/** A drawn campaign of one entry, and the ids of its inspections, their recusal windows open. */
async function justDrawn(
  harness: InspectionHarness,
  entry: object,
  scheme?: object,
  as = "533103",
): Promise<string[]> {
  const does = campaigning(harness, as);
  const campaign = await does.triggered(await does.publishedPlan([entry]));
  const witnesses = twoWitnesses();
  await does.approveVenue();
  await does.setScheme(campaign.id, scheme);
  await does.bind(campaign, witnesses);
  await does.commit(campaign.id);
  await does.announced(campaign.id);
  for (const witness of witnesses) await does.contribute(campaign.id, witness);
  await does.reached(campaign.id, "running");
  const { items } = inspectionList.parse(
    (await harness.call("GET", `/api/v1/inspections?campaign=${campaign.id}&limit=200`, { as })).body,
  );
  return items.map(({ id }) => id);
}

/** The authority's head approves all checks of a campaign. */
async function approve(harness: InspectionHarness, campaignId: string, as = "533103"): Promise<void> {
  const approvedOn = shanghaiDay(await harness.clock.now());
  const body = { number: `审批${campaignId}`, approver: "局长", approvedOn };
  const { status } = await harness.call("POST", `/api/v1/campaigns/${campaignId}/approvals`, { as, body });
  if (status !== 201) throw new Error(`an approval was refused: ${status}`);
}

/** On a harness, of 芒市 unless told otherwise. */
export function inspecting(harness: InspectionHarness, as = "533103"): Inspecting {
  const at = (id: string) => `/api/v1/inspections/${id}`;
  const act: Inspecting["act"] = (id, type, body) =>
    harness.call("POST", `${at(id)}/commands/${type}`, { as, body });
  const read: Inspecting["read"] = async (id) =>
    inspectionDetail.parse((await harness.call("GET", at(id), { as })).body);
  const officers: Inspecting["officers"] = async (id) =>
    (await read(id)).team.filter(({ kind }) => kind === "officer").map(({ number }) => number);
  const asOfficer: Inspecting["asOfficer"] = async (id, type, body, which = 0) => {
    const inspector = (await read(id)).team.filter(({ kind }) => kind === "officer")[which]?.inspectorId;
    const actor = `officer-${which + 1}`;
    return harness.call("POST", `${at(id)}/commands/${type}`, { as, body, actor, inspector });
  };
  const signed: Inspecting["signed"] = async (id, type, body) => {
    let answer = await asOfficer(id, type, body);
    const { signing, team } = await read(id);
    const paper = signing.at(-1);
    const { length: officers } = team.filter(({ kind }) => kind === "officer");
    for (let which = 1; which < (type === "record" ? officers : 2) && answer.status === 200; which += 1)
      answer = await asOfficer(id, "sign", { paper: paper?.paper, revision: paper?.revision }, which);
    return answer;
  };
  const done = async (asked: Promise<Answer>): Promise<void> => {
    const answer = await asked;
    if (answer.status !== 200) throw new Error(`refused: ${JSON.stringify(answer.body)}`);
  };
  return {
    act,
    read,
    officers,
    asOfficer,
    signed,
    async askRecusal(id) {
      const [number] = await officers(id);
      const asked = await act(id, "recuse", {
        number,
        ground: "kinship",
        declaredBy: "supervisor",
        statement: "近亲属",
      });
      return String(asked.body["commandId"]);
    },
    grantRecusal: (id, recusalId, granted = true) =>
      harness.call("POST", `${at(id)}/recusals/${recusalId}/decision`, {
        as,
        body: { granted, statement: "说明" },
        actor: "head-1",
      }),
    reached: (id, wanted) => until(() => read(id), wanted),
    async beginCheck(id) {
      const checkOn = shanghaiDay(await harness.clock.now());
      await done(act(id, "notify", { deliveredTo: "前台", method: "in-person", checkOn }));
      await done(act(id, "begin", { shownCertificates: await officers(id), place: "办公地点" }));
    },
    async record(id, changes = {}) {
      const one = await read(id);
      const from = one.events.find(({ type }) => type === "begun")?.at ?? "";
      const endedAt = (await harness.clock.now()).toISOString();
      return signed(id, "record", {
        endedAt,
        entries: ["I1", "I2"].map((itemCode) => ({ itemCode, result: "pass" })),
        findings: [],
        target: { signed: true, by: "负责人" },
        recordings: [{ sha256: "0".repeat(64), from, to: endedAt }],
        gaps: [],
        ...changes,
      });
    },
    report: (id) =>
      signed(id, "report", {
        timeAndContent: "时间和内容",
        methodAndSteps: "方法步骤",
        situationAndAssessment: "情况和评价",
        opinion: "意见",
      }),
    feedback: (id) => act(id, "feedback", { receivedBy: "负责人", method: "in-person" }),
  };
}
