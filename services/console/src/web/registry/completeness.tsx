import type { targetKind as kinds } from "@shuangsui/contracts";
import { useQuery } from "@tanstack/react-query";
import { Empty, Segmented, Skeleton, Statistic, Table } from "antd";
import { useState } from "react";
import type { z } from "zod";
import { asked } from "../calls/services.ts";
import { useAuthorityName } from "../parts/authority.tsx";
import { Failed } from "../parts/failed.tsx";
import { useTexts } from "../words/words.tsx";

type TargetKind = z.infer<typeof kinds>;

/** The registry against the lists of others: who is missing and who left, by numbers and grounds (article 10). */
export function Completeness() {
  const { words, console } = useTexts();
  const nameOf = useAuthorityName();
  const [kind, choose] = useState<TargetKind>("entity");
  const { data, error } = useQuery(asked("registry", "getCompleteness", { query: { kind } }));
  if (error !== null) return <Failed error={error} />;
  if (data === undefined) return <Skeleton active />;
  const named: Readonly<Record<string, string>> = words.statistic;
  return (
    <>
      <Segmented
        value={kind}
        onChange={choose}
        options={(["entity", "project"] as const).map((value) => ({ value, label: words.targetKind[value] }))}
        style={{ marginBlockEnd: 12 }}
      />
      <div className="figures">
        {data.statistics.map(({ code, value }) => (
          <Statistic key={code} title={named[code] ?? code} value={value} />
        ))}
      </div>
      <Table
        rowKey={({ authority, source }) => `${authority} ${source}`}
        size="small"
        pagination={false}
        locale={{ emptyText: <Empty description={console.registry.noLists} /> }}
        dataSource={[...data.lists]}
        columns={[
          { title: words.label.authority, dataIndex: "authority", render: (code: string) => nameOf(code) },
          {
            title: console.registry.source,
            dataIndex: "source",
            render: (source: keyof typeof console.registry.sources) => console.registry.sources[source],
          },
          { title: console.registry.asOf, dataIndex: "asOf" },
          { title: console.registry.rows, dataIndex: "rows", align: "end" },
        ]}
      />
    </>
  );
}
