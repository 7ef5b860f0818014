import { approveLocalDraw, publishedPlan } from "../sample/officials.ts";
import type { Person } from "../sample/people.ts";

/** The items of the tests' plan. */
export const builderItems = ["533103-01"];

/** Two witnesses of different units. */
export const testWitnesses = [
  { name: "见证人甲", unit: "芒市司法局", deviceSecret: "device of the first" },
  { name: "见证人乙", unit: "芒市建筑业协会", deviceSecret: "device of the second" },
];

/** A published plan with one entry over builders, of which the ratio is drawn in each class. */
export async function planOverBuilders(
  official: Person,
  now: Date,
  ratio: string,
): Promise<{ planId: string; entryId: string }> {
  await approveLocalDraw(official);
  const plan = await publishedPlan(official, "年度执法检查计划", now, 60, [
    {
      title: "建筑施工企业资质条件抽查",
      items: builderItems,
      scope: { targetKind: "entity", categories: ["builder"] },
      ratios: { A: ratio, B: ratio, C: ratio, D: ratio },
    },
  ]);
  const entry = plan.entries[0];
  if (entry === undefined) throw new Error("the plan has no entry");
  return { planId: plan.id, entryId: entry.id };
}
