import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { campaignState, filledIn } from "@shuangsui/contracts";
import { Empty } from "antd";
import { everyOpenCampaign } from "../calls/lists.ts";
import { useMay } from "../calls/session.tsx";
import { CampaignTable } from "../campaigns/table.tsx";
import { useInView } from "../parts/in-view.ts";
import { Loaded } from "../parts/loaded.tsx";
import { Card } from "../parts/page.tsx";
import { useTexts } from "../words/words.tsx";

/** So many are shown; the list behind has them all. */
const most = 8;
/** Void ones wait for the superior; then what runs; drafts last. */
const first = ["void", "running", "ended"] as const;
const order = [...first, ...campaignState.exclude([...first]).options.toReversed()];

/** The campaigns that are under way, those that need somebody first. */
export function UnderWay() {
  const { words } = useTexts();
  const may = useMay();
  const inView = useInView();
  const found = useQuery({
    ...everyOpenCampaign(inView),
    enabled: may("campaign.read"),
  });
  if (!may("campaign.read")) return null;
  return (
    <Card
      title={words.console.campaignsUnderWay}
      extra={
        <Link to="/campaigns" search={{ attention: "open" }}>
          {words.console.allCampaigns}
        </Link>
      }
    >
      <Loaded of={found}>
        {(campaigns) => (
          <>
            {campaigns.length === 0 ? (
              <Empty description={words.console.noCampaigns} />
            ) : (
              <CampaignTable
                campaigns={campaigns
                  .toSorted((one, other) => order.indexOf(one.state) - order.indexOf(other.state))
                  .slice(0, most)}
              />
            )}
            {campaigns.length > most ? (
              <p>{filledIn(words.console.moreCampaigns, { count: campaigns.length - most })}</p>
            ) : null}
          </>
        )}
      </Loaded>
    </Card>
  );
}
