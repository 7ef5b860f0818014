import bcd from "@mdn/browser-compat-data" with { type: "json" };
import type { Identifier } from "@mdn/browser-compat-data/types";
import { lacking } from "./support.ts";

const elements = bcd.html["elements"] as Identifier;
const global = bcd.html["global_attributes"] as Identifier;

/** What an element may mean in MDN's data, or an attribute of one; nothing where it is no element of HTML. */
export function meantInMarkup(tag: string, attribute?: string): (Identifier | undefined)[] {
  const element = elements[tag];
  if (element === undefined || attribute === undefined) return [element];
  return [element[attribute.toLowerCase()], global[attribute.toLowerCase()]];
}

const tags = /<([a-z][a-z\d]*)((?:\s+[a-z-]+(?:="[^"]*")?)*)/g;

/** What elements and attributes a page's template has that an oldest browser lacks: name and browsers. */
export function newerInTemplate(text: string): string[] {
  const plain = text.replaceAll(/<%.*?%>/gs, "");
  return [...plain.matchAll(tags)].flatMap(([, tag = "", attributes = ""]) => {
    const names = [...attributes.replaceAll(/"[^"]*"/g, "").matchAll(/[a-z-]+/g)].map(([name]) => name);
    return [undefined, ...names].flatMap((name) => {
      const browsers = lacking(meantInMarkup(tag, name));
      return browsers === "" ? [] : [`${name ?? tag} (${browsers})`];
    });
  });
}
