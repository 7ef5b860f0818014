import { type PlannedEntry } from "@shuangsui/contracts";
import { describe, expect, it } from "vitest";
import type { ItemNow } from "../neighbours/registry.ts";
import { planContent, planVersionOf } from "./content.ts";
import type { ClassCounts, Populations } from "./populations.ts";
import {
  drawnBefore,
  leftOf,
  ratioUses,
  requireComplete,
  requireFrequency,
  requirePlanState,
  requireRatio,
  requireReasons,
  requireTargets,
  type CompleteEntry,
} from "./rules.ts";
import { needsOf, requireItems } from "../items/rules.ts";
import { codeOf } from "../testing/refusals.ts";

const counts = (A: number, B = 0, C = 0, D = 0): ClassCounts => ({ A, B, C, D });
const populations: Populations = {
  entity: new Map([
    ["builder", counts(600, 300, 80, 20)],
    ["developer", counts(200)],
  ]),
  project: new Map([["project", counts(100)]]),
};
const entry: CompleteEntry = {
  id: "01890000-0000-7000-8000-000000000001",
  title: "抽查",
  items: ["I1", "I2"],
  itemVersions: [],
  scope: { targetKind: "entity", categories: ["builder"] },
  inspectors: { officers: 2, types: [], specialties: ["structure"] },
  ratios: { A: "0.01", B: "0.01", C: "0.01", D: "0.01" },
  alternates: 2,
  frequency: 1,
  window: { from: "2026-03-01", to: "2026-11-30" },
};
const item = (code: string, officerTypes: string[], inForce = true): ItemNow => ({
  code,
  name: code,
  version: 3,
  inForce,
  officerTypes,
  specialties: [],
  targetKind: "entity",
  legalBasis: "法",
  content: "内容",
  method: "方法",
  repealed: [],
  checklist: [],
});
const caps = { ratio: "0.01", frequency: 2 };
const without = (part: keyof PlannedEntry): PlannedEntry => ({ ...entry, [part]: undefined });

describe("articles 18, 19: a plan is complete", () => {
  it("with scope, inspectors, ratio, frequency and time", () => {
    expect(requireComplete(2026, [entry])).toEqual([entry]);
    for (const part of ["scope", "inspectors", "ratios", "frequency", "window"] as const)
      expect(codeOf(() => requireComplete(2026, [without(part)]))).toBe("plan/incomplete");
    expect(codeOf(() => requireComplete(2026, [{ ...entry, items: [] }]))).toBe("plan/incomplete");
    expect(codeOf(() => requireComplete(2026, []))).toBe("plan/incomplete");
  });
  it("and its time is within its year", () =>
    expect(codeOf(() => requireComplete(2025, [entry]))).toBe("plan/incomplete"));
  it("and its scope matches a target", () => {
    expect(codeOf(() => requireTargets([entry], populations))).toBe("none");
    expect(
      codeOf(() =>
        requireTargets(
          [{ ...entry, scope: { targetKind: "entity", categories: ["testing-lab"] } }],
          populations,
        ),
      ),
    ).toBe("plan/empty-scope");
  });
});

