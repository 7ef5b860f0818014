import { BellOutlined } from "@ant-design/icons";
import { filledIn } from "@shuangsui/contracts";
import { useQuery } from "@tanstack/react-query";
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

/** What newly became one's own, late or void since one looked last, and that something stands still. */
export function Bell() {
  const { console } = useTexts();
  const may = useMay();
  const { items, unread } = useNews();
  const [open, show] = useState(false);
  const { data: stuck } = useQuery({ ...asked("inspection", "getStuck", {}), enabled: may("stuck.read") });
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
