import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { campaignState } from "@shuangsui/contracts";
import { Empty } from "antd";
import { asked } from "../calls/services.ts";
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
    ...asked("inspection", "getCampaigns", { query: { attention: "open", authority: inView, limit: "200" } }),
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
        {({ items, next }) => (
          <>
            {items.length === 0 ? (
              <Empty description={words.console.noCampaigns} />
            ) : (
              <CampaignTable
                campaigns={items
                  .toSorted((one, other) => order.indexOf(one.state) - order.indexOf(other.state))
                  .slice(0, most)}
              />
            )}
            {items.length > most || next !== null ? <p>{words.console.moreCampaigns}</p> : null}
          </>
        )}
      </Loaded>
    </Card>
  );
}
