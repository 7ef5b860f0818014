import { hex64, listOf, object, text, type Form } from "./json-form.ts";
import { identityHash, opaqueId } from "./opaque-id.ts";
import { Refusal, type FileName } from "./refusal.ts";
import type { Member } from "./roster.ts";

/** What an auditor is shown: both keys and the registry's own lists of codes. */
export interface RegistryKeys {
  readonly saltKey: string;
  readonly rosterKey: string;
  /** The code of every target in the snapshot. */
  readonly targets: readonly string[];
  /** The id of every inspector in the roster. */
  readonly inspectors: readonly string[];
}

const keysForm: Form<RegistryKeys> = object({
  saltKey: hex64,
  rosterKey: hex64,
  targets: listOf(text),
  inspectors: listOf(text),
});

/** Reads a keys file: a JSON object of `saltKey`, `rosterKey`, `targets`, `inspectors`, spaced as one likes. @throws Refusal */
export function readRegistryKeys(keysText: string): RegistryKeys {
  let value: unknown;
  try {
    value = JSON.parse(keysText);
  } catch {
    throw new Refusal("form", "the keys are not JSON");
  }
  return keysForm(value, "the keys");
}

/**
 * Recomputes all ids from the registry, and so finds an entry that is there twice, left out, or of nobody's.
 * @throws Refusal with the line of an id that the registry does not give
 */
export function checkRegistry(
  { ids, roster }: { ids: readonly string[]; roster: readonly Member[] },
  keys: RegistryKeys,
): void {
  checkSame(
    "targets.csv",
    "target",
    ids,
    keys.targets.map((code) => opaqueId(keys.saltKey, code)),
  );
  checkSame(
    "roster.ndjson",
    "inspector",
    roster.map((member) => member.identityHash),
    keys.inspectors.map((id) => identityHash(keys.rosterKey, id)),
  );
}

function checkSame(file: FileName, what: string, found: readonly string[], wanted: readonly string[]): void {
  const left = new Set<string>();
  wanted.forEach((hash, i) => {
    // Named by its place in the list: a code or an inspector's id is not for printing.
    if (left.has(hash)) throw new Refusal("registry", `${what} ${i + 1} of the registry is entered twice`);
    left.add(hash);
  });
  found.forEach((hash, i) => {
    if (!left.delete(hash)) throw new Refusal("registry", `this ${what} is not in the registry`, file, i + 1);
  });
  if (left.size > 0) {
    const missing = wanted.findIndex((hash) => left.has(hash));
    throw new Refusal("registry", `${what} ${missing + 1} of the registry was left out`, file, found.length);
  }
}
