import bcd from "@mdn/browser-compat-data" with { type: "json" };
import type { Identifier } from "@mdn/browser-compat-data/types";
import { dirname, relative } from "node:path";
import ts from "typescript";
import { meantInMarkup } from "./markup.ts";
import { lacking } from "./support.ts";

const { api, css, javascript } = bcd;
const builtins = javascript["builtins"] as Identifier;
const intl = builtins["Intl"] as Identifier;
const styles = css["properties"] as Identifier;

/** Interfaces that TypeScript calls by another name than browsers. */
const called: Readonly<Record<string, string>> = {
  IteratorObject: "Iterator",
  AsyncIteratorObject: "AsyncIterator",
  ReadonlyArray: "Array",
  ReadonlyMap: "Map",
  ReadonlySet: "Set",
  ReadonlySetLike: "Set",
};

/** What a name that the language or the browser gives may mean in MDN's data, by where TypeScript declares it. */
function meantBy(declaration: ts.Declaration, name: string): (Identifier | undefined)[] {
  const owner = declaration.parent;
  if (ts.isInterfaceDeclaration(owner)) {
    const isStatic = owner.name.text.endsWith("Constructor");
    const plain = owner.name.text.replace(/Constructor$/, "");
    const type = called[plain] ?? plain;
    const own = [builtins[type]?.[name], intl[type]?.[name], isStatic ? undefined : api[type]?.[name]];
    if (own.some((one) => one !== undefined) || type in builtins || type in api) return own;
    // What several interfaces have in common has a name in TypeScript alone.
    return Object.values(api as Record<string, Identifier>).map((one) => one[name]);
  }
  if (ts.isTypeLiteralNode(owner) && ts.isVariableDeclaration(owner.parent))
    return [api[owner.parent.name.getText()]?.[`${name}_static`], intl[name]];
  if (
    ts.isVariableDeclaration(declaration) ||
    ts.isFunctionDeclaration(declaration) ||
    ts.isInterfaceDeclaration(declaration)
  )
    return [builtins[name], intl[name], api[name], api["Window"]?.[name]];
  return [];
}

const dashed = (name: string) => name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/**
 * Where the scripts of a configuration of TypeScript, and what they import of this project, use what an oldest browser lacks: file,
 * line, name and browsers. Told by the types, so that what has the same name elsewhere is not taken for it.
 */
export function newerInScripts(configuration: string): string[] {
  const { config } = ts.readConfigFile(configuration, (path) => ts.sys.readFile(path));
  const { fileNames, options } = ts.parseJsonConfigFileContent(config, ts.sys, dirname(configuration));
  const program = ts.createProgram(fileNames, options);
  const checker = program.getTypeChecker();
  const found: string[] = [];

  const visit = (node: ts.Node): void => {
    if (ts.isTypeNode(node) || ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)) return;
    const told = (name: string, why: string) => {
      const source = node.getSourceFile();
      const { line } = source.getLineAndCharacterOfPosition(node.getStart());
      found.push(`${relative(process.cwd(), source.fileName)}:${line + 1} ${name} (${why})`);
    };
    const note = (name: string, meant: readonly (Identifier | undefined)[]) => {
      const browsers = lacking(meant);
      if (browsers !== "") told(name, browsers);
    };
    if (ts.isIdentifier(node)) {
      for (const declaration of declarationsOf(node)) note(node.text, meantOf(declaration, node.text));
      if (isUnknown(node)) told(node.text, "newer than these types");
    } else if (ts.isJsxAttribute(node)) {
      const name = node.name.getText();
      note(name, meantInMarkup(node.parent.parent.tagName.getText(), name));
    } else if (ts.isJsxOpeningLikeElement(node)) {
      note(node.tagName.getText(), meantInMarkup(node.tagName.getText()));
    }
    ts.forEachChild(node, visit);
  };
  const declarationsOf = (name: ts.Identifier): readonly ts.Declaration[] => {
    const { parent } = name;
    const symbol =
      ts.isBindingElement(parent) && (parent.propertyName ?? parent.name) === name
        ? checker.getTypeAtLocation(parent.parent).getProperty(name.text)
        : checker.getSymbolAtLocation(name);
    return symbol?.declarations?.slice(0, 1) ?? [];
  };
  /** Whether something is called or read that this TypeScript knows nothing of. */
  const isUnknown = (name: ts.Identifier): boolean => {
    const { parent } = name;
    if (checker.getSymbolAtLocation(name) !== undefined) return false;
    if (ts.isPropertyAccessExpression(parent) && parent.name === name)
      return (checker.getTypeAtLocation(parent.expression).flags & ts.TypeFlags.Any) === 0;
    const isRead =
      ts.isNewExpression(parent) || ts.isCallExpression(parent) || ts.isPropertyAccessExpression(parent);
    return isRead && parent.expression === name;
  };
  const meantOf = (declaration: ts.Declaration, name: string) => {
    const source = declaration.getSourceFile();
    if (program.isSourceFileDefaultLibrary(source)) return meantBy(declaration, name);
    return source.fileName.includes("/csstype/") ? [styles[dashed(name)]] : [];
  };
  for (const source of program.getSourceFiles())
    if (!source.isDeclarationFile && !source.fileName.includes("/node_modules/")) visit(source);
  return found;
}
