import type { Figures } from "@shuangsui/contracts";
import { Link } from "@tanstack/react-router";
import { Progress, Table } from "antd";
import { useAuthorityName } from "../parts/authority.tsx";
import { Card } from "../parts/page.tsx";
import { useTexts } from "../words/words.tsx";

type Item = Figures & { authority: string };

/** How far each authority is: 完成率 of what was to be checked, 完结率 of what was to be closed, and what it let pass. */
export function Shares({ items, shown }: { items: readonly Item[]; shown: readonly string[] }) {
  const { words, console } = useTexts();
  const nameOf = useAuthorityName();
  const rows = shown.map((authority) => {
    const own = items.filter((item) => item.authority === authority);
    const sum = (of: keyof Figures) => own.reduce((total, item) => total + item[of], 0);
    return {
      authority,
      count: sum("count"),
      checked: sum("checked"),
      done: sum("done"),
      overdue: sum("overdue"),
      breaches: sum("breaches"),
    };
  });
  const percent = (part: number, whole: number) => (whole === 0 ? 0 : Math.round((part / whole) * 100));
  return (
    <Card title={console.board.byAuthority}>
      <Table
        rowKey="authority"
        size="small"
        pagination={false}
        scroll={{ x: 720 }}
        dataSource={rows}
        columns={[
          {
            title: words.label.authority,
            dataIndex: "authority",
            rowScope: "row",
            render: (authority: string) => (
              <Link to="/inspections" search={{ authority } as never}>
                {nameOf(authority)}
              </Link>
            ),
          },
          { title: console.board.all, dataIndex: "count", align: "end" },
          {
            title: console.board.checkedShare,
            render: (_: unknown, { checked, count }) => (
              <Progress
                percent={percent(checked, count)}
                size="small"
                aria-label={console.board.checkedShare}
              />
            ),
          },
          {
            title: console.board.doneShare,
            render: (_: unknown, { done, count }) => (
              <Progress percent={percent(done, count)} size="small" aria-label={console.board.doneShare} />
            ),
          },
          { title: console.board.overdue, dataIndex: "overdue", align: "end" },
          { title: words.console.breachesSoFar, dataIndex: "breaches", align: "end" },
        ]}
      />
    </Card>
  );
}
