import { api, type InspectionDetail } from "@shuangsui/contracts";
import { sampleFiles } from "./generate.ts";
import { dayOf, type officerAt } from "./officials.ts";
import { keyOf, type Person } from "./people.ts";
import { nextAct } from "./ways.ts";

type Officer = ReturnType<typeof officerAt>;

/** What the sample orders without a draw: a check upon a complaint, and one that cannot wait for its approval. */
const orders = [
  {
    origin: "complaint",
    source: { document: "12345热线〔2026〕118号", about: "群众反映该企业超越资质等级承揽工程" },
  },
  {
    origin: "referral",
    source: {
      document: "芒应急函〔2026〕9号",
      about: "应急管理部门转来该企业承建工程脚手架有坍塌危险的线索",
    },
    emergency: { reason: "可能危及施工人员和行人安全，须立即检查" },
  },
] as const;

/** Orders them, once however often it is asked, and has the complaint's check approved before. */
export async function orderInspections(
  official: Person,
  authority: string,
  items: readonly string[],
  window: { from: string; to: string },
  now: Date,
): Promise<InspectionDetail[]> {
  const builders = (sampleFiles().get(authority)?.["entities.csv"] ?? "")
    .split("\n")
    .filter((line) => line.includes(",builder,"))
    .map((line) => line.split(",")[0] ?? "");
  const made: InspectionDetail[] = [];
  for (const [index, about] of orders.entries()) {
    const target = { kind: "entity" as const, code: builders[index] ?? "" };
    const one = await official.at(api.inspection).postInspections({
      body: { ...about, target, items: [...items], window },
      idempotencyKey: keyOf("order", authority, about.source.document),
    });
    if (!one.emergency) await approve(official, one.id, now);
    made.push(one);
  }
  return made;
}

/** Does what is next to be done at one of them. An emergency's team is confirmed at once, and its check approved after it has begun. */
export async function nextActOrdered(
  official: Person,
  officer: Officer,
  id: string,
  items: readonly string[],
  now: Date,
): Promise<InspectionDetail> {
  const one = await officer.read(id);
  if (one.emergency && one.state === "drawn")
    await officer.act(id, "confirm", { statement: "情况紧急，均无利害关系" }, keyOf("confirm", id));
  else await nextAct(officer, one, items);
  if (one.approvalAfterwards?.approvedAt === null) await approve(official, id, now);
  return officer.read(id);
}

/** The authority's head approves one check, once. */
async function approve(official: Person, id: string, now: Date): Promise<void> {
  const params = { id };
  const { items } = await official.at(api.inspection).getInspectionsByIdApprovals({ params });
  if (items.length > 0) return;
  await official
    .as("head-1")
    .at(api.inspection)
    .postInspectionsByIdApprovals({
      params,
      body: { number: `检批${id}`, approver: "局长", approvedOn: dayOf(now) },
      idempotencyKey: keyOf("approval", id),
    });
}
