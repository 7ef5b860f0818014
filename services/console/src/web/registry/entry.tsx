import { useQuery } from "@tanstack/react-query";
import { Descriptions, Skeleton, Table, Tabs } from "antd";
import { asked, type OperationId } from "../calls/services.ts";
import { useAuthorityName } from "../parts/authority.tsx";
import { Failed } from "../parts/failed.tsx";
import { timeText } from "../parts/time.ts";
import { useTexts } from "../words/words.tsx";
import { RiskClass } from "./risk-class.tsx";
import type { RegisterPage, Row } from "./registers.ts";
import { valueText } from "./values.ts";

type Version = {
  version: number;
  at: string;
  actor: string | null;
  authority: string | null;
  reason: string | null;
  entry: Row;
};
const histories = {
  entities: "getEntitiesByRefHistory",
  projects: "getProjectsByRefHistory",
  inspectors: "getInspectorsByRefHistory",
  items: "getItemsByRefHistory",
} as const satisfies Record<RegisterPage["kind"], OperationId<"registry">>;

/** Which registers have targets, which have a risk class (article 21). */
const targetKinds: Partial<Record<RegisterPage["kind"], "entity" | "project">> = {
  entities: "entity",
  projects: "project",
};

/** One entry of a register: what it holds, and how it came to (article 15). */
export function Entry({ register, entry }: { register: RegisterPage; entry: Row }) {
  const texts = useTexts();
  const { words, console } = texts;
  const fields: Readonly<Record<string, string>> = words.registryField;
  const kind = targetKinds[register.kind];
  return (
    <Tabs
      items={[
        {
          key: "fields",
          label: console.common.detail,
          children: (
            <Descriptions
              column={1}
              size="small"
              items={[
                ...Object.entries(entry)
                  .filter(([name]) => Object.hasOwn(fields, name))
                  .map(([name, value]) => ({
                    key: name,
                    label: fields[name],
                    children: valueText(name, value, texts),
                  })),
                ...(kind === undefined
                  ? []
                  : [
                      {
                        key: "riskClass",
                        label: words.label.riskClass,
                        children: <RiskClass kind={kind} code={String(entry[register.key])} />,
                      },
                    ]),
              ]}
            />
          ),
        },
        {
          key: "history",
          label: console.registry.versions,
          children: <Versions register={register} reference={String(entry[register.key])} />,
        },
      ]}
    />
  );
}

function Versions({ register, reference }: { register: RegisterPage; reference: string }) {
  const texts = useTexts();
  const { words, console } = texts;
  const nameOf = useAuthorityName();
  const fields: Readonly<Record<string, string>> = words.registryField;
  const { data, error } = useQuery(
    asked("registry", histories[register.kind], { params: { ref: reference }, query: {} }),
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
        { title: console.field.reason, dataIndex: "reason" },
        {
          title: console.registry.changed,
          render: (_: unknown, version) => {
            const before = versions.find((one) => one.version === version.version - 1);
            if (before === undefined) return words.label.none;
            return Object.keys(version.entry)
              .filter(
                (name) =>
                  Object.hasOwn(fields, name) &&
                  JSON.stringify(version.entry[name]) !== JSON.stringify(before.entry[name]),
              )
              .map((name) => (
                <div key={name}>
                  {fields[name]}：<del>{valueText(name, before.entry[name], texts)}</del> →{" "}
                  {valueText(name, version.entry[name], texts)}
                </div>
              ));
          },
        },
      ]}
    />
  );
}
