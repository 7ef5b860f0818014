import { Problem, type TextReviewRequest } from "@shuangsui/contracts";
import type { Request } from "./tables.ts";

/** What a text is and where it stands in what was refused. */
type Placed = { path: string; text: string };

/**
 * A second pair of eyes: a text that waits is decided on once, by another person than who asks and nobody of the team whose check it is of (article 30).
 * @throws Problem `text-review/decided`, `text-review/own-request`, `inspection/own-work`
 */
export function requireReviewer(
  request: Pick<Request, "state" | "asked_by">,
  { actor, ofTheTeam }: { actor: string; ofTheTeam: boolean },
): void {
  if (request.state !== "waiting") throw new Problem("text-review/decided");
  if (request.asked_by === actor) throw new Problem("text-review/own-request");
  if (ofTheTeam) throw new Problem("inspection/own-work");
}

/** Whether texts are those of a request that waits or has passed, so that asking again asks nobody twice. */
export function isSame(request: Pick<Request, "state" | "texts">, texts: readonly Placed[]): boolean {
  const asOne = (all: readonly Placed[]) => JSON.stringify(all.map(({ path, text }) => [path, text]));
  return request.state !== "returned" && asOne(request.texts) === asOne(texts);
}

/** The texts of a form as they were returned: of what is not there yet none, for the next from the same form is another, nor where no form is known. */
export function returnedBefore(
  last: Pick<Request, "state" | "subject_id" | "form" | "texts"> | undefined,
): readonly Placed[] {
  if (last?.state !== "returned" || last.subject_id === null || last.form === null) return [];
  return last.texts;
}

/**
 * Texts with what stood in their places before: what was returned the last time, else what the matter says there now; null where nothing did, or
 * the very same.
 */
export function withBefore(
  texts: readonly Placed[],
  returned: readonly Placed[],
  saysNow: (path: string) => string | undefined,
): TextReviewRequest["texts"] {
  return texts.map(({ path, text }) => {
    const before = returned.find((one) => one.path === path)?.text ?? saysNow(path) ?? null;
    return { path, text, before: before === text ? null : before };
  });
}