describe("article 20: the caps of a prefecture", () => {
  it("hold for the year's total over the registry in scope, not for each class, in exact decimals", () => {
    expect(codeOf(() => requireRatio([entry], [], [], populations, caps))).toBe("none");
    // 600 * 0.005 + 300 * 0.01 + 80 * 0.03 + 20 * 0.08 = 10, exactly 1 % of 1,000.
    const shifted = { ...entry, ratios: { A: "0.005", B: "0.01", C: "0.03", D: "0.08" } };
    expect(codeOf(() => requireRatio([shifted], [], [], populations, caps))).toBe("none");
    expect(
      codeOf(() =>
        requireRatio(
          [{ ...shifted, ratios: { ...shifted.ratios, D: "0.08000001" } }],
          [],
          [],
          populations,
          caps,
        ),
      ),
    ).toBe("plan/ratio-above-cap");
  });
  it("count every draw of the year, and the year's other plans", () => {
    expect(codeOf(() => requireRatio([{ ...entry, frequency: 2 }], [], [], populations, caps))).toBe(
      "plan/ratio-above-cap",
    );
    expect(codeOf(() => requireRatio([entry], [entry], [], populations, caps))).toBe("plan/ratio-above-cap");
    expect(codeOf(() => requireRatio([entry], [], [[[entry]]], populations, caps))).toBe(
      "plan/ratio-above-cap",
    );
  });
  it("are shown as far as they are used, where the year's plans leave least of them", () => {
    const numbers = ([use]: ReturnType<typeof ratioUses>) =>
      use === undefined ? [] : [use.targetKind, use.registry, use.drawn.toNumber(), use.most.toNumber()];
    const half = { ...entry, ratios: { A: "0.005", B: "0.005", C: "0.005", D: "0.005" } };
    expect(numbers(ratioUses([half], [], [], populations, caps))).toEqual(["entity", 1000, 5, 10]);
    expect(numbers(ratioUses([half], [half], [], populations, caps))).toEqual(["entity", 1000, 10, 10]);
    // Of another plan either revision may be drawn from: the one of more draws leaves less.
    const others = [[[], [half]]];
    expect(numbers(ratioUses([half], [], others, populations, caps))).toEqual(["entity", 1000, 10, 10]);
    expect(ratioUses([], [], others, populations, caps)).toEqual([]);
  });
  it("count what was drawn of an entry, and of those whose place it took", () => {
    const other = { ...entry, id: "01890000-0000-7000-8000-000000000002" };
    const drawn = [entry, other].map((one) => ({ planId: "p", entry: one }));
    expect(drawnBefore(entry, [entry, other], drawn, [[entry, other]])).toBe(1);
    expect(drawnBefore(entry, [entry], drawn, [[other]])).toBe(2);
    expect(drawnBefore(entry, [entry], drawn, [[entry, other]])).toBe(1);
  });
  it("hold for entities and for projects each", () => {
    const projects = {
      ...entry,
      scope: { targetKind: "project" as const, categories: [] },
      ratios: { A: "0.011", B: "0", C: "0", D: "0" },
    };
    expect(
      codeOf(() =>
        requireRatio(
          [{ ...entry, ratios: { A: "0", B: "0", C: "0", D: "0" } }, projects],
          [],
          [],
          populations,
          caps,
        ),
      ),
    ).toBe("plan/ratio-above-cap");
  });
  it("count a registry once where scopes overlap", () => {
    const all = {
      ...entry,
      scope: { targetKind: "entity" as const, categories: [] },
      ratios: { A: "0.01", B: "0", C: "0", D: "0" },
    };
    // 8 of all classes A and 4 of builders' B to D are 12 of 1,200.
    expect(
      codeOf(() =>
        requireRatio(
          [all, { ...entry, ratios: { A: "0", B: "0.01", C: "0.01", D: "0.01" } }],
          [],
          [],
          populations,
          caps,
        ),
      ),
    ).toBe("none");
    expect(
      codeOf(() =>
        requireRatio(
          [all, { ...entry, ratios: { A: "0.001", B: "0.01", C: "0.01", D: "0.01" } }],
          [],
          [],
          populations,
          caps,
        ),
      ),
    ).toBe("plan/ratio-above-cap");
  });
  it("hold whichever revision of another plan is drawn from: the one that draws less may have the smaller scope", () => {
    const three: Populations = {
      entity: new Map([
        ["c1", counts(100)],
        ["c2", counts(100)],
        ["c3", counts(800)],
      ]),
      project: new Map(),
    };
    const drawing = (ratio: string, ...categories: string[]): CompleteEntry => ({
      ...entry,
      scope: { targetKind: "entity", categories },
      ratios: { A: ratio, B: "0", C: "0", D: "0" },
    });
    const [handedIn, inForce, adjusted] = [drawing("0.05", "c1"), drawing("0.005"), drawing("0.01", "c2")];
    const ratio = (...others: CompleteEntry[][][]) =>
      codeOf(() => requireRatio([handedIn], [], others, three, caps));
    // 5 and 5 of 1,000 are within 1 %; 5 and 1 of 200 are not, unless a third plan's scope makes room for them.
    expect(ratio([[inForce]])).toBe("none");
    expect(ratio([[adjusted]])).toBe("plan/ratio-above-cap");
    expect(ratio([[inForce], [adjusted]])).toBe("plan/ratio-above-cap");
    expect(ratio([[inForce], [adjusted]], [[], [drawing("0", "c1")]])).toBe("plan/ratio-above-cap");
    expect(ratio([[inForce], [adjusted]], [[drawing("0", "c3")]])).toBe("none");
  });
  it("allow two draws of an entry a year", () => {
    expect(codeOf(() => requireFrequency([{ ...entry, frequency: 2 }], [], [], caps))).toBe("none");
    expect(codeOf(() => requireFrequency([{ ...entry, frequency: 3 }], [], [], caps))).toBe(
      "plan/frequency-above-cap",
    );
  });
  it("count the draws of an entry that is gone for what took its place, and for nothing else", () => {
    const twice = { ...entry, frequency: 2 };
    const other = { ...twice, id: "01890000-0000-7000-8000-000000000002" };
    const elsewhere = { ...other, scope: { targetKind: "entity" as const, categories: ["developer"] } };
    const drawn = [{ planId: "plan", entry: twice }];
    const above = "plan/frequency-above-cap";
    const after = (inForce: CompleteEntry[][], ...entries: CompleteEntry[]) =>
      codeOf(() => requireFrequency(entries, drawn, inForce, caps));
    expect(after([[twice]], other)).toBe(above);
    expect(after([[twice]], { ...other, frequency: 1 })).toBe("none");
    expect(after([[twice]], twice, other)).toBe("none");
    expect(after([[twice]], elsewhere)).toBe("none");
    // One that was in force beside it took no place, whether it was there when that was drawn or came since.
    expect(after([[twice, other]], other)).toBe("none");
    expect(after([[twice], [twice, other]], other)).toBe("none");
    expect(after([[twice], [other]], other)).toBe(above);
    expect(leftOf("plan", [twice, other], drawn).map(({ frequency }) => frequency)).toEqual([1, 2]);
    expect(leftOf("another", [twice], drawn).map(({ frequency }) => frequency)).toEqual([2]);
  });
  it("let the already inspected be drawn with a written reason alone", () => {
    expect(codeOf(() => requireReasons([{ ...entry, liftInspected: { reason: "举报集中" } }]))).toBe("none");
    expect(codeOf(() => requireReasons([{ ...entry, liftInspected: {} }]))).toBe(
      "plan/exclusion-reason-missing",
    );
  });
});

