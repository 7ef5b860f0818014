import {
  authorityOf,
  filledIn,
  nameOf,
  riskClass,
  shortened,
  wordsOf,
  type PlannedEntry,
  type PublicationContent,
} from "@shuangsui/contracts";
import { createHash } from "node:crypto";
import type { ItemNow } from "../neighbours/registry.ts";
import { checkPlan, type CheckFacts } from "./check.ts";
import { filterText } from "./filters.ts";
import type { FixedContent } from "./lifecycle.ts";
import type { PlanOfYear } from "./year.ts";
import { needsOf } from "../items/rules.ts";
import { isComplete, type CompleteEntry } from "./rules.ts";

/** What is published is a Chinese document. */
const zh = wordsOf("zh");
const { document } = zh;
/** A section's text is at most this long at disclosure; what is longer is cut with a mark. */
const longest = 20_000;

/** What a plan says in a revision. */
type Written = { revision: number; title: string; reason: string | null; entries: readonly PlannedEntry[] };

/**
 * Checks what is written against all that the regulation asks, and fixes what will be published of it; of an adjustment with what
 * it changes of what was before.
 * @throws Problem as `rules.ts` has them
 */
export function fixContent(
  { id, authority, year }: PlanOfYear,
  { revision, title, reason, entries: written }: Written,
  facts: CheckFacts,
  before?: Pick<Written, "title" | "entries">,
): FixedContent {
  const entries = checkPlan({ ...facts, id, year, entries: written });
  const plan = { id, authority, year, revision, title, reason };
  const content = planContent(plan, entries, facts.registry.items, before);
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
  before?: Pick<Written, "title" | "entries">,
): PublicationContent {
  const name = authorityOf(plan.authority)?.name ?? plan.authority;
  const adjustment = plan.reason === null ? [] : [{ title: document.adjustReason, text: plan.reason }];
  const changed =
    before === undefined
      ? []
      : [{ title: document.whatChanged, text: changesText(before, { title: plan.title, entries }, items) }];
  return {
    summary: filledIn(document.planSummary, { authority: name, year: plan.year, title: plan.title }),
    sections: [
      ...adjustment,
      ...changed,
      ...entries.map((entry, index) => ({
        title: filledIn(document.entry, { number: index + 1 }),
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

type Titled = { title: string; entries: readonly PlannedEntry[] };

/** What an adjustment changes: the plan's title, entries that are new or left out, and of each other one the lines that differ. */
function changesText(before: Titled, after: Titled, items: readonly ItemNow[]): string {
  const linesOf = (entry: CompleteEntry) => entryText(entry, items).split("\n");
  const was = new Map(before.entries.filter(isComplete).map((entry) => [entry.id, linesOf(entry)]));
  const differing = (old: readonly string[], now: readonly string[]) =>
    now.flatMap((line, index) =>
      line === old[index] ? [] : [filledIn(document.changedLine, { before: old[index] ?? "", after: line })],
    );
  const entries = after.entries.filter(isComplete).flatMap((entry, index) => {
    const heading = filledIn(document.entry, { number: index + 1 });
    const old = was.get(entry.id);
    if (old === undefined) return [filledIn(document.addedEntry, { entry: heading, title: entry.title })];
    const lines = differing(old, linesOf(entry));
    return lines.length === 0 ? [] : [heading, ...lines];
  });
  const left = before.entries
    .filter((entry) => !after.entries.some(({ id }) => id === entry.id))
    .map(({ title }) => filledIn(document.leftOutEntry, { title }));
  const lines = [...differing([before.title], [after.title]), ...entries, ...left];
  return shortened(lines.length === 0 ? document.nothingChanged : lines.join("\n"), longest);
}

function entryText(entry: CompleteEntry, items: readonly ItemNow[]): string {
  const own = items.filter((item) => entry.items.includes(item.code));
  const versions = entry.itemVersions.map(({ code, version }) =>
    filledIn(document.item, { name: own.find((item) => item.code === code)?.name ?? code, code, version }),
  );
  const ratios = riskClass.options.map((each) =>
    filledIn(document.ratio, { class: zh.riskClass[each], ratio: entry.ratios[each] }),
  );
  return [
    filledIn(document.entryTitle, { title: entry.title }),
    filledIn(document.items, { items: versions.join(zh.semicolon) }),
    filledIn(document.scope, {
      kind: zh.targetKind[entry.scope.targetKind],
      categories: listOf(zh.category, entry.scope.categories) || document.allCategories,
    }) + filterText(entry),
    inspectorsText(entry, own),
    filledIn(document.ratios, { ratios: ratios.join(zh.comma), alternates: entry.alternates }),
    filledIn(document.frequency, { count: entry.frequency }),
    filledIn(document.window, entry.window),
    entry.liftInspected?.reason === undefined
      ? document.notAgain
      : filledIn(document.again, { reason: entry.liftInspected.reason }),
    ...(entry.special === undefined ? [] : [filledIn(document.special, entry.special)]),
  ].join("\n");
}

function inspectorsText(entry: CompleteEntry, own: readonly ItemNow[]): string {
  const { officers, types, specialties } = needsOf(entry, own);
  return [
    filledIn(document.officers, { count: officers }),
    types.length === 0 ? "" : filledIn(document.officerTypes, { types: listOf(zh.officerType, types) }),
    specialties.length === 0
      ? ""
      : filledIn(document.specialties, { specialties: listOf(zh.specialty, specialties) }),
  ].join("");
}

/** The names of codes in a row; what is an authority's own code stands quoted. */
function listOf(group: Readonly<Record<string, string>>, codes: readonly string[]): string {
  return codes.map((code) => nameOf(group, code)).join(zh.comma);
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

/** The name of a plan's version in draws: the SHA-256 of its published content's canonical text. */
export function planVersionOf(content: PublicationContent): string {
  return createHash("sha256").update(canonicalText(content), "utf8").digest("hex");
}
