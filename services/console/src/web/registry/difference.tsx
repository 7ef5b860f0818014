import { filledIn, type VersionedKind, type versionDifference } from "@shuangsui/contracts";
import { useQuery } from "@tanstack/react-query";
import { Descriptions, Empty, Select, Space, Table } from "antd";
import { useState } from "react";
import type { z } from "zod";
import { asked } from "../calls/services.ts";
import { useActors } from "../parts/actors.ts";
import { useAuthorityName } from "../parts/authority.tsx";
import { Loaded } from "../parts/loaded.tsx";
import { useStacked } from "../parts/stacked.tsx";
import { timeText } from "../parts/time.ts";
import { useTexts } from "../words/words.tsx";
import { FieldValue } from "./field-value.tsx";
import { useFieldNames } from "./entry-fields.tsx";
import { useReason } from "./reason.ts";
import { operationsOf } from "./registers.ts";

type Made = z.infer<typeof versionDifference>["to"];
type Changed = z.infer<typeof versionDifference>["fields"][number];

/** What differs between two versions of an entry, each field with who made it so, when and why (article 15). */
export function Difference({
  kind,
  reference,
  version,
}: {
  kind: VersionedKind;
  reference: string;
  /** The later one at first; the earlier one is the one before it. */
  version: number;
}) {
  const { console } = useTexts();
  const [from, begin] = useState(Math.max(version - 1, 1));
  const [to, end] = useState(version);
  const found = useQuery(
    asked("registry", operationsOf[kind].difference, {
      params: { ref: reference },
      query: { from: String(from), to: String(to) },
    }),
  );
  const made = useMade(found.data === undefined ? [] : [found.data.to]);
  const options = Array.from({ length: version }, (_, index) => ({
    value: index + 1,
    label: filledIn(console.record.version, { version: index + 1 }),
  }));
  return (
    <>
      <Space wrap style={{ marginBlockEnd: 12 }}>
        <Select
          aria-label={console.versions.from}
          value={from}
          onChange={begin}
          options={options.slice(0, to)}
          style={{ width: 120 }}
        />
        →
        <Select
          aria-label={console.versions.to}
          value={to}
          onChange={end}
          options={options.slice(from - 1)}
          style={{ width: 120 }}
        />
      </Space>
      <Loaded of={found}>
        {(data) => (
          <>
            <Descriptions
              column={1}
              size="small"
              style={{ marginBlockEnd: 12 }}
              items={[{ key: "made", label: console.versions.made, children: made(data.to) }]}
            />
            <Changes kind={kind} fields={data.fields} />
          </>
        )}
      </Loaded>
    </>
  );
}

/** What was changed, field by field, each with who made it so. */
export function Changes({ kind, fields }: { kind: VersionedKind; fields: readonly Changed[] }) {
  const { console } = useTexts();
  const nameOf = useFieldNames();
  const made = useMade(fields.map(({ by }) => by));
  const stacked = useStacked<Changed>();
  return (
    <Table<Changed>
      rowKey="field"
      size="small"
      pagination={false}
      className="anywhere"
      locale={{ emptyText: <Empty description={console.versions.same} /> }}
      dataSource={[...fields]}
      {...stacked([
        { title: console.versions.field, dataIndex: "field", width: 110, render: nameOf },
        {
          title: console.versions.was,
          render: (_: unknown, { field, was }) => (
            <del>
              <FieldValue kind={kind} name={field} value={was} />
            </del>
          ),
        },
        {
          title: console.versions.is,
          render: (_: unknown, { field, is }) => <FieldValue kind={kind} name={field} value={is} />,
        },
        { title: console.versions.made, width: 170, render: (_: unknown, { by }) => made(by) },
      ])}
    />
  );
}

/** Says who made a version, when and why; who and why are left out where the reader may not know (article 5). */
function useMade(all: readonly Made[]): (made: Made) => string {
  const { words } = useTexts();
  const nameOf = useAuthorityName();
  const reasonOf = useReason();
  const { actorText } = useActors(all);
  return ({ at, actor, authority, reason }) =>
    [
      timeText(at),
      authority === null ? null : nameOf(authority),
      actor === null ? null : actorText(actor, "registry.write"),
      reason === null ? null : reasonOf(reason),
    ]
      .filter((part) => part !== null && part !== "")
      .join(words.comma);
}
