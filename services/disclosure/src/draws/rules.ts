import { Problem } from "@shuangsui/contracts";
import { FILE_NAMES, verifyDraw } from "@shuangsui/lottery";

type DrawState = "committed" | "revealed" | "void";

/**
 * A draw that was committed to is revealed or void, and stays so.
 * @throws Problem `draw/immutable`
 */
export function requireTransition(from: DrawState, to: DrawState): void {
  if (from === to || from === "committed") return;
  throw new Problem("draw/immutable", `it is ${from}`);
}

/**
 * The portal shows no reveal that does not verify: all eight files are there, and every check of the specification passes.
 * @throws Problem `draw/does-not-verify` naming the check
 */
export function requireVerified(files: ReadonlyMap<string, Buffer>): void {
  const missing = FILE_NAMES.find((name) => !files.has(name));
  if (missing !== undefined) throw new Problem("draw/does-not-verify", `${missing} is missing`);
  for (const check of verifyDraw(Object.fromEntries(files)))
    if (check.ok === false)
      throw new Problem("draw/does-not-verify", `${check.name}: ${check.detail}`.slice(0, 500));
}
