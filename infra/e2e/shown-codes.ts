import { wordsOf } from "@shuangsui/contracts";

/** Groups of words that name no codes: what pages and documents say, and what their parts are called. */
const sayings: ReadonlySet<string> = new Set([
  ...["label", "left", "console", "portal", "document", "inspected", "riskRules"],
  ...["listTitle", "listHeading"],
]);

/** Codes of one letter are those of the risk classes, by which they are called. */
const codes = new Set(
  Object.entries(wordsOf("zh"))
    .flatMap(([name, group]) => (typeof group === "string" || sayings.has(name) ? [] : Object.keys(group)))
    .filter((code) => code.length > 1),
);

/** The text of a page as a reader sees it, without its commands and the names of its files. */
function visibleText(html: string): string {
  return html
    .replaceAll(/<(pre|style|head)[\s>].*?<\/\1>/gs, " ")
    .replaceAll(/<[^>]*>/g, " ")
    .replaceAll(/[\w-]+\.(?:json|ndjson|csv|md)\b/g, " ");
}

/** The codes that a page shows to its readers, which has words for them; and places for which it had no word at all. */
export function shownCodes(html: string): string[] {
  const shown = visibleText(html).match(/[A-Za-z][A-Za-z0-9]*(?:[-/][A-Za-z0-9]+)*/g) ?? [];
  return shown.filter((word) => codes.has(word) || word === "undefined");
}

/** Reads the pages of a site that its own links lead to, from its first one on, at most so many, by their addresses. */
export async function pagesOf(site: string, most: number): Promise<Map<string, string>> {
  const pages = new Map<string, string>();
  const ahead = ["/"];
  for (let path = ahead.shift(); path !== undefined && pages.size < most; path = ahead.shift()) {
    if (pages.has(path)) continue;
    const html = await fetch(new URL(path, site)).then((answer) => answer.text());
    pages.set(path, html);
    for (const [, href = ""] of html.matchAll(/href="(\/[^"]*)"/g))
      if (!/^\/(?:\/|api\/|style[.]css)/.test(href)) ahead.push(href.replaceAll("&amp;", "&"));
  }
  return pages;
}
