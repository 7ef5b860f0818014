import {
  authorityOf,
  filledIn,
  shortened,
  wordsOf,
  type ListedItem,
  type PublicationContent,
} from "@shuangsui/contracts";

/** What is published is a Chinese document. */
const zh = wordsOf("zh");
const { document } = zh;
/** As many sections as a publication has at most, with some to spare; a longer list has several items in one. */
const sectionsAtMost = 100;
const longestTitle = 100;
const longestText = 20_000;
const longestReason = 1_000;

/**
 * An authority's list as it is published, with what article 6 asks for: item, basis, subject, content and method. What has ended by
 * `today` (YYYY-MM-DD) is not on it any more (article 8).
 */
export function listContent(
  authority: string,
  items: readonly ListedItem[],
  today: string,
): PublicationContent {
  const listed = items.filter(({ inForceTo }) => inForceTo === null || inForceTo >= today);
  const name = authorityOf(authority)?.name ?? authority;
  const together = Math.ceil(listed.length / sectionsAtMost);
  const starts = Array.from(
    { length: together === 0 ? 0 : Math.ceil(listed.length / together) },
    (_, section) => section * together,
  );
  return {
    summary: filledIn(document.itemListSummary, { authority: name, count: listed.length }),
    sections: starts.map((from) => sectionOf(listed.slice(from, from + together), from + 1)),
    facts: { authority, authorityName: name, items: listed.length },
  };
}

function sectionOf(items: readonly ListedItem[], number: number) {
  const titled = items.map((item, index) => ({
    title: filledIn(document.listedItem, { number: number + index, name: item.name, code: item.code }),
    text: textOf(item),
  }));
  const [first, ...others] = titled;
  if (first !== undefined && others.length === 0)
    return { title: shortened(first.title, longestTitle), text: shortened(first.text, longestText) };
  return {
    title: filledIn(document.listedItems, { from: number, to: number + items.length - 1 }),
    text: shortened(titled.map(({ title, text }) => `${title}\n${text}`).join("\n\n"), longestText),
  };
}

function textOf({ legalBasis, subject, content, method, targetKind, validFrom, inForceTo }: ListedItem) {
  return [
    filledIn(document.itemBasis, { basis: legalBasis }),
    filledIn(document.itemSubject, { subject }),
    filledIn(document.itemContent, { content }),
    filledIn(document.itemMethod, { method }),
    filledIn(document.itemTargets, { kind: zh.targetKind[targetKind] }),
    filledIn(document.itemFrom, { day: validFrom }),
    ...(inForceTo === null ? [] : [filledIn(document.itemUntil, { day: inForceTo })]),
  ].join("\n");
}

/** Why a list is published: it is drawn up, or changed (article 8), and then what of it, by the sections' titles without their numbers. */
export function reasonOf(before: PublicationContent | null, after: PublicationContent): string {
  if (before === null) return document.reasonItemList;
  const was = byName(before);
  const is = byName(after);
  const named = (pattern: string, names: readonly string[]) =>
    names.length === 0 ? [] : [filledIn(pattern, { codes: names.join(zh.comma) })];
  const changes = [
    ...named(
      document.itemsAdded,
      [...is.keys()].filter((name) => !was.has(name)),
    ),
    ...named(
      document.itemsChanged,
      [...is].filter(([name, text]) => was.has(name) && was.get(name) !== text).map(([name]) => name),
    ),
    ...named(
      document.itemsLeftOut,
      [...was.keys()].filter((name) => !is.has(name)),
    ),
  ];
  return shortened(
    filledIn(document.reasonItemListChanged, { changes: changes.join(zh.semicolon) }),
    longestReason,
  );
}

const byName = ({ sections }: PublicationContent) =>
  new Map(sections.map(({ title, text }) => [title.replace(/^\d+\. /, ""), text]));
