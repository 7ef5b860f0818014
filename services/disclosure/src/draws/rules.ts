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

/** A draw with its files as they were handed in. */
export type RevealedFiles = {
  id: string;
  authority: string;
  files: Readonly<Record<string, Uint8Array>>;
};

const named = z.object({ drawId: z.string(), authority: z.string() });

/**
 * Why a reveal is not to be shown, null where it is: all eight files are there, every check of the specification passes, and what was
 * committed to is this draw of this authority, not another's. A large draw takes seconds: it is asked in a thread of its own.
 */
export async function faultOf({ id, authority, files }: RevealedFiles): Promise<string | null> {
  const missing = FILE_NAMES.find((name) => !Object.hasOwn(files, name));
  if (missing !== undefined) return `${missing} is missing`;
  for await (const check of verifyDraw(files, { openTargets }))
    if (check.ok === false) return `${check.name}: ${check.detail}`.slice(0, 500);
  const text = Buffer.from(files["commitment.json"] ?? new Uint8Array()).toString("utf8");
  const commitment = named.parse(JSON.parse(text));
  return commitment.drawId === id && commitment.authority === authority
    ? null
    : "commitment.json is of another draw";
}
