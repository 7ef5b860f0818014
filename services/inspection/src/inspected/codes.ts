import { inspectionState, Problem, type InspectionState } from "@shuangsui/contracts";
import { createHash, randomBytes } from "node:crypto";

/** For how many days a code holds, from when it was given. */
export const codeDays = 30;
/** For how long the session holds that a code is exchanged for, milliseconds. */
export const sessionMs = 30 * 60_000;

/** Digits and capitals without those that are taken for others. */
const letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const groups = 4;
const perGroup = 5;

/** A new code of 100 random bits, as it is printed: four groups of five. */
export function newCode(): string {
  const all = [...randomBytes(groups * perGroup)]
    .map((byte) => letters[byte % letters.length] ?? "")
    .join("");
  return (all.match(new RegExp(`.{${perGroup}}`, "g")) ?? []).join("-");
}

/** A code as it is kept: by its hash. Small letters, blanks, and O, I and L for 0 and 1 make no other code. */
export function hashOfCode(code: string): string {
  const plain = code.toUpperCase().replaceAll(/[\s-]/g, "").replaceAll("O", "0").replaceAll(/[IL]/g, "1");
  return createHash("sha256").update(plain).digest("hex");
}

/** A code as it stands. */
export type KeptCode = { expires_at: Date; used_at: Date | null; replaced_at: Date | null };

/**
 * A code is used once, before its end and while no other was given after it.
 * @throws Problem `access-code/wrong`, `access-code/expired`, `access-code/used`
 */
export function requireUsable<C extends KeptCode>(code: C | undefined, at: Date): C {
  if (code === undefined) throw new Problem("access-code/wrong");
  if (code.used_at !== null) throw new Problem("access-code/used");
  if (code.replaced_at !== null || at >= code.expires_at) throw new Problem("access-code/expired");
  return code;
}

const before = inspectionState.extract(["drawn", "confirmed"]).options as readonly InspectionState[];
const never = inspectionState.extract(["gone", "no-team", "lapsed", "cancelled"])
  .options as readonly InspectionState[];

/**
 * Article 25: the inspected has its code with its notice. @throws Problem `inspection/notice-missing`, `inspection/wrong-state`
 */
export function requireNoticed(state: InspectionState): void {
  if (before.includes(state)) throw new Problem("inspection/notice-missing");
  if (never.includes(state)) throw new Problem("inspection/wrong-state", `state is ${state}`);
}
