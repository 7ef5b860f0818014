import type { VersionedKind } from "@shuangsui/contracts";
import { useQuery } from "@tanstack/react-query";
import { Skeleton, Table, Tabs } from "antd";
import type { ReactNode } from "react";
import { asked } from "../calls/services.ts";
import { useAuthorityName } from "../parts/authority.tsx";
import { Failed } from "../parts/failed.tsx";
import { timeText } from "../parts/time.ts";
import { useTexts } from "../words/words.tsx";
import { Difference } from "./difference.tsx";
import { useFieldNames, useIsListed } from "./entry-fields.tsx";
import { FieldValue } from "./field-value.tsx";
import { useReason } from "./reason.ts";
import { operationsOf, type Row } from "./registers.ts";

type Version = {
  version: number;
  at: string;
  actor: string | null;
  authority: string | null;
  reason: string | null;
  entry: Row;
};

/** What an entry holds, beside how it came to stand so and what differs between two of its versions (article 15). */
export function EntryTabs({
  kind,
  reference,
  version,
  children,
}: {
  kind: VersionedKind;
  reference: string;
  /** The newest. */
  version: number;
  children: ReactNode;
}) {
  const { console } = useTexts();
  const versions = <Versions kind={kind} reference={reference} />;
  const difference = <Difference kind={kind} reference={reference} version={version} />;
  return (
    <Tabs
      items={[
        { key: "fields", label: console.common.detail, children },
        { key: "history", label: console.registry.versions, children: versions },
        ...(version > 1
          ? [{ key: "difference", label: console.versions.compare, children: difference }]
          : []),
      ]}
    />
  );
}

function Versions({ kind, reference }: { kind: VersionedKind; reference: string }) {
  const { words, console } = useTexts();
  const nameOf = useAuthorityName();
  const nameOfField = useFieldNames();
  const isListed = useIsListed();
  const reasonOf = useReason();
  const { data, error } = useQuery(
    asked("registry", operationsOf[kind].history, { params: { ref: reference }, query: {} }),
  );
  if (error !== null) return <Failed error={error} />;
  if (data === undefined) return <Skeleton active />;
  const versions = [...(data as unknown as { items: readonly Version[] }).items].toSorted(
    (a, b) => b.version - a.version,
  );
  return (
    <Table<Version>
      rowKey="version"
      size="small"
      pagination={{ pageSize: 20, hideOnSinglePage: true }}
      scroll={{ x: 560 }}
      dataSource={versions}
      columns={[
        { title: words.label.version, dataIndex: "version", width: 70 },
        { title: words.label.time, dataIndex: "at", width: 150, render: (at: string) => timeText(at) },
        {
          title: words.label.actor,
          render: (_: unknown, { actor, authority }) =>
            [actor, authority === null ? "" : nameOf(authority)]
              .filter((part) => part !== null && part !== "")
              .join(" · "),
        },
        { title: console.field.reason, dataIndex: "reason", render: reasonOf },
        {
          title: console.registry.changed,
          render: (_: unknown, version) => {
            const before = versions.find((one) => one.version === version.version - 1);
            if (before === undefined) return words.label.none;
            return Object.keys(version.entry)
              .filter(
                (name) =>
                  name !== "updatedAt" &&
                  name !== "version" &&
                  isListed(name) &&
                  JSON.stringify(version.entry[name]) !== JSON.stringify(before.entry[name]),
              )
              .map((name) => (
                <div key={name}>
                  {nameOfField(name)}：
                  <del>
                    <FieldValue kind={kind} name={name} value={before.entry[name]} />
                  </del>{" "}
                  → <FieldValue kind={kind} name={name} value={version.entry[name]} />
                </div>
              ));
          },
        },
      ]}
    />
  );
}
