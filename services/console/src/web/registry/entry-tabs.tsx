import type { VersionedKind } from "@shuangsui/contracts";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Table, Tabs } from "antd";
import type { ReactNode } from "react";
import { asked } from "../calls/services.ts";
import { useActors } from "../parts/actors.ts";
import { useAuthorityName } from "../parts/authority.tsx";
import { Loaded } from "../parts/loaded.tsx";
import { useStacked } from "../parts/stacked.tsx";
import { Paging } from "../parts/paging.tsx";
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
  consentedBy?: readonly string[] | undefined;
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
  const view = useSearch({ strict: false, select: (search) => search.view });
  const navigate = useNavigate();
  const versions = <Versions kind={kind} reference={reference} />;
  const difference = <Difference kind={kind} reference={reference} version={version} />;
  return (
    <Tabs
      activeKey={view ?? "fields"}
      onChange={(key) =>
        void navigate({
          to: ".",
          search: (before) => ({ ...before, view: key === "fields" ? undefined : key, versions: undefined }),
        })
      }
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

/** The versions of an entry in pages, the newest first. */
function Versions({ kind, reference }: { kind: VersionedKind; reference: string }) {
  const { words, console } = useTexts();
  const nameOf = useAuthorityName();
  const reasonOf = useReason();
  const stacked = useStacked<Version>();
  const after = useSearch({ strict: false, select: (search) => search.versions });
  const found = useQuery({
    ...asked("registry", operationsOf[kind].history, {
      params: { ref: reference },
      query: { newestFirst: "true", after },
    }),
    placeholderData: (before) => before,
  });
  const versions: readonly Version[] = found.data?.items ?? [];
  const { actorText } = useActors(versions);
  return (
    <Loaded of={found}>
      {({ next }) => (
        <>
          <Table<Version>
            rowKey="version"
            size="small"
            pagination={false}
            dataSource={[...versions]}
            {...stacked([
              { title: words.label.version, dataIndex: "version", width: 70 },
              {
                title: words.label.time,
                dataIndex: "at",
                width: 150,
                render: (at: string) => timeText(at),
              },
              {
                title: words.label.actor,
                render: (_: unknown, { actor, authority, consentedBy = [] }) =>
                  [
                    actor === null ? "" : actorText(actor, "registry.write"),
                    ...[authority ?? "", ...consentedBy].map(nameOf),
                  ]
                    .filter((part) => part !== "")
                    .join(" · "),
              },
              { title: console.field.reason, dataIndex: "reason", render: reasonOf },
              {
                title: console.registry.changed,
                render: (_: unknown, version) =>
                  version.version === 1 ? (
                    words.label.none
                  ) : (
                    <ChangedIn
                      kind={kind}
                      reference={reference}
                      version={version}
                      before={versions.find((one) => one.version === version.version - 1)}
                    />
                  ),
              },
            ])}
          />
          <Paging next={next} place="versions" />
        </>
      )}
    </Loaded>
  );
}

/** What a version changed of the one before it: of that, where it stands on another page, asked for. */
function ChangedIn({
  kind,
  reference,
  version,
  before,
}: {
  kind: VersionedKind;
  reference: string;
  version: Version;
  before: Version | undefined;
}) {
  const nameOfField = useFieldNames();
  const isListed = useIsListed();
  const found = useQuery({
    ...asked("registry", operationsOf[kind].difference, {
      params: { ref: reference },
      query: { from: String(version.version - 1), to: String(version.version) },
    }),
    enabled: before === undefined,
  });
  const fields =
    before === undefined
      ? (found.data?.fields ?? []).map(({ field, was, is }) => ({ name: field, was, is }))
      : Object.entries(version.entry).map(([name, is]) => ({ name, was: before.entry[name], is }));
  return fields
    .filter(
      ({ name, was, is }) =>
        !["updatedAt", "version"].includes(name) &&
        isListed(name) &&
        JSON.stringify(was) !== JSON.stringify(is),
    )
    .map(({ name, was, is }) => (
      <div key={name}>
        {nameOfField(name)}：
        <del>
          <FieldValue kind={kind} name={name} value={was} />
        </del>{" "}
        → <FieldValue kind={kind} name={name} value={is} />
      </div>
    ));
}
