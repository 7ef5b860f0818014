import ts from "typescript";

const han = /\p{Script=Han}/u;

/** Whether a node of a program is a text, or a name, that has a Chinese character in it. A comment is no node. */
function isChinese(node: ts.Node): boolean {
  return (
    (ts.isLiteralExpression(node) ||
      ts.isTemplateHead(node) ||
      ts.isTemplateMiddleOrTemplateTail(node) ||
      ts.isJsxText(node) ||
      ts.isIdentifier(node)) &&
    han.test(node.text)
  );
}

/** The lines of a program, by their numbers, on which texts with Chinese characters begin: `12: 依据`. */
function chineseInProgram(name: string, text: string): string[] {
  const file = ts.createSourceFile(name, text, ts.ScriptTarget.Latest);
  const found: string[] = [];
  const look = (node: ts.Node) => {
    if (isChinese(node)) {
      const { line } = file.getLineAndCharacterOfPosition(node.getStart(file));
      found.push(`${line + 1}: ${node.getText(file).trim()}`);
    }
    ts.forEachChild(node, look);
  };
  look(file);
  return found;
}

/** The lines of a template or a style, by their numbers, that have Chinese characters in them. */
const chineseInMarkup = (text: string): string[] =>
  text.split("\n").flatMap((line, index) => (han.test(line) ? [`${index + 1}: ${line.trim()}`] : []));

/** Where a file has a text with Chinese characters in it, by line. What a program's comments say is no text. */
export function chineseIn(name: string, text: string): string[] {
  if (!han.test(text)) return [];
  return /\.[jt]sx?$/.test(name) ? chineseInProgram(name, text) : chineseInMarkup(text);
}
