import type { PlanDetail } from "@shuangsui/contracts";
import { Table, Tag } from "antd";
import { Card } from "../parts/page.tsx";
import { useTexts } from "../words/words.tsx";
import { differenceOf, type EntryDifference } from "./difference.ts";

const colors = { added: "success", changed: "processing", removed: "error" } as const;

/** What an adjustment that is not public yet changes of the plan in force (article 17). */
export function Adjusted({ plan: { entries, publishedEntries } }: { plan: PlanDetail }) {
  const { console } = useTexts();
  if (publishedEntries === null) return null;
  return (
    <Card title={console.plan.adjusted}>
      <EntryDifferences differences={differenceOf(publishedEntries, entries)} />
    </Card>
  );
}

/** What one version of a plan says otherwise than another. */
export function Differences({ from, to }: { from: PlanDetail; to: PlanDetail }) {
  const { words, console } = useTexts();
  const own = [
    [words.label.title, from.title, to.title],
    [console.plan.year, from.year, to.year],
  ] as const;
  const differences = differenceOf(from.entries, to.entries);
  return (
    <>
      {own
        .filter(([, before, after]) => before !== after)
        .map(([label, before, after]) => (
          <div key={label} className="written">
            {label}：<del>{before}</del> → <ins>{after}</ins>
          </div>
        ))}
      {differences.length === 0 ? null : <EntryDifferences differences={differences} />}
    </>
  );
}

function EntryDifferences({ differences }: { differences: readonly EntryDifference[] }) {
  const { words, console } = useTexts();
  const labels: Readonly<Record<string, string>> = console.field;
  const text = (value: unknown): string =>
    value === undefined || value === null
      ? words.label.none
      : Array.isArray(value)
        ? value.map(text).join(words.comma)
        : typeof value === "object"
          ? Object.entries(value)
              .map(([name, one]) => `${labels[name] ?? name} ${text(one)}`)
              .join("；")
          : typeof value === "string"
            ? value
            : JSON.stringify(value);
  return (
    <Table<EntryDifference>
      rowKey="id"
      size="small"
      pagination={false}
      dataSource={[...differences]}
      columns={[
        {
          title: words.label.state,
          dataIndex: "change",
          width: 90,
          render: (change: EntryDifference["change"]) => (
            <Tag color={colors[change]}>{console.plan.change[change]}</Tag>
          ),
        },
        { title: words.label.title, dataIndex: "title" },
        {
          title: console.inspection.facts,
          dataIndex: "fields",
          render: (fields: EntryDifference["fields"]) =>
            fields.map(({ name, from, to }) => (
              <div key={name}>
                {labels[name] ?? name}：<del>{text(from)}</del> → <ins>{text(to)}</ins>
              </div>
            )),
        },
      ]}
    />
  );
}
