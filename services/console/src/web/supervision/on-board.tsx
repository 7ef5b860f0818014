import type { SupervisionCounted } from "@shuangsui/contracts";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Table } from "antd";
import { asked } from "../calls/services.ts";
import { useMay, useSession } from "../calls/session.tsx";
import { useAuthorityName } from "../parts/authority.tsx";
import { Failed } from "../parts/failed.tsx";
import { Card } from "../parts/page.tsx";
import { Steps } from "../parts/steps.tsx";
import { useTexts } from "../words/words.tsx";
import { useOrderStep } from "./order-step.tsx";

type Chosen = { authority: string; attention?: "overdue"; state?: "escalated"; counted?: SupervisionCounted };
const none = { count: 0, open: 0, overdue: 0, escalated: 0, answeredInTime: 0 };

/** How supervision stands of each authority, and ordering it at all of one's work (article 4). */
export function SupervisionOnBoard({ shown }: { shown: readonly string[] }) {
  const { words, console } = useTexts();
  const { authority: own } = useSession();
  const may = useMay();
  const nameOf = useAuthorityName();
  const { data, error, refetch } = useQuery({
    ...asked("inspection", "getSupervisionOrdersCounts", {}),
    enabled: may("supervision.read"),
  });
  if (data === undefined)
    return error === null ? null : (
      <Failed error={error} title={console.failed.loadTitle} retry={() => void refetch()} />
    );
  const rows = shown.map((authority) => ({
    ...none,
    ...data.items.find((one) => one.authority === authority),
    authority,
  }));
  const number = (of: number, chosen: Chosen) =>
    of === 0 ? (
      of
    ) : (
      <Link to="/supervision" search={chosen} className="number">
        {of}
      </Link>
    );
  return (
    <Card title={console.supervision.byAuthority}>
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
            render: (authority: string) => nameOf(authority),
          },
          {
            title: console.supervision.all,
            align: "end",
            render: (_: unknown, { authority, count }) => number(count, { authority }),
          },
          {
            title: console.supervision.open,
            align: "end",
            render: (_: unknown, { authority, open }) => number(open, { authority, counted: "open" }),
          },
          {
            title: console.board.overdue,
            align: "end",
            render: (_: unknown, { authority, overdue }) =>
              number(overdue, { authority, attention: "overdue" }),
          },
          {
            title: words.supervisionState.escalated,
            align: "end",
            render: (_: unknown, { authority, escalated }) =>
              number(escalated, { authority, state: "escalated" }),
          },
          {
            title: console.supervision.inTime,
            align: "end",
            render: (_: unknown, { authority, answeredInTime }) =>
              number(answeredInTime, { authority, counted: "answeredInTime" }),
          },
          ...(shown.some((authority) => authority !== own && may("supervision.order", authority))
            ? [
                {
                  title: console.common.operate,
                  width: 220,
                  render: (_: unknown, { authority }: { authority: string }) =>
                    authority === own ? null : <OrderAt authority={authority} />,
                },
              ]
            : []),
        ]}
      />
    </Card>
  );
}

function OrderAt({ authority }: { authority: string }) {
  return <Steps quiet steps={useOrderStep({ kind: "authority", code: authority }, authority)} />;
}
