import type { CampaignDetail } from "@shuangsui/contracts";
import { setTimeout as pause } from "node:timers/promises";

/** What a campaign has come to, in its order, and how that shows. */
const milestones = {
  witnessed: ({ draw }) => draw.witnesses.length === 2,
  committed: ({ draw }) => draw.committedAt !== null,
  announced: ({ draw }) => draw.announcedAt !== null,
  contributed: ({ draw }) => draw.witnesses.length === 2 && draw.witnesses.every((one) => one.contributed),
  drawn: ({ draw }) => draw.drawnAt !== null,
  // What does not last may be over when it is looked at again.
  running: ({ state }) => ["running", "ended", "closed"].includes(state),
  ended: ({ state }) => ["ended", "closed"].includes(state),
  revealed: ({ draw }) => draw.revealedAt !== null,
  closed: ({ state }) => state === "closed",
} as const satisfies Record<string, (campaign: CampaignDetail) => boolean>;
type Milestone = keyof typeof milestones;

/** How long each step of a campaign took, as a supervisor sees it who asks again and again. */
export type Steps = {
  /** Seconds from one milestone to a later one. @throws Error where one was not seen */
  seconds(from: Milestone, to: Milestone): number;
  /** The phases whose progress was shown, each with the most that was shown to be done of how many. */
  progress(): string[];
  stop(): Promise<void>;
};

const everyMs = 100;

/** Follows a campaign by its page's answer. */
export function followSteps(read: () => Promise<CampaignDetail>): Steps {
  const seen = new Map<string, number>();
  const shown = new Map<string, string>();
  const stopping = new AbortController();
  const look = async () => {
    const campaign = await read();
    for (const [name, reached] of Object.entries(milestones))
      if (!seen.has(name) && reached(campaign)) seen.set(name, performance.now());
    const { progress } = campaign;
    if (progress !== null)
      shown.set(progress.phase, `${progress.phase} ${progress.done} of ${progress.total ?? "?"}`);
  };
  const following = (async () => {
    while (!stopping.signal.aborted) {
      await look();
      await pause(everyMs, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  })();
  const at = (name: Milestone): number => {
    const time = seen.get(name);
    if (time === undefined) throw new Error(`the campaign was not seen to be ${name}`);
    return time;
  };
  return {
    seconds: (from, to) => (at(to) - at(from)) / 1000,
    progress: () => [...shown.values()],
    async stop() {
      stopping.abort();
      await following;
      await look();
    },
  };
}
