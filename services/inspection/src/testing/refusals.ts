import { Problem } from "@shuangsui/contracts";

/** The code with which something is refused, or "none". @throws whatever is no refusal */
export function codeOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof Problem) return error.code;
    throw error;
  }
  return "none";
}
