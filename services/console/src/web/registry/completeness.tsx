import { listSource, type ListSource, type targetKind as kinds } from "@shuangsui/contracts";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Empty, Input, Segmented, Select, Skeleton, Space, Statistic, Table } from "antd";
import { shanghaiDate } from "@shuangsui/workdays";
import { useState } from "react";
import type { z } from "zod";
import { useDeed } from "../calls/deed.ts";
import { asked, call, changed } from "../calls/services.ts";
import { useMay } from "../calls/session.tsx";
import { useAuthorityName } from "../parts/authority.tsx";
import { ExportButtons } from "../parts/export-buttons.tsx";
import { Failed } from "../parts/failed.tsx";
import { SheetInput, type SheetType } from "../parts/sheet-input.tsx";
import { useTexts } from "../words/words.tsx";

type TargetKind = z.infer<typeof kinds>;

/** The registry against the lists of others: who is missing and who left, by numbers and grounds (article 10). */
export function Completeness() {
  const { words, console } = useTexts();
  const nameOf = useAuthorityName();
  const may = useMay();
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
      {may("registry.write") ? <Bring /> : null}
      <Space wrap style={{ marginBlockEnd: 12 }}>
        {words.targetStatus.deregistered}
        <ExportButtons
          list={kind === "entity" ? "entities" : "projects"}
          query={{ status: "deregistered" }}
        />
      </Space>
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
          {
            title: console.registry.missing,
            render: (_: unknown, { authority, source }) => (
              <Space>
                <ExportButtons list="completeness/unregistered" query={{ kind, source, authority }} />
              </Space>
            ),
          },
        ]}
      />
    </>
  );
}

/** Brings the list of another body, as it gave it. */
function Bring() {
  const { console } = useTexts();
  const queries = useQueryClient();
  const [source, choose] = useState<ListSource>("permits");
  const [asOf, date] = useState(() => shanghaiDate(new Date()));
  const bring = useDeed({
    send: ({ file, type }: { file: File; type: SheetType }) =>
      call.registry.postSourceListsFile({
        query: { source, asOf },
        body: file,
        type,
      }),
    onSuccess: () => changed(queries, "registry"),
  });
  return (
    <>
      <Space wrap style={{ marginBlockEnd: 12 }}>
        <Select
          value={source}
          onChange={choose}
          aria-label={console.registry.source}
          style={{ width: 160 }}
          options={listSource.options.map((value) => ({ value, label: console.registry.sources[value] }))}
        />
        <Input
          type="date"
          required
          value={asOf}
          onChange={({ target }) => date(target.value)}
          aria-label={console.registry.asOf}
          style={{ width: 160 }}
        />
        <SheetInput
          isPending={bring.isPending}
          taken={bring.isSuccess ? bring.variables.file : undefined}
          send={(file, type) => bring.run({ file, type })}
        />
      </Space>
      {bring.error === null ? null : <Failed error={bring.error} />}
    </>
  );
}
