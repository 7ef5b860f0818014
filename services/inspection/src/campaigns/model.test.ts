import type { CampaignState } from "@shuangsui/contracts";
import fc from "fast-check";
import { expect, it } from "vitest";
import { withoutStacks } from "../../../../packages/service-kit/src/testing/without-stacks.ts";
import { settle, step, triggeredModel, type Model } from "../testing/campaign-model.ts";
import { preparedCommit } from "../testing/campaign-matters.ts";
import { allContributed, campaignLifecycle } from "./lifecycle.ts";

const startAt = new Date("2026-09-15T01:00:00Z");
const prepared = await preparedCommit();

/** From where to where a campaign goes (articles 20–23). */
const ways: Record<CampaignState, readonly CampaignState[]> = {
  draft: ["draft", "scheme", "cancelled"],
  scheme: ["scheme", "committed", "cancelled"],
  committed: ["committed", "void", "drawn"],
  void: ["void", "scheme", "cancelled"],
  drawn: ["drawn", "running"],
  running: ["running", "ended"],
  ended: ["ended", "revealed"],
  revealed: ["revealed", "closed"],
  closed: [],
  cancelled: ["cancelled"],
};
const isDrawn = new Set<CampaignState>(["drawn", "running", "ended", "revealed", "closed"]);

/** What is wrong with a campaign, whatever happened to it; empty where nothing is. */
function violationsOf({ campaign, events, outbox, voids }: Model): string[] {
  const { draw, witnesses, state } = campaign;
  const states = events.map((event) => event.state as CampaignState);
  const inTime = witnesses.every(
    ({ contributed_at: at }) =>
      at === null ||
      (draw.announced_at !== null &&
        draw.announced_at <= at &&
        draw.reveal_by !== null &&
        at < draw.reveal_by),
  );
  const next = campaignLifecycle.nextAt(campaign);
  const owedTwice = outbox.some(
    ({ deed, drawId }, index) =>
      outbox.findIndex((other) => other.deed === deed && other.drawId === drawId) !== index,
  );
  const wrong: Record<string, boolean> = {
    "a step that the law does not know": states.some(
      (reached, index) => !ways[states[index - 1] ?? "draft"].includes(reached),
    ),
    "an event before an earlier one": events.some(({ at }, index) => at < (events[index - 1]?.at ?? at)),
    "a draw without every witness": isDrawn.has(state) && !allContributed(witnesses),
    "a draw that was not public": isDrawn.has(state) && draw.announced_at === null,
    "a contribution out of its time": !inTime,
    "a void before its time": voids.some(
      ({ draw: { voided_at: at, reveal_by: by } }) => at === null || by === null || at < by,
    ),
    "a repeated draw whose void nobody saw": voids.some(({ draw: { void_announced_at: at } }) => at === null),
    "a draw that is void although all had revealed": voids.some(
      (one) => one.draw.announced_at !== null && allContributed(one.witnesses),
    ),
    "a witness that failed is bound again": voids.some(
      (one) =>
        one.draw.announced_at !== null &&
        one.witnesses.some(
          ({ name, contribution }) => contribution === null && witnesses.some((other) => other.name === name),
        ),
    ),
    "something owed twice": owedTwice,
    "a time to look at that time does not do": campaign.look_at?.getTime() !== next?.getTime(),
    "time that does something early":
      next !== null && campaignLifecycle.elapsed(campaign, new Date(next.getTime() - 1)) !== null,
    "time that does nothing": next !== null && campaignLifecycle.elapsed(campaign, next) === null,
  };
  return Object.keys(wrong).filter((name) => wrong[name] === true);
}

/** What is wrong once everything owed was done, the checks are over and all time has passed. */
function violationsAtRest({ campaign, outbox }: Model): string[] {
  const waitsForPeople = ["draft", "scheme", "void"].includes(campaign.state);
  const wrong: Record<string, boolean> = {
    "something owed": outbox.some(({ ended }) => !ended),
    "neither over nor waiting for people":
      !["closed", "cancelled"].includes(campaign.state) && !waitsForPeople,
    "a void that nobody sees": campaign.draw.state === "void" && campaign.draw.void_announced_at === null,
  };
  return Object.keys(wrong).filter((name) => wrong[name] === true);
}

function requireNone(violations: readonly string[]): void {
  if (violations.length > 0) throw new Error(violations.join("; "));
}

withoutStacks();

it("holds what must hold through 20,000 random sequences of commands, deeds, deadlines and redraws", () => {
  const reached = new Set<string>();
  const sequences = fc.array(fc.nat(0xffff), { minLength: 10, maxLength: 60, size: "max" });
  fc.assert(
    fc.property(sequences, (numbers) => {
      const model = triggeredModel(startAt, prepared);
      for (const number of numbers) {
        step(model, number);
        requireNone(violationsOf(model));
      }
      if (model.voids.length > 0) reached.add("redrawn");
      settle(model);
      requireNone([...violationsOf(model), ...violationsAtRest(model)]);
      reached.add(model.campaign.state);
    }),
    { numRuns: 20_000 },
  );
  // Else the sequences would prove little.
  for (const state of ["draft", "scheme", "void", "redrawn", "closed", "cancelled"])
    expect(reached).toContain(state);
}, 120_000);
