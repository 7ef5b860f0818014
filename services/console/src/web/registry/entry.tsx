import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Skeleton, Table, Tabs } from "antd";
import { asked } from "../calls/services.ts";
import { useAuthorityName } from "../parts/authority.tsx";
import { Failed } from "../parts/failed.tsx";
import { Steps } from "../parts/steps.tsx";
import { timeText } from "../parts/time.ts";
import { useTexts } from "../words/words.tsx";
import { useEntrySteps } from "./deeds.tsx";
import { Difference } from "./difference.tsx";
import { EntryFields, useFieldNames } from "./entry-fields.tsx";
import type { TargetKind } from "./names.tsx";
import { useReason } from "./reason.ts";
import { operationsOf, type RegisterPage, type Row } from "./registers.ts";
import { RiskClass } from "./risk-class.tsx";
import { valueText } from "./values.ts";

type Version = {
  version: number;
  at: string;
  actor: string | null;
  authority: string | null;
  reason: string | null;
  entry: Row;
};

/** Whom an entry is about that has a risk class (article 21). */
function targetOf({ kind, key }: RegisterPage, entry: Row): { kind: TargetKind; code: string } | undefined {
  if (kind === "entities") return { kind: "entity", code: String(entry[key]) };
  if (kind === "projects") return { kind: "project", code: String(entry[key]) };
  if (kind !== "credit-records") return undefined;
  return {
    kind: entry["targetKind"] === "project" ? "project" : "entity",
    code: String(entry["targetCode"]),
  };
}

/** One entry of a register: what it holds, what may be done with it, and how it came to stand so (article 15). */
export function Entry({ register, entry }: { register: RegisterPage; entry: Row }) {
  const { words, console } = useTexts();
  const target = targetOf(register, entry);
  const reference = String(entry[register.key]);
  const version = Number(entry["version"]);
  return (
    <>
      <Steps steps={useEntrySteps(register.kind, entry)} />
      <Tabs
        items={[
          {
            key: "fields",
            label: console.common.detail,
            children: (
              <EntryFields
                entry={entry}
                more={
                  target === undefined
                    ? []
                    : [
                        {
                          key: "riskClass",
                          label: words.label.riskClass,
                          children: (
                            <div>
                              <RiskClass {...target} />
                              {register.kind === "credit-records" ? null : (
                                <Link
                                  to="/registry"
                                  search={{ tab: "credit-records", targetCode: target.code }}
                                >
                                  {console.credit.seeRecords}
                                </Link>
                              )}
                            </div>
                          ),
                        },
                      ]
                }
              />
            ),
          },
          {
            key: "history",
            label: console.registry.versions,
            children: <Versions register={register} reference={reference} />,
          },
          ...(version > 1
            ? [
                {
                  key: "difference",
                  label: console.versions.compare,
                  children: <Difference kind={register.kind} reference={reference} version={version} />,
                },
              ]
            : []),
        ]}
      />
    </>
  );
}

function Versions({ register, reference }: { register: RegisterPage; reference: string }) {
  const texts = useTexts();
  const { words, console } = texts;
  const nameOf = useAuthorityName();
  const nameOfField = useFieldNames();
  const reasonOf = useReason();
  const { data, error } = useQuery(
    asked("registry", operationsOf[register.kind].history, { params: { ref: reference }, query: {} }),
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
                  nameOfField(name) !== name &&
                  JSON.stringify(version.entry[name]) !== JSON.stringify(before.entry[name]),
              )
              .map((name) => (
                <div key={name}>
                  {nameOfField(name)}：<del>{valueText(name, before.entry[name], texts)}</del> →{" "}
                  {valueText(name, version.entry[name], texts)}
                </div>
              ));
          },
        },
      ]}
    />
  );
}
