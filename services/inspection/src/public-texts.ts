import { personalTextsAt, Problem } from "@shuangsui/contracts";
import type { Command, Decision, NewEvent } from "@shuangsui/service-kit";
import type { Work } from "./tables.ts";
import { digestOf, findTextReview, isOfTeam } from "./text-reviews/store.ts";

type Reviewed = { personalDataReview?: string | undefined };
type ReviewEvent = NewEvent & { type: "personal-data-reviewed" };
/** What a reviewer let pass: who, which texts by their digests, and whether the reviewer is of the team whose text it is. */
export type KnownReview = { reviewer: string; digests: readonly string[]; ofTheTeam: boolean };

/**
 * No personal data becomes public by a text, unless a reviewer, who is another person than who asks and none of the team, has let that
 * very text pass. Gives what is on record of that; the reason stays with the review.
 * @throws Problem `text/personal-data`, `inspection/own-work`
 */
export function requireNoPersonalData(
  body: Reviewed,
  paths: readonly string[],
  actor: string,
  review: KnownReview | undefined,
): ReviewEvent[] {
  const found = personalTextsAt(body, paths);
  if (found.length === 0) return [];
  const refused = (why: string | undefined, places = found) =>
    new Problem(
      "text/personal-data",
      why,
      places.map(({ place }) => place),
    );
  if (body.personalDataReview === undefined) throw refused(undefined);
  if (review === undefined) throw refused("no review is on record under that id");
  if (review.reviewer === actor) throw refused("the reviewer is another person than who asks");
  if (review.ofTheTeam) throw new Problem("inspection/own-work");
  const others = found.filter(({ text }) => !review.digests.includes(digestOf(text)));
  if (others.length > 0) throw refused("the review is of other texts", others);
  const places = found.map(({ place }) => place.path ?? "").join(" ");
  return [{ type: "personal-data-reviewed", facts: { reviewer: review.reviewer, places } }];
}

/** Reads the review that a body names; `matterId` is whose team the reviewer must not be of. */
export async function reviewNamedBy(
  work: Work,
  { personalDataReview: id }: Reviewed,
  matterId?: string,
): Promise<KnownReview | undefined> {
  const review = id === undefined ? undefined : await findTextReview(work, id);
  if (review === undefined) return undefined;
  const { reviewer, inspector, text_sha256: digests } = review;
  return { reviewer, digests, ofTheTeam: await isOfTeam(work, matterId ?? null, inspector) };
}

type Knows<Matter, Body, Known> = (
  work: Work,
  matter: Matter,
  command: Command<Body>,
  prepared: unknown,
) => Promise<Known>;
type Decides<Matter, Body, Known, D> = (matter: Matter, command: Command<Body>, known: Known) => D;
/** A rule as `commandRules` takes it: what it knows besides, and what it decides. */
type Rule<Matter, Body, Known, D> = {
  knows?: Knows<Matter, Body, Known>;
  decide: Decides<Matter, Body, Known, D>;
};

/** A rule that decides once its texts that will be public hold no personal data. */
export function withPublicTexts<
  Matter extends { id: string },
  Body extends Reviewed,
  D extends Decision,
  Known = undefined,
>(
  paths: readonly string[],
  { knows, decide }: Rule<Matter, Body, Known, D>,
): Required<Rule<Matter, Body, { review: KnownReview | undefined; known: Known }, D>> {
  return {
    knows: async (work, matter, command, prepared) => ({
      review: await reviewNamedBy(work, command.body, matter.id),
      known: (await knows?.(work, matter, command, prepared)) as Known,
    }),
    decide(matter, command, { review, known }) {
      const reviews = requireNoPersonalData(command.body, paths, command.act.actor, review);
      const decision = decide(matter, command, known);
      return { ...decision, events: [...decision.events, ...reviews] };
    },
  };
}
