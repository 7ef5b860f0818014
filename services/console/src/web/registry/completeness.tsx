import { listSource, type ListSource } from "@shuangsui/contracts";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Empty, Input, Segmented, Select, Space, Statistic, Table } from "antd";
import { useState } from "react";
import { useDeed } from "../calls/deed.ts";
import { asked, call, changed } from "../calls/services.ts";
import { useMay } from "../calls/session.tsx";
import { useToday } from "../calls/clock.ts";
import { useAuthorityName } from "../parts/authority.tsx";
import { ExportButtons } from "../parts/export-buttons.tsx";
import { FailedDeed } from "../parts/failed-deed.tsx";
import { Loaded } from "../parts/loaded.tsx";
import { useStacked } from "../parts/stacked.tsx";
import { SheetInput, type SheetType } from "../parts/sheet-input.tsx";
import { useTexts } from "../words/words.tsx";
import { MissingOf, SeeMissing } from "./missing.tsx";
import type { TargetKind } from "./names.tsx";

/** The newest list of a source that was compared. */
type Compared = { authority: string; source: ListSource; asOf: string; rows: number };

/** The registry against the lists of others: who is missing and who left, by numbers and grounds (article 10). */
export function Completeness() {
  const { words, console } = useTexts();
  const nameOf = useAuthorityName();
  const may = useMay();
  const search = useSearch({ from: "/registry" });
  const navigate = useNavigate({ from: "/registry" });
  const kind: TargetKind = search.kind === "project" ? "project" : "entity";
  const found = useQuery({
    ...asked("registry", "getCompleteness", { query: { kind } }),
    placeholderData: (before) => before,
  });
  const today = useToday();
  const stacked = useStacked<Compared>();
  const named: Readonly<Record<string, string>> = words.statistic;
  return (
    <Loaded of={found}>
      {(data) => (
        <>
          <Segmented
            value={kind}
            onChange={(next) => void navigate({ search: { tab: search.tab, kind: next } })}
            options={(["entity", "project"] as const).map((value) => ({
              value,
              label: words.targetKind[value],
            }))}
            style={{ marginBlockEnd: 12 }}
          />
          <div className="figures">
            {data.statistics.map(({ code, value }) => (
              <Statistic key={code} title={named[code] ?? code} value={value} />
            ))}
          </div>
          {may("registry.write") && today !== undefined ? <Bring today={today} /> : null}
          <Space wrap style={{ display: "flex", marginBlockEnd: 12 }}>
            {words.targetStatus.deregistered}
            <ExportButtons
              list={kind === "entity" ? "entities" : "projects"}
              query={{ status: "deregistered" }}
            />
          </Space>
          <Table<Compared>
            rowKey={({ authority, source }) => `${authority} ${source}`}
            size="small"
            pagination={false}
            locale={{ emptyText: <Empty description={console.registry.noLists} /> }}
            dataSource={[...data.lists]}
            {...stacked([
              {
                title: words.label.authority,
                dataIndex: "authority",
                render: (code: string) => nameOf(code),
              },
              {
                title: console.registry.source,
                dataIndex: "source",
                render: (source: ListSource) => console.registry.sources[source],
              },
              { title: console.registry.asOf, dataIndex: "asOf" },
              { title: console.registry.rows, dataIndex: "rows", align: "end" },
              {
                title: console.registry.missing,
                render: (_: unknown, { authority, source }) => (
                  <SeeMissing authority={authority} source={source} />
                ),
              },
            ])}
          />
          <MissingOf kind={kind} />
        </>
      )}
    </Loaded>
  );
}

/** Brings the list of another body, as it gave it. */
function Bring({ today }: { today: string }) {
  const { console } = useTexts();
  const queries = useQueryClient();
  const [source, choose] = useState<ListSource>("permits");
  const [asOf, date] = useState(today);
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
      <FailedDeed deed={bring} />
    </>
  );
}
