import { authorityOf, shortened, type PlannedEntry, type PublicationContent } from "@shuangsui/contracts";
import { createHash } from "node:crypto";
import type { ItemNow } from "../neighbours/registry.ts";
import { checkPlan, type CheckFacts } from "./check.ts";
import type { FixedContent, Plan } from "./lifecycle.ts";
import { needsOf, type CompleteEntry } from "./rules.ts";

const kinds = { entity: "市场主体", project: "工程项目" } as const;
/** A section's text is at most this long at disclosure; what is longer is cut with a mark. */
const longest = 20_000;

/** What a plan says in a revision. */
type Written = { revision: number; title: string; reason: string | null; entries: readonly PlannedEntry[] };

/**
 * Checks what is written against all that the regulation asks, and fixes what will be published of it.
 * @throws Problem as `rules.ts` has them
 */
export function fixContent(
  { id, authority, year }: Plan,
  { revision, title, reason, entries: written }: Written,
  facts: CheckFacts,
): FixedContent {
  const entries = checkPlan({ ...facts, id, year, entries: written });
  const plan = { id, authority, year, revision, title, reason };
  const content = planContent(plan, entries, facts.registry.items);
  return { entries, content, content_hash: planVersionOf(content) };
}

/** A plan as it is published (articles 16–20): one section an entry, with all that article 18 asks for. */
export function planContent(
  plan: {
    authority: string;
    id: string;
    year: number;
    revision: number;
    title: string;
    reason: string | null;
  },
  entries: readonly CompleteEntry[],
  items: readonly ItemNow[],
): PublicationContent {
  const name = authorityOf(plan.authority)?.name ?? plan.authority;
  const adjustment = plan.reason === null ? [] : [{ title: "调整理由", text: plan.reason }];
  return {
    summary: `${name}${plan.year}年度执法检查计划：${plan.title}`,
    sections: [
      ...adjustment,
      ...entries.map((entry, index) => ({
        title: `抽查计划 ${index + 1}`,
        text: shortened(entryText(entry, items), longest),
      })),
    ],
    facts: {
      authority: plan.authority,
      authorityName: name,
      planId: plan.id,
      year: plan.year,
      revision: plan.revision,
      entries: entries.length,
      ...Object.fromEntries(entries.map((entry, index) => [`entry${index + 1}`, entry.id])),
    },
  };
}

function entryText(entry: CompleteEntry, items: readonly ItemNow[]): string {
  const own = items.filter((item) => entry.items.includes(item.code));
  const needs = needsOf(entry, own);
  const { A, B, C, D } = entry.ratios;
  const versions = entry.itemVersions.map(
    ({ code, version }) =>
      `${own.find((item) => item.code === code)?.name ?? code}（${code}，第${version}版）`,
  );
  return [
    `名称：${entry.title}`,
    `抽查事项：${versions.join("；")}`,
    `对象范围：${kinds[entry.scope.targetKind]}，${entry.scope.categories.length === 0 ? "全部类别" : `类别 ${entry.scope.categories.join("、")}`}`,
    `人员要求：执法人员不少于${needs.officers}人${needs.types.length === 0 ? "" : `，执法类型 ${needs.types.join("、")}`}${needs.specialties.length === 0 ? "" : `，专家 ${needs.specialties.join("、")}`}`,
    `抽查比例：A类 ${A}，B类 ${B}，C类 ${C}，D类 ${D}；每类候补 ${entry.alternates} 个`,
    `抽查频次：每年 ${entry.frequency} 次`,
    `实施时间：${entry.window.from} 至 ${entry.window.to}`,
    entry.liftInspected?.reason === undefined
      ? "本年度已检查的对象原则上不再抽取"
      : `不排除本年度已检查的对象，理由：${entry.liftInspected.reason}`,
  ].join("\n");
}

/** The canonical text of published content: summary, sections with title and text, facts by name. */
function canonicalText({ summary, sections, facts }: PublicationContent): string {
  const inOrder = Object.fromEntries(
    Object.entries(facts).toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)),
  );
  return JSON.stringify({
    summary,
    sections: sections.map(({ title, text }) => ({ title, text })),
    facts: inOrder,
  });
}

/** By what draws name a plan's version: the SHA-256 of its published content's canonical text. */
export function planVersionOf(content: PublicationContent): string {
  return createHash("sha256").update(canonicalText(content), "utf8").digest("hex");
}
