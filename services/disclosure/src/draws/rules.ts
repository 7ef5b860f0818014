import { Problem } from "@shuangsui/contracts";
import { FILE_NAMES, verifyDraw } from "@shuangsui/lottery";
import { openTargets } from "@shuangsui/lottery/lanes";
import { z } from "zod";

type DrawState = "committed" | "revealed" | "void";

/**
 * A draw that was committed to is revealed or void, and stays so.
 * @throws Problem `draw/immutable`
 */
export function requireTransition(from: DrawState, to: DrawState): void {
  if (from === to || from === "committed") return;
  throw new Problem("draw/immutable", `it is ${from}`);
}

const named = z.object({ drawId: z.string(), authority: z.string() });

/**
 * The portal shows no reveal that does not verify: all eight files are there, every check of the specification passes,
 * and what was committed to is this draw of this authority, not another's.
 * @throws Problem `draw/does-not-verify` naming the check
 */
export async function requireVerified(
  draw: { id: string; authority: string },
  files: ReadonlyMap<string, Buffer>,
): Promise<void> {
  const missing = FILE_NAMES.find((name) => !files.has(name));
  if (missing !== undefined) throw new Problem("draw/does-not-verify", `${missing} is missing`);
  for await (const check of verifyDraw(Object.fromEntries(files), { openTargets }))
    if (check.ok === false)
      throw new Problem("draw/does-not-verify", `${check.name}: ${check.detail}`.slice(0, 500));
  const commitment = named.parse(JSON.parse(files.get("commitment.json")?.toString("utf8") ?? ""));
  if (commitment.drawId !== draw.id || commitment.authority !== draw.authority)
    throw new Problem("draw/does-not-verify", "commitment.json is of another draw");
}
