import { BellOutlined } from "@ant-design/icons";
import { filledIn } from "@shuangsui/contracts";
import { useQueries } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Badge, Button, Popover, Tag } from "antd";
import { useState } from "react";
import { looked, useNews } from "../calls/news.ts";
import { asked } from "../calls/services.ts";
import { timeText } from "../parts/time.ts";
import { useTexts } from "../words/words.tsx";

/** So many are shown; the workbench has the rest. */
const most = 12;

/** What newly became one's own or late since one looked last. */
export function Bell() {
  const { words, console } = useTexts();
  const { items, unread } = useNews();
  const [open, show] = useState(false);
  const listed = items.slice(0, most);
  const named = useQueries({
    queries: listed.map(({ inspection }) => ({
      ...asked("inspection", "getInspectionsById", { params: { id: inspection } }),
      enabled: open,
      staleTime: 60_000,
    })),
  });
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
        listed.length === 0 ? (
          console.news.none
        ) : (
          <ul className="news">
            {listed.map(({ id, inspection, at, type, why }, index) => (
              <li key={id}>
                <Tag color={why === "late" ? "error" : "processing"}>{console.news.why[why]}</Tag>
                <Link to="/inspections/$id" params={{ id: inspection }} onClick={() => show(false)}>
                  {named[index]?.data?.targetName ?? words.label.target}
                </Link>
                <div>
                  {words.inspectionEvent[type]} <span className="number">{timeText(at)}</span>
                </div>
              </li>
            ))}
          </ul>
        )
      }
    >
      <Button
        type="text"
        aria-label={filledIn(console.news.label, { count: unread })}
        icon={
          <Badge count={unread} size="small" overflowCount={99}>
            <BellOutlined />
          </Badge>
        }
      />
    </Popover>
  );
}
