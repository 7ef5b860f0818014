import bcd from "@mdn/browser-compat-data" with { type: "json" };
import type { Identifier } from "@mdn/browser-compat-data/types";
import { generate, parse, walk } from "css-tree";
import { lacking } from "./support.ts";

const { css } = bcd;

/** The functions that values may be made by, by their name, in whichever kind of value. */
const functions = new Map<string, Identifier[]>();
const learn = (kinds: Identifier): void => {
  for (const [name, kind] of Object.entries(kinds)) {
    if (name === "__compat") continue;
    functions.set(name, [...(functions.get(name) ?? []), kind as Identifier]);
    learn(kind as Identifier);
  }
};
learn(css["types"] as Identifier);

const within = (of: Identifier | undefined, name: string): Identifier | undefined => of?.[name];

/**
 * What a style sheet says that an oldest browser would not heed: line, name and browsers. What stands in `@supports` is meant for those
 * that know it.
 */
export function newerInStyle(text: string): string[] {
  const found: string[] = [];
  const properties = css["properties"] as Identifier;
  const atRules = css["at-rules"] as Identifier;
  walk(parse(text, { positions: true }), function (node) {
    const note = (name: string, meant: readonly (Identifier | undefined)[]) => {
      const { atrule } = this;
      const isAsked =
        atrule?.name === "supports" && atrule.prelude !== null && generate(atrule.prelude).includes(name);
      const browsers = lacking(meant);
      if (browsers !== "" && !isAsked) found.push(`line ${node.loc?.start.line ?? 0}: ${name} (${browsers})`);
    };
    const property = this.declaration?.property;
    const own = property === undefined ? undefined : within(properties, property);
    switch (node.type) {
      case "Declaration":
        return note(node.property, [within(properties, node.property)]);
      case "Atrule":
        return note(node.name, [within(atRules, node.name)]);
      case "Feature":
        return note(node.name, [within(within(atRules, node.kind), node.name)]);
      case "PseudoClassSelector":
      case "PseudoElementSelector":
        return note(node.name, [within(css["selectors"], node.name)]);
      case "Identifier":
        return own === undefined ? undefined : note(node.name, [within(own, node.name)]);
      case "Function":
        return note(node.name, [within(own, node.name), ...(functions.get(node.name) ?? [])]);
      default:
        return undefined;
    }
  });
  return found;
}
