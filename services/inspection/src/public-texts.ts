import { personalDataAt, Problem, type PersonalDataReview } from "@shuangsui/contracts";
import type { Command, Decision, NewEvent } from "@shuangsui/service-kit";

type Reviewed = { personalDataReview?: PersonalDataReview | undefined };
type ReviewEvent = NewEvent & { type: "personal-data-reviewed" };

/**
 * No personal data becomes public by a text, unless a reviewer, who is another person than who asks, lets it pass with a reason. Gives
 * what is on record of that; the reason stays with the body.
 * @throws Problem `text/personal-data`
 */
export function requireNoPersonalData(
  body: Reviewed,
  paths: readonly string[],
  actor: string,
): ReviewEvent[] {
  const places = personalDataAt(body, paths);
  if (places.length === 0) return [];
  const { personalDataReview: review } = body;
  if (review === undefined) throw new Problem("text/personal-data", undefined, places);
  if (review.reviewer === actor)
    throw new Problem("text/personal-data", "the reviewer is another person than who asks", places);
  const facts = { reviewer: review.reviewer, places: places.map(({ path }) => path ?? "").join(" ") };
  return [{ type: "personal-data-reviewed", facts }];
}

/** Decides a command once its texts that will be public hold no personal data. */
export function withPublicTexts<Matter, Body extends Reviewed, D extends Decision, Known = undefined>(
  paths: readonly string[],
  decide: (matter: Matter, command: Command<Body>, known: Known) => D,
): (matter: Matter, command: Command<Body>, known: Known) => D {
  return (matter, command, known) => {
    const reviews = requireNoPersonalData(command.body, paths, command.act.actor);
    const decision = decide(matter, command, known);
    return { ...decision, events: [...decision.events, ...reviews] };
  };
}
