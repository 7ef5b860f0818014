/**
 * The first name that an object of a JSON text has twice, or undefined: JSON.parse would take the last and say nothing. The
 * text is one that JSON.parse reads.
 */
export function nameTwice(json: string): string | undefined {
  const open: (Set<string> | null)[] = [];
  for (const [token, rest = ""] of json.matchAll(/[{}[\]]|"(?:[^"\\]|\\.)*"(\s*:)?/g)) {
    if (token === "{") open.push(new Set());
    else if (token === "[") open.push(null);
    else if (token === "}" || token === "]") open.pop();
    else if (rest !== "") {
      const name = String(JSON.parse(token.slice(0, token.length - rest.length)));
      const names = open.at(-1);
      if (names?.has(name) === true) return name;
      names?.add(name);
    }
  }
  return undefined;
}