describe("article 8: the items of a plan", () => {
  it("are in force and of the kind of target", () => {
    expect(codeOf(() => requireItems(["I1"], [item("I1", ["market"])], "entity"))).toBe("none");
    expect(codeOf(() => requireItems(["I1"], [item("I1", ["market"], false)]))).toBe("item/not-in-force");
    expect(codeOf(() => requireItems(["I1"], []))).toBe("item/not-in-force");
    expect(codeOf(() => requireItems(["I1"], [item("I1", ["market"])], "project"))).toBe("body/invalid");
  });
  it("say together which officers are needed (article 21)", () => {
    expect(needsOf(entry, [item("I1", ["quality"]), item("I2", ["market", "quality"])])).toEqual({
      officers: 2,
      types: ["market", "quality"],
      specialties: ["structure"],
    });
  });
});

describe("a plan's state", () => {
  it("refuses what does not fit it", () =>
    expect(codeOf(() => requirePlanState("published", "draft"))).toBe("plan/wrong-state"));
});

describe("a plan as it is published", () => {
  const plan = { authority: "533103", id: entry.id, year: 2026, revision: 1, title: "计划", reason: null };
  const textOf = (changes: Partial<typeof entry>, items = [item("I1", ["market"])]) =>
    planContent(plan, [{ ...entry, ...changes }], items).sections[0]?.text.split("\n") ?? [];

  it("names categories, types, specialties and classes, and gives no code of ours (articles 18, 19)", () => {
    const text = textOf({
      scope: { targetKind: "entity", categories: ["builder", "testing-lab"] },
      inspectors: { officers: 3, types: ["quality"], specialties: ["structure"] },
      ratios: { A: "0.01", B: "0.02", C: "0.05", D: "0.1" },
    });
    expect(text).toContain("对象范围：市场主体，建筑施工企业、工程质量检测单位");
    expect(text).toContain("人员要求：执法人员不少于3人，执法类型：建筑市场、工程质量，专家专业：结构");
    expect(text).toContain("抽查比例：A类 0.01、B类 0.02、C类 0.05、D类 0.1；每类候补 2 个");
  });

  it("says of a special one by whom it was approved and when it was filed, and of another nothing of that", () => {
    const special = { documentNumber: "德政办〔2026〕3号", approvedBy: "州人民政府", filedOn: "2026-01-20" };
    const line = "专项检查：州人民政府批准（德政办〔2026〕3号），2026-01-20 备案";
    expect(textOf({ special }).at(-1)).toBe(line);
    expect(textOf({}).join()).not.toContain("专项检查");
  });

  it("quotes what an authority has named itself, and says where every category is meant", () => {
    const inspectors = { officers: 2, types: ["fire-doors"], specialties: [] };
    expect(textOf({ inspectors }, [])).toContain("人员要求：执法人员不少于2人，执法类型：“fire-doors”");
    expect(textOf({ scope: { targetKind: "project", categories: [] } })).toContain(
      "对象范围：工程项目，全部类别",
    );
  });
});

describe("a plan's version", () => {
  it("follows from what is published, whatever order its facts come back in", () => {
    const plan = { authority: "533103", id: entry.id, year: 2026, revision: 1, title: "计划", reason: null };
    const content = planContent(plan, [entry], [item("I1", ["market"]), item("I2", [])]);
    const facts = Object.fromEntries(Object.entries(content.facts).toReversed());
    expect(planVersionOf({ ...content, facts })).toBe(planVersionOf(content));
    expect(planVersionOf(planContent({ ...plan, revision: 2 }, [entry], []))).not.toBe(
      planVersionOf(content),
    );
  });
});
