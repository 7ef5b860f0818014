import { planDetail, planList } from "@shuangsui/contracts";
import type { Stack } from "../embedded/stack.ts";
import { windowFrom, ok } from "../sample/officials.ts";
import { keyOf, personAt } from "../sample/people.ts";

/** How many plans stand after a caller who lost an answer asked again. */
export type Repeated = {
  /** With the key of the first time. */
  keyed: number;
  /** With a new key, as naive callers do: what the count must be able to see. */
  naive: number;
};

/** Drafts a plan twice with one key, and another twice with two. */
export async function repeatRequests({
  endpoints,
  people,
}: Pick<Stack, "endpoints" | "people">): Promise<Repeated> {
  const official = personAt(endpoints.inspection, people, "533124");
  const draft = (title: string, key: string) => {
    const entry = {
      title: "建筑施工企业抽查",
      items: ["533124-01"],
      scope: { targetKind: "entity", categories: ["builder"] },
      ratios: { A: "0.05", B: "0.05", C: "0.1", D: "0.1" },
      inspectors: { officers: 2, types: [], specialties: [] },
      alternates: 0,
      frequency: 1,
      window: windowFrom(new Date("2026-10-01T00:00:00Z"), 30),
    };
    return official.post("/api/v1/plans", { year: 2026, title, entries: [entry] }, key);
  };
  const keys = { keyed: ["a", "a"], naive: ["a", "b"] };
  for (const [title, both] of Object.entries(keys))
    for (const key of both)
      planDetail.parse(ok(await draft(title, keyOf("control", title, key)), "a draft of a plan"));
  const plans = planList.parse(ok(await official.get("/api/v1/plans?limit=500"), "the plans")).items;
  const count = (title: string) => plans.filter((plan) => plan.title === title).length;
  return { keyed: count("keyed"), naive: count("naive") };
}
