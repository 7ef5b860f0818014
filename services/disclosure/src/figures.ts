import type { FiguresByAuthority, Statistic } from "@shuangsui/contracts";
import type { InspectionClient } from "./neighbours/inspection.ts";

/** What the public is shown of inspections in numbers: counted by the inspection service, as officials see it. */
export type FigureSource = {
  /** By authority; null where it has never been told. */
  ofAuthorities(): Promise<FiguresByAuthority | null>;
  /** Of a campaign's inspections; null where it has never been told. */
  ofCampaign(campaignId: string): Promise<readonly Statistic[] | null>;
};

/** So long an answer stands for all who ask, and so long a reader waits for a newer one, milliseconds. */
const freshFor = 1_000;
const waitFor = 1_500;
/** Answers about so many campaigns are kept. */
const mostKept = 1_000;

/** Asks the inspection service, at most once a second for each number, and shows what it told last where it does not answer. */
export function figureSource(
  inspection: Pick<InspectionClient, "figures" | "campaignStatistics">,
): FigureSource {
  const authorities = kept(() => inspection.figures());
  const campaigns = new Map<string, () => Promise<readonly Statistic[] | null>>();
  return {
    ofAuthorities: authorities,
    async ofCampaign(campaignId) {
      const known = campaigns.get(campaignId) ?? kept(() => inspection.campaignStatistics(campaignId));
      const [oldest] = campaigns.keys();
      if (campaigns.size >= mostKept && oldest !== undefined) campaigns.delete(oldest);
      campaigns.set(campaignId, known);
      return known();
    },
  };
}

/** What was answered last, asked anew where that is no longer fresh; one question at a time. */
function kept<T>(ask: () => Promise<T>): () => Promise<T | null> {
  let last: T | null = null;
  let askedAt = -Infinity;
  let asking: Promise<void> | undefined;
  return async () => {
    if (performance.now() - askedAt > freshFor)
      asking ??= ask()
        .then(
          (answer) => void (last = answer),
          // Away: what it told last is shown with its time.
          () => undefined,
        )
        .finally(() => {
          askedAt = performance.now();
          asking = undefined;
        });
    if (asking !== undefined) await within(asking);
    return last;
  };
}

/** Waits for it, a while at most. */
async function within(asking: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, waitFor)));
  await Promise.race([asking, late]);
  clearTimeout(timer);
}
