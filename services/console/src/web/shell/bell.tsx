import { BellOutlined } from "@ant-design/icons";
import { filledIn } from "@shuangsui/contracts";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Badge, Button, Popover } from "antd";
import { lazy, Suspense, useState } from "react";
import { whenThere } from "../calls/later.ts";
import { looked, useNews } from "../calls/news.ts";
import { asked } from "../calls/services.ts";
import { useMay } from "../calls/session.tsx";
import { useTexts } from "../words/words.tsx";

// What is new is fetched by whoever looks.
const NewsList = lazy(
  whenThere(() => import("./news-list.tsx").then(({ NewsList: component }) => ({ default: component }))),
);

/** So often it is asked whether something stands still, in milliseconds. */
const stuckEveryMs = 60_000;

/** What newly became one's own, late or void since one looked last, and that something stands still. */
export function Bell() {
  const { console } = useTexts();
  const may = useMay();
  const { items, unread } = useNews();
  const [open, show] = useState(false);
  const queries = useQueryClient();
  // Beside what follows each change: that something stands still comes with time. Where the board has just asked, its answer is taken.
  const { data: stuck } = useQuery({
    queryKey: ["bell"],
    queryFn: () => queries.fetchQuery({ ...asked("inspection", "getStuck", {}), staleTime: stuckEveryMs }),
    enabled: may("stuck.read"),
    refetchInterval: stuckEveryMs,
  });
  const stands = (stuck?.items ?? []).some(({ count }) => count > 0);
  return (
    <Popover
      trigger="click"
      placement="bottomRight"
      open={open}
      onOpenChange={(wanted) => {
        show(wanted);
        if (wanted) looked();
      }}
      title={console.news.title}
      content={
        <Suspense fallback={console.common.loading}>
          {open ? <NewsList items={items} stuck={stuck?.items ?? []} close={() => show(false)} /> : null}
        </Suspense>
      }
    >
      <Button
        type="text"
        aria-label={filledIn(console.news.label, { count: unread })}
        icon={
          <Badge count={unread} dot={unread === 0 && stands} size="small" overflowCount={99}>
            <BellOutlined />
          </Badge>
        }
      />
    </Popover>
  );
}
